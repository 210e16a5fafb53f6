# The Draw page.

draw-title = Draw
draw-subtitle = Write one digit. Every other page follows it.
draw-tooltip = Draw a digit and have it read at every stroke (1)

draw-pen = Pen
draw-pen-tooltip = Draw (P)
draw-eraser = Eraser
draw-eraser-tooltip = Rub strokes out where you touch them (E)
draw-width = Pen width
draw-width-tooltip = How wide the pen is on screen ([ and ]); the network is always shown MNIST’s width
draw-save = Save
draw-save-tooltip = Save the drawing as a PNG (Ctrl+S)
draw-drop = or drop, or paste a picture

draw-says = The network says
draw-nothing = Nothing yet. Draw a digit on the canvas, open a picture, or take a random digit.
draw-sure = Sure
draw-likely = Likely, but not certain
draw-unsure = Not sure
draw-then = Then { $second } with { $second-share } %, { $third } with { $third-share } %.
draw-no-other = No other digit comes close.
draw-guess-untrained = It has learned nothing yet. Its best guess is { $digit } with { $share } %.
draw-guess-low = No digit stands out. Its best guess is { $digit } with { $share } %.
draw-guess-doodle = This does not look like a digit. Its best guess is { $digit } with { $share } %.
draw-label-right = Its true label is { $label }, too.
draw-label-wrong = Its true label is { $label }.
draw-probabilities = Probability of each digit

draw-strip = How the network sees it
draw-strip-note = Switch a step off and watch the answer change.
draw-step-ink = Ink
draw-step-ink-note = As drawn
draw-step-crop = Crop
draw-step-crop-tooltip = Look at the ink’s box alone; without it, the margins are scaled along
draw-step-scale = Scaled
draw-step-scale-tooltip = Scale the longest side to 20 pixels; without it, the digit fills the picture from edge to edge
draw-step-centre = Centred
draw-step-centre-tooltip = Move the centre of mass to the middle; without it, the box is centred
draw-switch-crop = Take the crop
draw-switch-scale = Scale to 20 × 20
draw-switch-centre = Centre by mass
draw-on = On
draw-off = Off
draw-without = Without it
draw-with = With it
