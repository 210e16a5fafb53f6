# Die Kerne mit Namen.

kernel-identity = Identität
kernel-box-blur = Mittelwert
kernel-gaussian-blur = Gauß-Weichzeichner
kernel-motion-blur = Bewegungsunschärfe
kernel-sharpen = Schärfen
kernel-unsharp-mask = Unscharf maskieren
kernel-sobel-x = Sobel x
kernel-sobel-y = Sobel y
kernel-prewitt-x = Prewitt x
kernel-prewitt-y = Prewitt y
kernel-scharr-x = Scharr x
kernel-scharr-y = Scharr y
kernel-laplacian-4 = Laplace 4
kernel-laplacian-8 = Laplace 8
kernel-ridge = Grat
kernel-outline = Umriss
kernel-emboss = Relief
