# The frame around the pages.

app-theme = Light or dark
app-help = Keys
app-presenter = Presenter size
app-presenter-tooltip = Everything larger, for the back row (F11)
app-dismiss = Close this message
app-drop-hint = Drop the picture to have it read

app-open = Open
app-save = Save
app-cancel = Cancel
app-close = Close
app-browse = Browse…
app-path = Path
app-path-hint = Path of the file
app-path-note = Type or paste a path, or browse
app-replace = Replace
app-replace-note = There is a file of this name already
app-open-picture = Open a picture
app-save-drawing = Save the drawing
app-pictures = Pictures
app-files = Files

app-keys = Keys
app-key-undo = Undo
app-key-redo = Redo
app-key-clear = Clear the canvas
app-key-open = Open a picture
app-key-save = Save the drawing
app-key-pen = Pen
app-key-eraser = Eraser
app-key-thinner = Thinner pen
app-key-wider = Wider pen
app-key-random = Random held-out digit
app-key-presenter = Presenter size
app-key-theme = Light or dark
app-key-help = This list
app-key-close = Close a dialog or a message

app-frames-head = ms a frame
app-frames-median = median
app-frames-95 = 95 %
app-frames-99 = 99 %
app-frames-most = most
app-frames-work = own work
app-frames-whole = with painting
app-frames-interval = to the next

model-builtin = Lesson network
model-builtin-tooltip = The network in use and the share of MNIST’s 10,000 test digits that it reads right
model-back-tooltip = The network in use; click to go back to the built-in one

app-settings = Settings
app-language = Language
app-motion = Motion
app-less-motion = Nothing moves by itself
app-less-motion-note = Windows stand still until you move them; explanations are shown at once, and nothing fades or blinks. Only this switch counts: what the system is set to is not read.

app-keys-everywhere = On every page
app-keys-tab = Tab, Shift+Tab
app-keys-press = Space, Enter
app-keys-arrows = Arrow keys
app-keys-space = Space
app-keys-sideways = ←, →
app-keys-upright = ↑, ↓
app-keys-ends = Home, End
app-keys-shift-arrows = Shift+↑, Shift+↓
app-keys-by-layer = Ctrl+←, Ctrl+→
app-keys-delete = Delete
app-keys-page-down = Page down
app-keys-page-up = Page up
app-keys-escape = Esc
app-keys-ctrl = Ctrl
app-keys-shift = Shift
app-key-tab = To the next control, to the one before
app-key-press = Press what has the ring
app-key-slide = Move the slider that has the ring
app-key-play = Let the window move, or stop it
app-key-step = A cell back or on
app-key-ends = The first cell, the last one
app-key-cells = In input, output, kernel: from cell to cell
app-key-weight = In the kernel: raise or lower a number
app-key-move-step = On a step: move it
app-key-select = In the diagram: from cell to cell
app-key-by-layer = In the diagram: from layer to layer
app-key-move-layer = In the editor: move a layer
app-key-window = Move the figure's window
