# The Network page.

network-title = Network
network-subtitle = Point at a cell to see where it looks
network-tooltip = Every layer with its maps for your digit (3)

network-diagram = The network from left to right; click a cell for its arithmetic
network-after = After activation
network-after-tooltip = Values after each activation function, as the next layer gets them
network-before = Before { $layer }
network-before-moment = Before activation
network-before-moment-tooltip = Values before each activation function, negative ones included
network-each = Each layer by itself
network-each-tooltip = A column for every layer, activation functions too
network-scale-layer = Scaled by layer
network-scale-layer-tooltip = Each layer’s colours reach to its own largest value
network-scale-map = Scaled by map
network-scale-map-tooltip = Each map’s colours reach to its own largest value, so that faint maps show too
network-scale-shared = One scale for all
network-scale-shared-tooltip = All layers share one scale, so that colours compare across the network
network-max = max
network-max-layer = The largest value of each layer
network-max-map = The largest value of each map
network-max-shared = The largest value of all layers
network-zoom-in = Zoom in
network-zoom-out = Zoom out
network-zoom-tooltip = Turn the wheel over the diagram to zoom, drag to move
network-zoom-fit = Show the whole network

network-legend = Activation
network-parameters = parameters
network-input = Input
network-convolution = Conv { $number }
network-pool = Pool
network-linear = Dense
network-output = Output
network-not-drawn = { $count } more
network-goes-on = Drag to the left for the rest
network-column = { $layers }: { $shape } · { $cost }
network-cost = { $parameters } parameters · { $memory } · { $products } multiply-adds
network-cost-parameters = { $parameters } parameters
network-cost-rest = { $memory } · { $products } multiply-adds
network-cost-tooltip = What the network learned, the memory for that and for all values of one picture in 32-bit numbers, and the multiplications for one picture
network-logit-value = Logit { $logit }, probability { $probability } %

network-layer-convolution = Convolution
network-layer-relu = ReLU
network-layer-leaky-relu = Leaky ReLU
network-layer-tanh = Tanh
network-layer-sigmoid = Sigmoid
network-layer-max-pool = Max pooling
network-layer-average-pool = Average pooling
network-layer-dropout = Dropout
network-layer-batch-norm = Batch norm
network-layer-flatten = Flatten
network-layer-linear = Linear

network-place-cell = { $layer }, map { $map }, row { $row }, column { $column }
network-place-unit = { $layer }, unit { $map }
network-place-digit = { $layer }, digit { $map }

network-reads-windows = one cell reads { $count ->
    [one] one window
   *[other] { $count } windows
  } of { $height } × { $width }
network-largest-of = the largest of { $count }, outlined
network-mean-of = the mean of { $count }
network-reads-inputs = one unit reads { $count } numbers; these matter most
network-is-input = a pixel, from −1 (paper) to +1 (ink)
network-is-copy = the same number as in the layer before
network-is-batch-norm = (before − mean) / √(variance + 0.00001), scaled and shifted
network-is-softmax = e^logit, divided by the sum of all ten
network-is-relu = max(0, x): what is below 0 becomes 0
network-is-leaky-relu = x where x is above 0, else { $slope } · x
network-is-tanh = tanh(x): between −1 and +1
network-is-sigmoid = 1 / (1 + e^−x): between 0 and 1
network-map = Map { $number }
network-more-windows = and { $count } more windows, together { $sum }
network-more-inputs = { $count } more, together { $sum }
network-source-cell = map { $map }, row { $row }, column { $column }
network-source-unit = unit { $number }
network-sums = { $count ->
    [one] The window’s sum
   *[other] Sum of { $count } windows
  }
network-products = Sum of { $count } products
network-window-sum = Sum
network-bias = Bias
network-after-layer = After { $layer }
network-value = Value
network-logit = Logit
network-before-it = Before it
network-before-less-mean = Before − mean
network-root = √(variance + 0.00001)
network-scale-and-shift = Scale, shift
network-logit-tooltip = The sum that makes this digit’s logit
network-softmax = Softmax
network-softmax-tooltip = How ten logits become ten probabilities
network-softmax-line = e^({ $logit } − { $largest }) = { $exponential }
network-exponential = e^(logit − largest)
network-exponentials = Divided by all ten
network-window = Window
network-window-title = { $map }: the window, its kernel, and their products
network-kernel-name = Kernel
network-products-name = Products
network-sum-close = Close the arithmetic
network-sum-close-tooltip = More room for the diagram; a click on a cell brings the arithmetic back
network-walk-first = The first cell
network-walk-last = The last cell
network-walk-place = Cell of the map
network-walk-speed = Speed
network-walk-speed-tooltip = Cells a second
network-open-convolve = Open in Convolve
network-open-convolve-tooltip = Take the chosen window apart on the Convolve page, with its map and its kernel
network-carried = { $layer }: kernel of map { $output } on map { $input }
network-walk-back = The cell before
network-walk-play = Move the window over the map
network-walk-pause = Stop the window
network-walk-on = The next cell
network-walk-tooltip = The window moves on cell by cell, and the sum follows
network-probability = Probability

