# The Learn page: the frame of the lesson. The chapters themselves are in assets/lessons.

learn-title = Learn
learn-subtitle = The lesson, with everything in it alive
learn-tooltip = The lesson in chapters, and a quiz (5)
learn-chapter = Chapter { $number } of { $count } · { $title }
learn-loading = Reading the lessons…
learn-contents = Contents
learn-contents-tooltip = All chapters
learn-begin = Begin
learn-resume = Go on reading
learn-next = Next
learn-next-tooltip = The next screen (Page Down)
learn-back = Back
learn-back-tooltip = The previous screen (Page Up)
learn-to-quiz = To the quiz
learn-step = Screen { $number } of { $count }
learn-tasks-done = { $done } of { $count } tasks done
learn-forget = Start over
learn-forget-tooltip = Take the marks off all tasks
learn-task = Your turn
learn-task-done = Done
learn-code-show = Show the PyTorch
learn-code-hide = Hide the PyTorch
learn-code-tooltip = The lines that do this in PyTorch
learn-copy = Copy
learn-copy-script = Copy the whole script
learn-copy-script-tooltip = A script that trains the network in use on MNIST with the settings of the Train page; it needs PyTorch and MNIST’s four files
learn-large = Open it large
learn-large-tooltip = Go to the page where this is at home
learn-play = Let the window move
learn-pause = Stop the window
learn-choice-before = { $name }: the one before
learn-choice-after = { $name }: the next one
learn-draw = Draw a digit, beside the figure
learn-draw-close = Put the canvas away (Esc)
learn-leave = Leave presenter mode
learn-leave-tooltip = Back to the window with all pages (F11)
learn-spotlight = Spotlight
learn-spotlight-tooltip = A light follows the pointer, the rest goes dark (L)
learn-key-next = Lesson: next screen
learn-key-back = Lesson: previous screen
learn-key-spotlight = Lesson: spotlight, in presenter mode

learn-folder = Lessons of your own
learn-folder-title = Folder with lessons
learn-folder-none = Chapters are Markdown files that you write yourself, in a folder of your own
learn-folder-format = Save the guide…
learn-folder-format-tooltip = How lesson files are written, with an example and all figures and values, as a Markdown file
learn-folder-choose = Choose a folder…
learn-folder-reload = Read again
learn-folder-leave = Leave out

# Settings of the figures, and their choices.

figure-question = Question
figure-question-binary = Is it an 8?
figure-question-multi-class = Which digit?
figure-question-multi-label = What does it have?
figure-input-picture = Picture
figure-input-numbers = Numbers
figure-input-digit = Your digit
figure-input-impulse = A single 1
figure-input-edge = An edge
figure-input-checkerboard = Checkerboard
figure-input-gradient = Gradient
figure-size = Size
figure-kernel = Kernel
figure-kernel-counting = 1 to 9
figure-stride = Stride
figure-padding = Padding
figure-dilation = Dilation
figure-flip = Flip the kernel
figure-flip-off = No
figure-flip-on = Yes
figure-pool = Pooling
figure-pool-max = Largest
figure-pool-average = Mean
figure-window-size = Window
figure-layer = Layer
figure-layer-dense = Dense
figure-layer-convolution = Convolution
figure-layer-none = None
figure-layer-conv1 = Convolution 1
figure-layer-pool1 = Pooling 1
figure-layer-conv2 = Convolution 2
figure-layer-pool2 = Pooling 2
figure-layer-flatten = Flatten
figure-layer-fc1 = Dense 1
figure-layer-fc2 = Dense 2
figure-layer-fc3 = Dense 3
figure-side = Side length
figure-outputs = Outputs
figure-pixels = Pixels
figure-pixels-in-order = In order
figure-pixels-shuffled = Shuffled
figure-show = Show
figure-show-all = All
figure-show-map = Map
figure-show-layers = Layers
figure-matrix-cell = True { $truth }, said { $said }: { $count }
figure-show-matrix = Matrix
figure-show-mistakes = Mistakes
figure-centring = Centre by
figure-centring-mass = Mass
figure-centring-box = Box
figure-centring-none = As drawn
figure-scale = Scale
figure-scale-bytes = Bytes
figure-scale-share = 0 to 1
figure-scale-signed = −1 to 1
figure-stage = Stage
figure-stage-input = Input
figure-stage-convolution-1 = Conv 1
figure-stage-pooling-1 = Pool 1
figure-stage-convolution-2 = Conv 2
figure-stage-pooling-2 = Pool 2
figure-stage-dense-1 = Dense 1
figure-stage-dense-2 = Dense 2
figure-stage-output = Output
figure-layers = Layers
figure-truth = The true digit
figure-optimizer = Optimiser
figure-optimizer-sgd = SGD
figure-optimizer-momentum = Momentum
figure-optimizer-adam = Adam
figure-rate = Learning rate
figure-steps = Steps
figure-turn = Turn
figure-move = Move
figure-ink = Ink
figure-ink-usual = As MNIST
figure-ink-swapped = Swapped
figure-ink-faint = Faint

