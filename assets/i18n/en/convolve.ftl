# The Convolve page.

convolve-title = Convolve
convolve-subtitle = Slide the kernel; each stop makes one output cell
convolve-tooltip = Take convolution apart, cell by cell (2)
convolve-open-title = Open a picture to convolve
convolve-kernels-full = Give the kernel a name; at most { $most } are kept
convolve-drop-hint = Drop the picture to convolve it

convolve-input = Input
convolve-input-name = Input with its padding: point at a pixel to see which output cells it reaches
convolve-output = Output
convolve-output-name = Output: click a cell to look at it, go on with the arrow keys
convolve-without-sign = size, no sign
convolve-without-sign-short = size
convolve-without-sign-tooltip = In colour, the brightness of red, green and blue is the size of their numbers, whatever their sign. Closer up, one channel is shown with its sign
convolve-window = Window
convolve-window-too-large = A window of { $size } is too large to be written out cell by cell.
convolve-window-name = The input under the kernel
convolve-window-tooltip = The input under the kernel, in numbers
convolve-kernel = Kernel
convolve-kernel-name = Kernel: type into its cells, drag them, or turn the wheel
convolve-kernel-tooltip = Type into a cell, drag it, or turn the wheel over it; the arrow keys go from cell to cell
convolve-weight = Kernel, row { $row }, column { $column }: { $value }
convolve-typed-name = Typed input: type into its cells, drag them, or turn the wheel
convolve-typed-cell = Input, row { $row }, column { $column }: { $value }
convolve-cell = row { $row }, column { $column }
convolve-size-padded = { $size }, padding { $padding }
convolve-in-padding = padding
convolve-reaches = { $count ->
    [0] reaches no output cell
    [one] reaches 1 output cell
   *[other] reaches { $count } output cells
}

convolve-source = Input from
convolve-source-tooltip = What is convolved: your digit, a test digit, a picture, a pattern, or numbers that you type
convolve-your-digit = Your digit
convolve-held-out = Test digit
convolve-picture = Picture…
convolve-sample = Sample picture
convolve-sample-tooltip = Balls and a box on a table: a picture in colour for those who have no photo at hand
convolve-pattern = Pattern
convolve-typed = Typed numbers
convolve-carried = Handed over
convolve-live = What the network reads
convolve-draw-first = Draw a digit at the left, or choose another input above
convolve-from-step = What the step before this one makes
convolve-another = Another
convolve-labelled = A { $label }, number { $number } of those not trained on
convolve-open = Open a picture
convolve-open-tooltip = Open a picture or a CSV file; or drop a picture, or paste one
convolve-opening = The picture is being opened…
convolve-colours = Colours
convolve-colours-tooltip = What becomes of red, green and blue
convolve-grey = As grey
convolve-grey-tooltip = One channel: 0.21 red + 0.72 green + 0.07 blue
convolve-kept = Each kept
convolve-kept-tooltip = Red, green and blue are convolved each by itself and stay three channels
convolve-summed = Summed
convolve-summed-tooltip = Red, green and blue are convolved and added up, as a layer of a network does
convolve-red = Red
convolve-green = Green
convolve-blue = Blue
convolve-channel-tooltip = Whose numbers the window shows
convolve-edge = Edge
convolve-checkerboard = Checkerboard
convolve-impulse = Impulse
convolve-gradient = Gradient
convolve-noise = Noise
convolve-pattern-tooltip = A picture made by a formula. The impulse answers with the kernel itself, turned by half a circle.
convolve-pattern-size = Rows and columns
convolve-seed = The noise’s seed: the same number, the same noise
convolve-reseed = Other noise
convolve-rows = Rows
convolve-columns = Columns
convolve-clear-typed = All zeros

convolve-step = Step { $number }: { $name }
convolve-step-tooltip = Click to look at it, drag to move it
convolve-remove-step = Remove this step
convolve-add = Add a step
convolve-add-tooltip = Add a step: each works on what the one before it makes
convolve-chain-full = No more than { $most } steps; choose a ready-made row, or remove one
convolve-add-convolution = Convolution
convolve-recipe-edges = Edges: blur, then Sobel
convolve-recipe-edges-tooltip = Blurring first keeps noise from being taken for edges
convolve-recipe-layer = A layer of a network: convolve, ReLU, pool
convolve-recipe-layer-tooltip = What one layer of the lesson’s network does, with a kernel of your own
convolve-recipe-network = Two layers: convolve, ReLU, pool, convolve, ReLU
convolve-recipe-network-tooltip = The second layer looks at what the first has found
convolve-coverage = Why padding
convolve-coverage-tooltip = How often each pixel is used, and how pictures shrink when layers are stacked
convolve-zoom-in = Zoom in
convolve-zoom-out = Zoom out
convolve-zoom-tooltip = Turn the wheel over a picture to zoom, drag to move; input and output go together
convolve-zoom-fit = Show the whole picture

