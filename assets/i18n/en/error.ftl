# What went wrong. A file's path stands before most of these.

error-not-found = there is no such file or folder
error-no-file = there is no such file
error-denied = this may not be read or written here: ask for the right to it
error-full = there is no room left on this disk
error-read-only = this disk can only be read
error-folder = this is a folder: choose a file inside it
error-no-folder = this is no folder
error-special = this is no regular file: choose another one
error-not-text = this is no text in UTF-8
error-short = cut short: take another copy of the file
error-empty = the file is empty
error-too-large = { $size } bytes are too many: at most { $most } are opened
error-unreadable = cannot be read: { $problem }
error-unwritable = cannot be written: { $problem }; choose another place
error-line = line { $line }: { $problem }
error-task = This was not finished ({ $task }: { $words }). Everything else goes on.

error-picture-format = neither PNG nor JPEG: save the picture as one of these and open that
error-picture-pixels = { $width } × { $height } pixels are too many: at most { $most } million, and { $side } along a side, are opened; make the picture smaller
error-picture-none = there is no pixel in it
error-picture-no-ink = no ink stands out from the paper of this picture: your drawing stays
error-picture-damaged = the picture is damaged and cannot be read ({ $reason }): open another copy of it

error-data-gzip = the packed file is damaged or cut short: fetch it again
error-data-header = it holds only { $held } bytes, too few for a file of MNIST
error-data-no-pictures = this is no file of pictures in MNIST's format
error-data-no-labels = this is no file of labels in MNIST's format
error-data-many = it announces { $count } entries: at most { $limit } are read
error-data-size = its pictures are { $height } × { $width }: only 28 × 28 can be read
error-data-length = it is not as long as it announces: fetch the file again
error-data-label = label { $index } is { $label }: labels are the digits 0 to 9
error-data-long = it has more than { $limit } bytes: too long for a file of drawn digits
error-data-none = it holds no drawn digits: a line “.SEGMENT DIGIT” begins one
error-data-unequal = there are { $labels } labels for { $pictures } pictures: they do not belong together
error-data-missing = { $name } is missing, plain or as .gz: put MNIST's four files into this folder
error-pen-label = the label is not a digit of 0 to 9 in quotation marks
error-pen-writer = the comment does not give the writer's number
error-pen-stroke = a stroke outside a digit
error-pen-coordinates = not a pair of coordinates from 0 to 500
error-pen-up = a point while the pen is up
error-pen-no-strokes = the digit before this has no strokes
error-pen-no-writer = the digit before this has no writer

error-run-other = not a run's file: those are saved on the Train page and end in .{ $ending }
error-run-newer = made by a newer version of the program (format { $format }): update it to open this run
error-run-checksum = damaged: its checksum is not that of its content; take another copy of the file
error-run-damaged = damaged ({ $reason }): take another copy of the file
error-run-broke = The run broke off: { $words }
error-has-diverged = This run has diverged: lower the learning rate and start it anew
error-no-pictures = There is no picture to train on: choose other data
error-many-pictures = { $count } pictures are too many to train on: at most { $most }
error-diverged = The run diverged in epoch { $epoch }, batch { $batch } (step { $step }): its loss or weights are no longer finite; lower the learning rate, { $rate } now
error-finished = Epoch { $epochs } was the run's last: set more epochs to go on
error-other-pictures = The run was made with other pictures than those given now
error-foreign-state = The optimiser's state belongs to another architecture
error-threads = No thread can be started: { $problem }
error-computing = The network cannot be computed: { $problem }
error-setting = { $name } must be from { $least } to { $most }, not { $value }

error-lesson = { $file }, line { $line }: { $problem }
error-lesson-folder = { $problem }: choose another folder
error-lesson-none = no lesson files here: their names end in .md
error-lesson-many = more than { $most } lesson files: the others are left out
error-lesson-large = the file is larger than { $most } bytes: split it into several
error-lesson-no-title = a chapter begins with its title: a line “# Title”
error-lesson-second-title = a chapter has one title only: begin a screen with “## Title”
error-lesson-before = these words stand before the first screen: begin it with “## Title”
error-lesson-no-steps = the chapter has no screens: begin each with “## Title”
error-lesson-empty-title = this title is empty: write it behind the #
error-lesson-not-shown = { $what } cannot be shown in a lesson: use paragraphs, lists, quotations, bold, italics and code
error-lesson-third-heading = a heading of a third level
error-lesson-list = a numbered or nested list
error-lesson-html = HTML
error-lesson-picture = a picture
error-lesson-link = a link
error-lesson-rule = a rule
error-lesson-indented = an indented block
error-lesson-live-code = a live value in code
error-lesson-block = “{ $name }” is no marked place: there are figure, task, python and names
error-lesson-figure = there is no figure “{ $name }”; there are { $known }
error-lesson-second-figure = this screen has its figure already: begin another screen for a second
error-lesson-second-task = this screen has its task already: begin another screen for a second
error-lesson-second-code = this screen has its code already: begin another screen for a second
error-lesson-colon = “{ $line }” has no colon: write “name: value”
error-lesson-no-condition = a task says when it is done: begin it with a line “done: …”
error-lesson-no-words = a task says what to do: write it below the line “done: …”
error-lesson-condition = “{ $words }” is no condition: write a name, a sign and a value, as in “stride = 3 and output < 9”
error-lesson-fact = there is no fact “{ $name }” here; there are { $known }
error-lesson-no-figure = a task or “{"{"}=this.…{"}"}” needs a figure on its screen
error-lesson-unclosed = “{"{"}=” is not closed by “{"}"}”
error-lesson-setting = the figure { $kind } has no setting “{ $name }”; it has { $known }
error-lesson-choice = { $name } cannot be “{ $choice }”; it can be { $known }
error-lesson-value = there is no value “{ $name }”; there are { $known }
error-lesson-argument = “{ $part }” in the value { $name } is no argument: write them as in “n=28 k=5”
error-lesson-missing = the value { $name } needs “{ $argument }”
error-lesson-surplus = the value { $name } has no argument “{ $argument }”
error-lesson-wrong = “{ $words }” cannot be “{ $argument }” of the value { $name }: { $wanted }
error-lesson-impossible = the value { $name }: { $problem }
error-lesson-whole = a whole number is wanted
error-lesson-number = a number is wanted
error-lesson-share = a number between 0 and 1 is wanted
error-lesson-word = there are { $known }