# What the figures say.

figure-is-eight = Is it an 8?
figure-yes = Yes
figure-no = No
figure-labels = What does it have?
figure-label-loop = A loop
figure-label-straight = A straight stroke
figure-label-even = Is even
figure-samples = Real digits that it has not learned from; click one
figure-sample = Real digit { $digit }
figure-window = Window at row { $row } of { $rows }, column { $column } of { $columns }; arrow keys move it
figure-input = Input { $size }
figure-output = Output { $size }
figure-output-size = Output
figure-under = Under the kernel
figure-products = Products
figure-cells = { $padding ->
    [0] { $size } cells, no padding
    [1] { $size } cells, one zero at each end
   *[other] { $size } cells, { $padding } zeros at each end
  }
figure-places = places for the window
figure-left-none = Nothing is left over at the end.
figure-left-cells = { $cells ->
    [1] One cell is left over at the end.
   *[other] { $cells } cells are left over at the end.
  }
figure-left-zeros = { $zeros ->
    [1] Only a zero is left over at the end.
   *[other] Only { $zeros } zeros are left over at the end.
  }
figure-left-both = Left over at the end: { $cells ->
    [1] one cell
   *[other] { $cells } cells
  } and { $zeros ->
    [1] one zero.
   *[other] { $zeros } zeros.
  }
figure-left-between = { $between ->
    [1] One between the windows is skipped.
   *[other] { $between } between the windows are skipped.
  }
figure-coverage = How often each pixel is used
figure-corner = The corner
figure-corner-reads = { $count ->
    [1] read of the corner pixel
   *[other] reads of the corner pixel
  }
figure-stack = { $count } layers of { $kernel } × { $kernel } on your digit
figure-stack-left = left of { $size } × { $size } after { $count } layers
figure-with-padding = Padding { $padding }
figure-parameters = Parameters of the layer
figure-parameter-count = Parameters
figure-learns-nothing = It learns nothing.
figure-compared = Compared
figure-compared-note = The scale is logarithmic: ten times as many from line to line
figure-pixels-shown = What goes in
figure-kernel-finds = What a kernel finds
figure-dense-note = To a dense layer the order is all the same: it would learn the same weights in another order.
figure-kernel-note = To a kernel it is not: it looks for neighbours that belong together.
figure-real-digits = Real digits
figure-real-digits-note = Click a digit to put it on the canvas
figure-network-sees = The network sees
figure-range-note = Move the frame over your digit
figure-misfit = { $given } numbers arrive, { $expected } are expected
figure-total = It fits: { $count } parameters
figure-maps = { $shape } for your digit
figure-units = Values for your digit: { $shape }
figure-mean-ink = Mean ink
figure-map = Map { $number }
figure-no-stage = The network in use has no such layer.
figure-field = What one cell looks at
figure-field-cells = cells of the input
figure-layer-number = Layer { $number }
figure-cell-count = { $count ->
    [1] one cell
   *[other] { $count } cells
  }
figure-loss = Loss by the probability of the true digit
figure-valley = A valley of two weights
figure-height = height reached
figure-weight = Weight { $number }
figure-evaluating = Reading the held-out digits…
figure-accuracy = { $share } % of { $count } held-out digits read right, { $wrong } wrong
figure-accuracy-before = Just now: { $share } % of { $count } held-out digits read right, { $wrong } wrong
figure-said = Said
figure-true = True
figure-mistake = { $truth }, read as { $said }
figure-run-start = Start training
figure-run-on = Go on
figure-run-pause = Pause
figure-run-step = One batch
figure-run-loss = Loss over { $batches } batches, { $epochs } epochs
figure-run-none = Start training and see the loss fall
figure-run-training = Training
figure-run-held-out = Held out
figure-run-printed = Printed by the lesson’s program
figure-run-silent = Nothing yet: a line comes every { $batches } batches
figure-before = Before
figure-after = After

# The quiz.

