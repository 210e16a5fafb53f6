# The Convolve page.

convolve-title = Convolve
convolve-subtitle = Slide the kernel; each stop makes one output cell
convolve-tooltip = Take convolution apart, cell by cell (2)
convolve-open-title = Open a picture to convolve
convolve-kernels-full = Give the kernel a name; at most { $most } are kept
