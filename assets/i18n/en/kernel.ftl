# The named kernels.

kernel-identity = Identity
kernel-box-blur = Box blur
kernel-gaussian-blur = Gaussian blur
kernel-motion-blur = Motion blur
kernel-sharpen = Sharpen
kernel-unsharp-mask = Unsharp mask
kernel-sobel-x = Sobel x
kernel-sobel-y = Sobel y
kernel-prewitt-x = Prewitt x
kernel-prewitt-y = Prewitt y
kernel-scharr-x = Scharr x
kernel-scharr-y = Scharr y
kernel-laplacian-4 = Laplacian 4
kernel-laplacian-8 = Laplacian 8
kernel-ridge = Ridge
kernel-outline = Outline
kernel-emboss = Emboss