quiz-title = Quiz
quiz-about = Questions on everything in the lesson. Each has one right answer, and many of the wrong ones come from common slips. Every answer is explained at once.
quiz-level = Level
quiz-count = Questions
quiz-seed = Paper number
quiz-seed-note = The same number gives the same questions on every computer: so a class can have one paper.
quiz-another-seed = Another number
quiz-start = Start
quiz-save-html = Print (HTML)…
quiz-save-text = As text…
quiz-print-note = A printed paper has its answers on a page of their own.
quiz-question = Question { $number } of { $count } · { $topic }
quiz-right = Right
quiz-wrong = Wrong
quiz-open = Not answered
quiz-to-result = Result
quiz-end = End the quiz
quiz-score = { $right } of { $count } right
quiz-again = Another paper
quiz-result-topic = Topic
quiz-result-answer = Your answer
quiz-result-right = Right answer
quiz-result-row = { $number }. { $topic }: { $verdict }. Your answer: { $answer }. Right: { $right }
quiz-paper-title = Quiz on convolution, level { $level }, paper { $seed }
quiz-paper-name = Name:
quiz-paper-answers = Answers
quiz-paper-signed = grey: 0, darker: positive, lighter: negative

quiz-topic-size = Size
quiz-topic-setting = What is missing
quiz-topic-parameters = Parameters
quiz-topic-field = Receptive field
quiz-topic-pooling = Pooling
quiz-topic-hand = By hand
quiz-topic-kernel = Kernels
quiz-topic-curves = Curves
quiz-topic-formula = Formulas
quiz-letter-n = Size of the input
quiz-letter-k = Side of the kernel
quiz-letter-s = Stride
quiz-letter-p = Padding on each side
quiz-letter-d = Dilation
quiz-letter-c = Channels that come in
quiz-letter-m = Maps or numbers that go out
quiz-letter-o = Side of the output
quiz-letter-floor = Rounded down
quiz-letter-ceiling = Rounded up
quiz-letters-title = The letters
quiz-layers-title = The layers
quiz-layer-channels = Input: { $count ->
    [1] one channel
   *[other] { $count } channels
  }
quiz-layer-numbers = Input: { $count } numbers
quiz-layer-convolution = Convolution { $kernel } × { $kernel }: { $count ->
    [1] one map
   *[other] { $count } maps
  }
quiz-layer-linear = Dense layer: { $count } numbers
quiz-layer-relu = ReLU
quiz-layer-pool = Pooling { $kernel } × { $kernel }, stride { $stride }
quiz-layer-window = Kernel { $kernel } × { $kernel }, stride { $stride }
quiz-layer-cell = One cell at the end
quiz-layer-asked = ? parameters
quiz-layer-field = Input: ? cells

quiz-curves-legend = Solid: loss on held-out digits. Dashed: loss on the digits trained on. Horizontal: epochs.

quiz-size = Along one side the input has { $size } cells. The kernel has { $kernel }, the stride is { $stride }, the padding { $padding } on each side. How many cells does the output have?
quiz-size-dilated = Along one side the input has { $size } cells. The kernel has { $kernel }, with a dilation of { $dilation }; the stride is { $stride }, the padding { $padding } on each side. How many cells does the output have?
quiz-size-why = { $formula }
quiz-size-why-leftover = { $formula }. It does not divide, so it is rounded down.
quiz-setting-kernel = Along one side { $size } cells are to become { $output }, with a stride of { $stride } and a padding of { $padding } on each side. Which kernel size does it?
quiz-setting-stride = Along one side { $size } cells are to become { $output }, with a kernel of { $kernel } and a padding of { $padding } on each side. Which stride does it?
quiz-setting-padding = Along one side { $size } cells are to become { $output }, with a kernel of { $kernel } and a stride of { $stride }. Which padding on each side does it?
quiz-setting-why = With { $value }: { $formula }
quiz-parameters-linear = A dense layer reads { $inputs } numbers and gives { $outputs }. How many parameters does it have, biases included?
quiz-parameters-convolution = A convolution reads { $inputs ->
    [1] one channel
   *[other] { $inputs } channels
  } and makes { $outputs } maps with kernels of { $kernel } × { $kernel }. How many parameters does it have, biases included?
quiz-parameters-two = A convolution reads { $inputs ->
    [1] one channel
   *[other] { $inputs } channels
  } and makes { $middle ->
    [1] one map
   *[other] { $middle } maps
  } with kernels of { $kernel } × { $kernel }. After ReLU and pooling a second one makes { $outputs } maps with kernels of { $second } × { $second }. How many parameters do both have together, biases included?
quiz-parameters-none = How many parameters are there?
quiz-parameters-why = A weight for each number that is read, plus one bias, for every output:
    { $sum }
