# Was schiefging. Vor dem meisten steht der Pfad einer Datei.

error-not-found = diese Datei oder diesen Ordner gibt es nicht
error-no-file = diese Datei gibt es nicht
error-denied = hier darf nicht gelesen oder geschrieben werden: lass dir das Recht dazu geben
error-full = auf diesem Datenträger ist kein Platz mehr
error-read-only = dieser Datenträger kann nur gelesen werden
error-folder = das ist ein Ordner: wähle eine Datei darin
error-no-folder = das ist kein Ordner
error-special = das ist keine gewöhnliche Datei: wähle eine andere
error-not-text = das ist kein Text in UTF-8
error-short = abgeschnitten: nimm eine andere Kopie der Datei
error-empty = die Datei ist leer
error-too-large = { $size } Bytes sind zu viele: höchstens { $most } werden geöffnet
error-unreadable = kann nicht gelesen werden: { $problem }
error-unwritable = kann nicht geschrieben werden: { $problem }; wähle einen anderen Ort
error-line = Zeile { $line }: { $problem }
error-task = Das wurde nicht fertig ({ $task }: { $words }). Alles andere geht weiter.

error-picture-format = weder PNG noch JPEG: speichere das Bild in einem dieser Formate und öffne es dann
error-picture-pixels = { $width } × { $height } Pixel sind zu viele: höchstens { $most } Millionen, und { $side } an einer Seite, werden geöffnet; mach das Bild kleiner
error-picture-none = es ist kein Pixel darin
error-picture-no-ink = aus dem Papier dieses Bildes ragt keine Tinte heraus: Deine Zeichnung bleibt
error-picture-damaged = das Bild ist beschädigt und nicht zu lesen ({ $reason }): öffne eine andere Kopie

error-data-gzip = die gepackte Datei ist beschädigt oder abgeschnitten: lade sie noch einmal herunter
error-data-header = sie enthält nur { $held } Bytes, zu wenige für eine Datei von MNIST
error-data-no-pictures = das ist keine Datei mit Bildern im Format von MNIST
error-data-no-labels = das ist keine Datei mit Labels im Format von MNIST
error-data-many = sie kündigt { $count } Einträge an: höchstens { $limit } werden gelesen
error-data-size = ihre Bilder haben { $height } × { $width } Pixel: nur 28 × 28 kann gelesen werden
error-data-length = sie ist nicht so lang, wie sie ankündigt: lade die Datei noch einmal herunter
error-data-label = Eintrag { $index } gehört zu { $label }: es gibt nur die Ziffern 0 bis 9
error-data-long = sie hat mehr als { $limit } Bytes: zu lang für eine Datei mit gezeichneten Ziffern
error-data-none = sie enthält keine gezeichneten Ziffern: eine Zeile „.SEGMENT DIGIT“ beginnt eine
error-data-unequal = es gibt { $labels } Klassen für { $pictures } Bilder: sie gehören nicht zusammen
error-data-missing = { $name } fehlt, ungepackt oder als .gz: leg die vier Dateien von MNIST in diesen Ordner
error-pen-label = die Klasse ist keine Ziffer von 0 bis 9 in Anführungszeichen
error-pen-writer = der Kommentar nennt die Nummer des Schreibers nicht
error-pen-stroke = ein Strich außerhalb einer Ziffer
error-pen-coordinates = kein Paar von Koordinaten von 0 bis 500
error-pen-up = ein Punkt, während der Stift oben ist
error-pen-no-strokes = die Ziffer davor hat keine Striche
error-pen-no-writer = zu der Ziffer davor fehlt die Angabe, wer sie schrieb

error-run-other = keine Datei eines Laufs: diese werden auf der Seite Trainieren gespeichert und enden auf .{ $ending }
error-run-newer = von einer neueren Version des Programms (Format { $format }): aktualisiere es, um diesen Lauf zu öffnen
error-run-checksum = beschädigt: die Prüfsumme passt nicht zum Inhalt; nimm eine andere Kopie der Datei
error-run-damaged = beschädigt ({ $reason }): nimm eine andere Kopie der Datei
error-run-broke = Der Lauf ist abgebrochen: { $words }
error-has-diverged = Dieser Lauf ist divergiert: Senk die Lernrate und beginne ihn neu
error-no-pictures = Es gibt kein Bild zum Trainieren: Wähle andere Daten
error-many-pictures = { $count } Bilder sind zu viele zum Trainieren: höchstens { $most }
error-diverged = Der Lauf ist in Epoche { $epoch }, Stapel { $batch } (Schritt { $step }) divergiert: Verlust oder Gewichte sind nicht mehr endlich; senk die Lernrate, jetzt { $rate }
error-finished = Epoche { $epochs } war die letzte des Laufs: Stell mehr Epochen ein, um weiterzumachen
error-other-pictures = Der Lauf wurde mit anderen Bildern gemacht als den jetzigen
error-foreign-state = Der Zustand des Optimierers gehört zu einem anderen Aufbau
error-threads = Kein Thread kann gestartet werden: { $problem }
error-computing = Das Netz kann nicht berechnet werden: { $problem }
error-setting = { $name } muss zwischen { $least } und { $most } liegen, nicht bei { $value }