network-sheet-diagram = Diagram
network-sheet-diagram-tooltip = All layers with their values for your digit
network-sheet-kernels = Weights
network-sheet-kernels-tooltip = What the network has learned, as pictures and numbers
network-sheet-architecture = Architecture
network-sheet-architecture-tooltip = Change the layers; shapes are checked as you type

network-preset-lesson = The lesson’s net
network-preset-lenet5 = LeNet-5
network-preset-tiny = Tiny
network-preset-deeper = Deeper
network-preset-linear = Linear classifier
network-preset-perceptron = Two-layer perceptron
network-mistake = The lesson’s mistake
network-mistake-tooltip = The net as the lesson prints it, made for 32 × 32 pictures: on 28 × 28 it does not fit
network-add = Add a layer here
network-remove = Remove this layer
network-move = Move { $layer }
network-move-tooltip = Drag it to another place, or press ↑ and ↓
network-undo-edit = Undo the last edit
network-redo-edit = Redo the edit
network-channels = channels
network-channels-tooltip = How many maps it makes: each by kernels of its own
network-kernel = kernel
network-kernel-tooltip = Cells of the window’s side, k in the size formula; type 3×5 for 3 rows and 5 columns
network-stride = stride
network-stride-tooltip = Cells that the window moves on by, s in the size formula; type 1×2 for other steps down than across
network-padding = padding
network-padding-tooltip = Cells of zeros around the map, p in the size formula; type 1×2 for other padding above than beside
network-dilation = dilation
network-dilation-tooltip = Distance between two cells of the kernel: it spans d·(k − 1) + 1 cells; type 1×2 for other distances down than across
network-inputs = inputs
network-inputs-tooltip = How many numbers it reads: as many as the layer before gives
network-outputs = outputs
network-outputs-tooltip = How many units it has: each adds up all inputs
network-slope = slope
network-slope-tooltip = What is below 0 is multiplied by this
network-probability-field = probability
network-probability-field-tooltip = In training, this share of the values is set to 0, others each time
network-misfit-kernel = The kernel spans { $span }, the padded input only { $padded }: { $size } + 2·{ $padding } − { $span } is below 0
network-misfit-inputs-from = Flatten gives { $product } = { $given } numbers, but { $name } expects { $expected }
network-misfit-inputs = { $name } expects { $expected } numbers, but gets { $given }
network-misfit-flat = This layer needs a row of numbers, but gets { $given }: put a flatten before it
network-misfit-maps = This layer needs maps, but gets a row of { $given } numbers: it must stand before the flatten
network-misfit-ten = The last layer must give 10 numbers, one a digit; it gives { $given }
network-misfit-large = Too large: more than { $limit } { $what ->
    [cells] values in all layers together
    [layers] layers
   *[other] parameters
  }
network-misfit-kernel-limit = The kernel may have at most { $most } cells along each side
network-misfit-zero = Each number of this layer must be at least 1, its padding at least 0
network-misfit-bad-name = A name has letters, digits or _, and starts with a letter
network-misfit-name = The name { $name } is used twice
network-misfit-range = A number of this layer is out of its range
network-mend-padding = Pad { $name } by { $padding }
network-mend-inputs = Give { $name } { $inputs } inputs
network-mend-flatten = Put a flatten before it
network-mend-ten = Give { $name } 10 outputs
network-does-not-fit = The layers do not fit together yet
network-use = Use this network
network-use-tooltip = Start with random weights: its answers mean nothing until it is trained
network-copy-python = Copy as PyTorch
network-copy-python-tooltip = Copy the class that the lesson would write