quiz-parameters-layer = { $weights } weights and one bias for each of { $outputs } outputs:
quiz-field = One after another: { $layers }. How many cells of the input, along one side, does one cell at the end look at?
quiz-field-why = Back from the end, layer by layer, the next field is (field − 1) · stride + kernel:
    { $steps }
quiz-pooling-cell = Max pooling, { $window } × { $window }, stride { $stride }. What stands in row { $row }, column { $column } of the output?
quiz-pooling-max = Max pooling, { $window } × { $window }, stride { $stride }. What comes out?
quiz-pooling-average = Average pooling, { $window } × { $window }, stride { $stride }. What comes out?
quiz-pooling-why = For row { $row }, column { $column } of the output the window lies over { $values }. The largest is { $result }.
quiz-pooling-average-why = For row { $row }, column { $column } of the output the window lies over { $values }. Their mean is { $result }.
quiz-hand = The kernel lies on the picture, not flipped. What is the sum of the products?
quiz-hand-stride = The kernel, not flipped, slides with a stride of { $stride } and a padding of { $padding }. What stands in row { $row }, column { $column } of the output?
quiz-hand-flipped = As the definition wants it: the kernel is flipped first. The padding is { $padding }. What stands in row { $row }, column { $column } of the output?
quiz-hand-why = { $sum }
quiz-hand-flipped-why = With the flipped kernel: { $sum }
quiz-kernel = Which kernel turned the picture Before into the picture After?
quiz-kernel-identity-why = Nothing has changed: the middle weight is 1 and all others are 0.
quiz-kernel-edges-why = Flat areas have become 0, so the weights add up to 0. Where the answer is positive and where it is negative says how they are arranged.
quiz-kernel-blur-why = Nothing is negative and brightness stays: no weight is below 0, and they add up to 1.
quiz-kernel-sharpen-why = Flat areas stay, edges overshoot: the weights add up to 1, some of them are negative. Where the answer is positive and where it is negative says how they are arranged.
quiz-curves = Which run overfits?
quiz-curves-why = In { $run } the training loss goes on falling while the loss on held-out digits rises again: the network learns its examples by heart.
quiz-curves-epoch = After which epoch should this run have stopped?
quiz-curves-epoch-why = Where the loss on held-out digits is lowest. After that only the training loss falls.
quiz-formula-size = How many cells does the output have, for n cells, a kernel of k, the stride s and the padding p on each side?
quiz-formula-plain = How many cells does the output have, for n cells and a kernel of k, with stride 1 and no padding?
quiz-formula-same = Which padding keeps the size, for an odd kernel of k and stride 1?
quiz-formula-shrink = By how much does the output shrink, for a kernel of k, with stride 1 and no padding?
quiz-formula-parameters = How many parameters does a convolution have that reads c channels with kernels of k × k and makes m maps?
quiz-formula-linear = How many parameters does a dense layer have that reads n numbers and gives m?
quiz-formula-span = How many cells does a kernel of k span with a dilation of d?
quiz-formula-dilated = How many cells does the output have, for n cells, a kernel of k, the stride s, the padding p on each side and the dilation d?
quiz-formula-products = How many multiplications does a convolution need that reads c channels with kernels of k × k and makes m maps of o × o?
quiz-formula-size-why = The window can move n − k + 2·p cells; divided by the stride and rounded down these are its steps, and the first place counts too:
    { $formula }
quiz-formula-same-why = Without padding k − 1 cells are lost, half of them at each end:
    { $formula }
quiz-formula-parameters-why = A weight for each number that is read, plus one bias, for every output:
    { $formula }
quiz-formula-products-why = Each of m·o·o cells reads k·k·c numbers:
    { $formula }
quiz-formula-span-why = Between the k cells lie k − 1 steps of d, so the kernel spans d·(k − 1) + 1:
    { $formula }