convolve-operation = Operation
convolve-operation-tooltip = What this step does
convolve-convolution = Convolution
convolve-relu = ReLU
convolve-max = Max pool
convolve-average = Average pool
convolve-max-short = Max
convolve-average-short = Mean
convolve-kernels-tooltip = Named kernels, your own, and those that the network has learned
convolve-size = Size
convolve-size-tooltip = Rows and columns of the kernel; click the number to set them apart
convolve-pool-size = Window
convolve-pool-size-tooltip = Rows and columns of the window; click the number to set them apart
convolve-stride = Stride
convolve-stride-tooltip = Cells by which the window moves; click the number to set rows and columns apart
convolve-padding = Padding
convolve-padding-tooltip = Cells around the picture; click the number to set the sides apart
convolve-same-padding = As large as the input
convolve-same-padding-tooltip = So much padding that, with stride 1, the output has the size of the input
convolve-top = Top
convolve-bottom = Bottom
convolve-left = Left
convolve-right = Right
convolve-mode = Filled with
convolve-mode-tooltip = What the cells of the padding hold
convolve-zeros = Zeros
convolve-replicate = Edge
convolve-reflect = Mirror
convolve-circular = Wrap
convolve-dilation = Dilation
convolve-dilation-tooltip = Cells from one weight to the next; 1 leaves no gaps
convolve-flipped = Flipped
convolve-flip-kernel = Slide the kernel flipped
convolve-flipped-tooltip = Convolution as the definition has it turns the kernel by half a circle; networks leave it as it is (cross-correlation)
convolve-more = More
convolve-more-words = Set
convolve-more-tooltip = What the padding holds, dilation, and flipping the kernel

convolve-own = Your own
convolve-sigma = Gaussian of spread σ
convolve-sigma-tooltip = Spread of the bell curve in cells; drag or type
convolve-own-kernels = Your kernels
convolve-name = Name for this kernel
convolve-name-hint = Name for this kernel
convolve-keep = Keep
convolve-keep-tooltip = Keep this kernel under its name, also for the next time
convolve-forget = Forget this kernel
convolve-learned = Learned by { $layer }
convolve-learned-kernel = { $layer }: kernel of map { $output } for map { $input }
convolve-learned-note = As they are in the network, without bias

convolve-undo = Undo change
convolve-undo-tooltip = Take the last change back (Ctrl+Z in the kernel)
convolve-redo = Redo change
convolve-redo-tooltip = Make it again (Ctrl+Y in the kernel)
convolve-kernel-more = What can be done with the kernel
convolve-kernel-more-tooltip = Normalise, turn, flip, copy, paste
convolve-normalise = Normalise
convolve-normalise-tooltip = Divide by the sum of the weights, so that flat areas keep their value; where that is 0, by the sum of their sizes
convolve-negate = Change all signs
convolve-negate-tooltip = What was bright becomes dark
convolve-turn = Turn by 90°
convolve-turn-tooltip = A quarter of a circle, clockwise
convolve-flip = Turn by 180°
convolve-flip-tooltip = Last row first, last column first: what true convolution does before it slides
convolve-transpose = Swap rows and columns
convolve-transpose-tooltip = Transpose: Sobel x becomes Sobel y
convolve-copy-numpy = Copy for NumPy
convolve-copy-numpy-tooltip = The kernel as Python source
convolve-paste = Paste a kernel
convolve-paste-tooltip = From NumPy, or rows with “;” between them (Ctrl+V)

convolve-sum = The sum
convolve-no-sum = No window fits over the input, so there is nothing to add up
convolve-products = { $count ->
    [one] 1 product
   *[other] { $count } products
}
convolve-after = after { $number } of { $count }
convolve-total = total { $total }
convolve-infinite-input = The input under the window is no finite number
convolve-infinite-product = Product { $number } is beyond the largest 32-bit number, about 3.4·10³⁸
convolve-infinite-sum = From product { $number } on the sum is beyond the largest 32-bit number, about 3.4·10³⁸
convolve-row-sum = row
convolve-so-far = so far
convolve-row = Row { $number }
convolve-relu-cuts = What is below 0 becomes 0
convolve-relu-keeps = What is not below 0 stays as it is
convolve-won = Row { $row }, column { $column } wins

convolve-size-heading = The size
convolve-height = height
convolve-width = width
convolve-rounded-down = rounded down
convolve-same-size = Cell for cell: the output has the size of the input
convolve-leftover = Left over (hatched): { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}, { $columns ->
    [one] 1 column
   *[other] { $columns } columns
}