network-matrix = The weights: a row for each unit, a cell for each of its inputs; click a row to choose its unit
network-kernel-of = Kernel of map { $output }
network-kernel-of-from = Map { $output } reads map { $input }
network-weights = Weights
network-weights-tooltip = The weights of the layer, without its biases
network-sums-title = Sums
network-sums-tooltip = What the layer adds up for your digit, before the activation function
network-activations = Activations
network-activations-tooltip = The same after the activation function
network-mean-deviation = { $mean } ± { $deviation }
network-statistics = Mean { $mean }, standard deviation { $deviation }, from { $least } to { $most }; { $zeros } % are 0
network-kernels = The kernels: a row for each map, a kernel for each map that it reads; click one to choose it
network-unit-of = Weights of unit { $output }
network-weight-of = Unit { $output }, input { $input }
network-export-kernel-png = The chosen weights as PNG…
network-export-kernel-csv = The chosen weights as CSV…
network-replace = Replace by a named kernel…
network-replace-tooltip = Put a known kernel in the place of the learned one, middle on middle
network-try-layer = Try on this map or unit, and on the layer
network-silence-map = Off
network-silence-map-tooltip = Set the weights and the bias of this map or unit to 0
network-zero = Layer to 0
network-zero-tooltip = Multiply all weights and biases of the layer by 0
network-half = × ½
network-half-tooltip = Halve all weights and biases of the layer
network-double = × 2
network-double-tooltip = Double all weights and biases of the layer
network-noise = Noise
network-noise-tooltip = Add noise half as strong as the layer’s weights
network-silence = Switch off
network-silence-tooltip = Set the weights that make this map or unit to 0, and see what the answer becomes
network-changes = { $count ->
    [one] 1 change
   *[other] { $count } changes
  }
network-undo-change = Undo change
network-redo-change = Redo change
network-restore = Original network
network-restore-tooltip = Take all changes back
network-accuracy = { $percent } % of held-out digits, { $before } % before
network-measuring = Measuring…
model-changed = Changed network
model-untrained = Untrained network

network-look = View
network-look-tooltip = Which values the maps show, and their colours
network-values = Values
network-colours = Colours

network-export = Export
network-export-svg = The diagram as SVG…
network-export-diagram-png = The diagram as PNG…
network-export-png = The selected map as PNG…
network-export-csv = The selected map as CSV…
network-export-npz = All values for NumPy (.npz)…
network-export-layers = The layers as JSON…
network-export-python = The PyTorch class…
network-export-weights = The network in use, with its weights…
network-export-tooltip = Save what is edited, or copy it as the PyTorch class that the lesson would write
network-file-title = Save
network-open = Open a network…
network-open-tooltip = Open layers (.json) into the editor, or a network with its weights: safetensors, or a PyTorch state_dict of the lesson’s net
network-open-title = Open a network
network-weights-files = Weights
network-save-title = Save the network
network-saved = Saved as { $path }
network-favourites = Digits that excite it most
network-favourites-before = Digits that excited it most just now
network-favourites-none = Nothing excites it: it answers every digit alike
network-train = Train it…
network-train-tooltip = Take these layers to the Train page as the settings of the next run
network-layer-name = Name
network-layer-name-tooltip = The name of its weights, as PyTorch calls them
network-kernels-too-small = Its kernels are too small to show here: see Weights

network-file-foreign = neither safetensors nor a PyTorch state_dict: save it with torch.save(net.state_dict(), PATH)
network-file-old-pytorch = written as PyTorch did before version 1.6: save it with torch.save(net.state_dict(), PATH)
network-file-bad-safetensors = not a sound safetensors file: { $detail }
network-file-bad-pytorch = not a sound PyTorch state_dict: { $detail }; save it with torch.save(net.state_dict(), PATH)
network-file-bad-layers = the layers in it cannot be read: { $detail }
network-file-misfit = its layer { $layer } does not fit: { $detail }
network-file-tensor-missing = the tensor { $name } is missing
network-file-tensor-other = the tensor { $name } is missing; instead there are { $instead }: save it under this architecture’s names (of DataParallel, net.module.state_dict())
network-file-tensor-unexpected = the tensor { $name } does not belong to this architecture
network-file-tensor-not-finite = the tensor { $name } holds NaN or infinity: was its training run broken off?
network-file-tensor-shape = the tensor { $name } has shape { $found }, not { $expected }
network-file-tensor-type = the tensor { $name } is of type { $found }: save it as 32-bit floats
network-sum-open = Show the arithmetic
network-sum-open-tooltip = Everything that this value is made of; so does a click on a cell
network-wake = Switch on
network-wake-tooltip = Give this map or unit its weights back