quiz-slip-no-one = The first place was not counted.
quiz-slip-no-padding = The padding was left out.
quiz-slip-one-side = The padding was counted on one side only.
quiz-slip-rounded-up = It was rounded up. The window must fit as a whole, so it is rounded down.
quiz-slip-no-stride = The stride was left out.
quiz-slip-no-kernel = The kernel was left out.
quiz-slip-no-dilation = The dilation was left out: the kernel spans more than its cells.
quiz-slip-no-bias = The biases were forgotten.
quiz-slip-no-channels = Each kernel is as deep as the channels that come in: they were forgotten.
quiz-slip-one-bias = There is not one bias for all, but one for each output.
quiz-slip-mixed-up = Inputs and outputs were mixed up.
quiz-slip-kernel-sum = Kernels do not just add up: neighbouring windows overlap.
quiz-slip-field-stride = A stride spreads the windows of the layers behind it: it was left out.
quiz-slip-setting = With { $value } it would be { $formula }.
quiz-slip-no-room = A kernel of { $value } does not fit into the input.
quiz-slip-kernel-identity = The middle weight of this kernel is 1 and all others are 0: nothing would change.
quiz-slip-kernel-edges = The weights of this kernel add up to 0: flat areas would become 0.
quiz-slip-kernel-blur = This kernel has no weight below 0: it would blur, and nothing would be negative.
quiz-slip-kernel-sharpen = The weights of this kernel add up to 1: flat areas would stay as they are, and edges overshoot.
quiz-slip-kernel-alike = The weights add up to the same, but they are arranged otherwise.
quiz-slip-run-learns = In this run both losses fall, and stay close to each other.
quiz-slip-run-underfits = In this run both losses stay high: the network is too small.
quiz-slip-run-unfinished = In this run both losses still fall: it was stopped too early.
quiz-slip-run-diverges = In this run both losses rise: the steps are too large.
quiz-slip-last-kernel = That is the last layer’s kernel alone.
quiz-slip-kernel-product = Kernels are not multiplied: neighbouring windows overlap.
quiz-slip-sum = That is the sum of the window.
quiz-slip-least = That is the smallest, not the largest.
quiz-slip-first-cell = That is the window’s first cell.
quiz-slip-first-cells = These are the windows’ first cells.
quiz-slip-other-window = Row and column were mixed up: that is another window.
quiz-slip-other-pooling = Largest and mean were mixed up.
quiz-slip-other-stride = The window moves by another stride.
quiz-slip-transposed = Rows and columns were mixed up.
quiz-slip-flipped = The kernel was flipped. Here it is not.
quiz-slip-not-flipped = The kernel was not flipped. The definition wants it.
quiz-slip-rows-columns = Rows and columns of the kernel were mixed up.
quiz-slip-signs = The minus signs were lost.
quiz-slip-no-weights = The weights were left out.
quiz-slip-last-epoch = That is the last epoch. The loss on held-out digits has risen by then.
quiz-slip-first-epoch = After the first epoch both losses still fall.

# What the settings of the figures mean.

figure-question-tooltip = What the network is asked: one class or not, one class of ten, or several marks at once
figure-input-tooltip = The picture that the window slides over
figure-size-tooltip = Cells of the picture along each side: n in the size formula
figure-kernel-tooltip = The grid of weights that slides: k cells along each side in the size formula
figure-stride-tooltip = Cells that the window moves each time: s in the size formula
figure-padding-tooltip = Zeros around the picture, on each side: p in the size formula
figure-dilation-tooltip = Cells from one weight to the next: the kernel spans d·(k − 1) + 1
figure-flip-tooltip = Turn the kernel by half a circle first, as the definition of convolution wants
figure-pool-tooltip = What is kept of each window: its largest number, or the mean of all
figure-window-tooltip = Cells along each side of the pooling window
figure-layer-tooltip = A dense layer has a weight for each pixel and output, a convolution for each cell of its kernels
figure-side-tooltip = Pixels along each side of the picture
figure-outputs-tooltip = Units of the dense layer, maps of the convolution
figure-pixels-tooltip = Whether each pixel lies where it belongs, or all are moved in the same random way
figure-show-tooltip = What is shown
figure-centring-tooltip = How the ink comes into the 28 × 28 picture: its centre of mass in the middle, its box, or as you drew it
figure-scale-tooltip = The same pixels as bytes, as shares, or as the network reads them
figure-stage-tooltip = How far your digit has come in the network
figure-layers-tooltip = Convolutions one upon the other
figure-truth-tooltip = The digit that is meant: the loss looks at its probability alone
figure-optimizer-tooltip = How the gradient becomes a step: straight down, with momentum, or with a step of its own for each weight
figure-rate-tooltip = The step is the rate times the slope
figure-steps-tooltip = Steps taken downhill
figure-turn-tooltip = Turn the picture, after it was centred
figure-move-tooltip = Move the picture, after it was centred, by so many pixels
figure-ink-tooltip = Ink and paper as the network knows them, swapped, or faint ink
quiz-level-1-tooltip = Stride 1, small grids, one layer
quiz-level-2-tooltip = Strides, sizes that do not divide, several channels
quiz-level-3-tooltip = Dilation, the flipped kernel, several layers
