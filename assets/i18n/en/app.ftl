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
app-key-close = Close a message

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
app-less-motion-note = Windows stand still until you move them; explanations are shown at once

app-file-missing = there is no such file
app-file-folder = this is a folder: choose a file inside it
app-file-special = this is no regular file: choose another
app-file-empty = the file is empty
app-file-large = { $size } bytes are too many
app-file-unreadable = cannot be read: { $reason }
app-file-unwritable = cannot be written: { $reason }
app-picture-unknown = neither PNG nor JPEG: save the picture as one of these and open that
app-picture-large = { $width } × { $height } pixels are too many: up to { $millions } million, and { $side } along a side, are opened; make the picture smaller
app-picture-blank = there is no pixel in it
app-picture-damaged = the picture is damaged and cannot be read ({ $reason }): open another copy of it