error-lesson = { $file }, Zeile { $line }: { $problem }
error-lesson-folder = { $problem }: wähle einen anderen Ordner
error-lesson-none = hier sind keine Lektionen: ihre Namen enden auf .md
error-lesson-many = mehr als { $most } Dateien mit Lektionen: die übrigen fehlen hier
error-lesson-large = die Datei ist größer als { $most } Bytes: teil sie auf
error-lesson-no-title = ein Kapitel beginnt mit seinem Titel: einer Zeile „# Titel“
error-lesson-second-title = ein Kapitel hat nur einen Titel: beginn einen Bildschirm mit „## Titel“
error-lesson-before = diese Wörter stehen vor dem ersten Bildschirm: beginn ihn mit „## Titel“
error-lesson-no-steps = das Kapitel hat keine Bildschirme: beginn jeden mit „## Titel“
error-lesson-empty-title = dieser Titel ist leer: schreib ihn hinter das #
error-lesson-not-shown = { $what } kann in einer Lektion nicht gezeigt werden: benutz Absätze, Listen, Zitate, Fettes, Kursives und Code
error-lesson-third-heading = eine Überschrift der dritten Ebene
error-lesson-list = eine nummerierte oder verschachtelte Liste
error-lesson-html = HTML
error-lesson-picture = ein Bild
error-lesson-link = ein Link
error-lesson-rule = eine Trennlinie
error-lesson-indented = ein eingerückter Block
error-lesson-live-code = ein berechneter Wert im Code
error-lesson-block = „{ $name }“ ist keine markierte Stelle: es gibt figure, task, python und names
error-lesson-figure = es gibt keine Abbildung „{ $name }“; es gibt { $known }
error-lesson-second-figure = dieser Bildschirm hat seine Abbildung schon: beginn einen weiteren für eine zweite
error-lesson-second-task = dieser Bildschirm hat seine Aufgabe schon: beginn einen weiteren für eine zweite
error-lesson-second-code = dieser Bildschirm hat seinen Code schon: beginn einen weiteren für einen zweiten
error-lesson-colon = „{ $line }“ hat keinen Doppelpunkt: schreib „Name: Wert“
error-lesson-no-condition = eine Aufgabe sagt, wann sie gelöst ist: beginn sie mit einer Zeile „done: …“
error-lesson-no-words = eine Aufgabe sagt, was zu tun ist: schreib es unter die Zeile „done: …“
error-lesson-condition = „{ $words }“ ist keine Bedingung: schreib einen Namen, ein Zeichen und einen Wert, wie in „stride = 3 and output < 9“
error-lesson-fact = „{ $name }“ ist hier nicht bekannt; bekannt sind { $known }
error-lesson-no-figure = eine Aufgabe oder „{"{"}=this.…{"}"}“ braucht eine Abbildung auf ihrem Bildschirm
error-lesson-unclosed = „{"{"}=“ wird nicht mit „{"}"}“ geschlossen
error-lesson-setting = die Abbildung { $kind } hat keine Einstellung „{ $name }“; sie hat { $known }
error-lesson-choice = { $name } kann nicht „{ $choice }“ sein; es geht { $known }
error-lesson-value = es gibt keinen Wert „{ $name }“; es gibt { $known }
error-lesson-argument = „{ $part }“ im Wert { $name } ist kein Argument: schreib sie wie in „n=28 k=5“
error-lesson-missing = der Wert { $name } braucht „{ $argument }“
error-lesson-surplus = der Wert { $name } kennt kein Argument „{ $argument }“
error-lesson-wrong = „{ $words }“ kann nicht „{ $argument }“ des Werts { $name } sein: { $wanted }
error-lesson-impossible = der Wert { $name }: { $problem }
error-lesson-whole = verlangt ist eine ganze Zahl
error-lesson-number = verlangt ist eine Zahl
error-lesson-share = verlangt ist eine Zahl zwischen 0 und 1
error-lesson-word = es gibt { $known }
