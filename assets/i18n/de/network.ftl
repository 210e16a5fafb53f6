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
network-column = { $layers }: { $shape } · { $parameters } parameters · { $kilobytes } kB · { $products } multiply-adds

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
network-map = Map { $number }
network-more-windows = and { $count } more windows, together { $sum }
network-more-inputs = { $count } more, together { $sum }
network-source-cell = map { $map }, row { $row }, col { $column }
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
network-exponential = e^(logit − largest)
network-exponentials = Sum of all ten
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
network-up = Move this layer up
network-channels = channels
network-kernel = kernel
network-stride = stride
network-padding = padding
network-dilation = dilation
network-inputs = inputs
network-outputs = outputs
network-slope = slope
network-probability-field = probability
network-misfit-kernel = The kernel spans { $span }, the padded input only { $padded }: { $size } + 2·{ $padding } − { $span } is below 0
network-misfit-inputs-from = Flatten gives { $product } = { $given } numbers, but { $name } expects { $expected }
network-misfit-inputs = { $name } expects { $expected } numbers, but gets { $given }
network-misfit-flat = This layer needs a row of numbers, but gets { $given }: put a flatten before it
network-misfit-maps = This layer needs maps, but gets a row of { $given } numbers: it must stand before the flatten
network-misfit-ten = The last layer must give 10 numbers, one a digit; it gives { $given }
network-misfit-large = Too large: more than { $limit }
network-misfit-name = The name { $name } is used twice
network-misfit-range = A number of this layer is out of its range
network-mend-padding = Pad { $name } by { $padding }
network-mend-inputs = Give { $name } { $inputs } inputs
network-mend-flatten = Put a flatten before it
network-mend-ten = Give { $name } 10 outputs
network-total = { $parameters } parameters · { $kilobytes } kB · { $products } multiply-adds
network-does-not-fit = The layers do not fit together yet
network-use = Use this network
network-use-tooltip = Start with random weights: its answers mean nothing until it is trained
network-copy-python = Copy as PyTorch
network-copy-python-tooltip = Copy the class that the lesson would write

network-matrix = The weights: a row for each unit, a cell for each of its inputs; click a row to choose its unit
network-kernel-of = Kernel of map { $output }
network-kernel-of-from = Map { $output } reads map { $input }
network-weights = Weights
network-activations = Sums for your digit
network-statistics = { $title }: mean { $mean }, deviation { $deviation }
network-replace = Put another kernel in its place
network-kernel-sobel-x = Sobel |
network-kernel-sobel-y = Sobel –
network-kernel-identity = Identity
network-kernel-blur = Blur
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
network-restore = Original network
network-restore-tooltip = Take all changes back
network-accuracy = { $percent } % of { $count } held-out digits
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
network-file-title = Save
network-open = Open a network…
network-open-tooltip = Open weights: safetensors, or a PyTorch state_dict of the lesson’s net
network-open-title = Open a network
network-weights-files = Weights
network-save = Save this network…
network-save-tooltip = Save the network in use, weights and architecture, as safetensors
network-save-title = Save the network
network-saved = Saved as { $path }
network-favourites = Digits that excite it most