convolve-first = To the first cell
convolve-first-tooltip = To the first cell; the output is empty (Home)
convolve-back = Back
convolve-back-tooltip = One cell back (Left)
convolve-play = Play
convolve-play-tooltip = Let the window go its way (Space)
convolve-pause = Pause
convolve-pause-tooltip = Pause (Space)
convolve-forward = Forward
convolve-forward-tooltip = One cell on (Right)
convolve-last = To the last cell
convolve-last-tooltip = To the last cell; all of the output is there (End)
convolve-place = Output cell
convolve-speed = Speed
convolve-speed-tooltip = Cells a second

convolve-impossible = This cannot be done
convolve-works-with = It works with
convolve-remedy-size = a size of { $size }
convolve-remedy-stride = stride { $stride }
convolve-remedy-dilation = dilation { $dilation }
convolve-remedy-padding = padding { $padding }
convolve-remedy-mode = padding filled with: { $mode }
convolve-remedy-all = size { $size }, padding { $padding }
convolve-step-impossible = Step { $number } cannot be done, so there is no input for this one
convolve-show-step = Show that step
convolve-in-the-making = The steps before this one are still at work…

convolve-without-padding = Without padding
convolve-with-padding = With this padding
convolve-coverage-name = How often each pixel is used
convolve-used = Used { $least } to { $most } times, at the corners least
convolve-stack = Stacked layers
convolve-layers = Layers
convolve-layers-tooltip = How often the same convolution is repeated
convolve-nothing-left = nothing left

convolve-save = Save
convolve-save-tooltip = The result, or what you see as a figure
convolve-save-png = Result as PNG…
convolve-save-csv = Result as CSV…
convolve-save-svg = Figure as SVG…
convolve-save-figure = Figure as PNG…
convolve-nothing-to-save = There is no result yet: wait until it is whole, or mend the settings

convolve-zero-setting = { $setting } is 0, it must be at least 1
convolve-kernel-too-large = the kernel spans { $span }, the padded input only { $padded }: { $formula } = −{ $lack }, which is below 0
convolve-empty-picture = The picture is empty: it needs at least one row and one column
convolve-reflect-too-far = mirror padding of { $padding } mirrors { $padding } cells beside the edge cell, but there are only { $size } − 1 = { $most }
convolve-wraps-twice = padding of { $padding } would wrap around more than once: the picture has only { $size }
convolve-too-many-cells = With its padding the picture would have more than { $most } cells

convolve-kernel-empty = A kernel needs at least one number: write its rows with “;” between them, as in “1 0 -1; 2 0 -2; 1 0 -1”
convolve-kernel-sides = A kernel of { $height } × { $width } is too large: at most { $most } × { $most }
convolve-kernel-ragged = Row { $row } of the kernel has length { $cells }, row 1 has { $expected }: give all rows the same
convolve-kernel-no-number = “{ $text }” in row { $row } of the kernel is not a number: write it as in -0.5, 1e-3 or 1/9
convolve-kernel-not-finite = The number in row { $row }, column { $column } of the kernel is not finite: 32-bit numbers reach to ±3.4e38
convolve-kernel-beside = “{ $text }” beside the array cannot be read: keep the array alone, as in “[[1, 0], [0, 1]]”
convolve-kernel-brackets = The brackets of the array do not match: write each row in brackets, and all rows in a pair more, as in “[[1, 0], [0, 1]]”
convolve-kernel-too-long = This text is too long for a kernel
convolve-cell-empty = A cell needs a number: write it as in -0.5, 1e-3 or 1/9
convolve-cell-no-number = “{ $text }” is not a number: write it as in -0.5, 1e-3 or 1/9
convolve-cell-many = “{ $text }” is more than one number for one cell
convolve-cell-not-finite = “{ $text }” is not finite: 32-bit numbers reach to ±3.4e38

convolve-no-picture = neither a PNG nor a JPEG picture; a table of numbers needs the ending .csv
convolve-table-no-text = line { $line }: not text in UTF-8: save the table as plain CSV
convolve-table-no-number = line { $line }: “{ $text }” is not a number: write plain decimals such as -0.5 or 1e-3
convolve-table-not-finite = line { $line }: “{ $text }” is not a finite 32-bit number: they reach to ±3.4e38
convolve-table-ragged = line { $line } has length { $cells }, line { $first } has { $expected }: give all rows the same
convolve-table-blank = line { $line }: blank between the rows: take it out
convolve-table-too-long = line { $line }: more than { $most } numbers are too many
convolve-unknown-ending = the ending must be .png, .csv or .npy
convolve-not-paintable = Row { $row }, column { $column } is { $value }, which a picture cannot show: save it as CSV
