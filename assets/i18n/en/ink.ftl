# The canvas and the dock.

ink-title = Your digit
ink-canvas = Canvas: draw a digit with the pointer
ink-hint = Draw a digit
ink-seen = The network sees
ink-unsure = Not sure

ink-undo = Undo
ink-undo-tooltip = Take the last stroke back (Ctrl+Z)
ink-redo = Redo
ink-redo-tooltip = Draw it again (Ctrl+Shift+Z)
ink-clear = Clear
ink-clear-tooltip = Wipe the canvas; undo brings it back (Del)
ink-open = Open
ink-open-tooltip = Open a picture of a digit: PNG or JPEG, any size, dark on light or light on dark (Ctrl+O)
ink-random = Random digit
ink-random-tooltip = A real digit that the network has not learned from, with its true label (R)
