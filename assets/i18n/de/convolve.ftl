# Die Seite Falten.

convolve-title = Falten
convolve-subtitle = Schieb den Kern; jeder Halt ergibt eine Zelle der Ausgabe
convolve-tooltip = Nimm die Faltung Zelle für Zelle auseinander (2)
convolve-open-title = Bild zum Falten öffnen
convolve-kernels-full = Gib dem Kern einen Namen; höchstens { $most } werden behalten
convolve-drop-hint = Lass das Bild los, dann wird es gefaltet

convolve-input = Eingabe
convolve-input-name = Eingabe mit ihrem Padding: Zeig auf ein Pixel und sieh, welche Ausgabezellen es erreicht
convolve-output = Ausgabe
convolve-output-name = Ausgabe: Klick eine Zelle an, um sie anzusehen, und geh mit den Pfeiltasten weiter
convolve-without-sign = ohne Vorzeichen
convolve-without-sign-short = Betrag
convolve-without-sign-tooltip = In Farbe ist die Helligkeit von Rot, Grün und Blau der Betrag ihrer Zahlen, ohne Vorzeichen. Aus der Nähe zeigt sich ein Kanal mit Vorzeichen
convolve-window = Fenster
convolve-window-too-large = Ein Fenster von { $size } ist zu groß, um Zelle für Zelle ausgeschrieben zu werden.
convolve-window-name = Die Eingabe unter dem Kern
convolve-window-tooltip = Die Eingabe unter dem Kern, in Zahlen
convolve-kernel = Kern
convolve-kernel-name = Kern: Tippe in seine Zellen, zieh an ihnen oder dreh das Rad
convolve-kernel-tooltip = Tippe in eine Zelle, zieh an ihr oder dreh das Rad darüber; die Pfeiltasten gehen von Zelle zu Zelle
convolve-weight = Kern, Zeile { $row }, Spalte { $column }: { $value }
convolve-typed-name = Eigene Zahlen: Tippe in die Zellen, zieh an ihnen oder dreh das Rad
convolve-typed-cell = Eingabe, Zeile { $row }, Spalte { $column }: { $value }
convolve-cell = Zeile { $row }, Spalte { $column }
convolve-size-padded = { $size }, Padding { $padding }
convolve-in-padding = Padding
convolve-reaches = { $count ->
    [0] erreicht keine Ausgabezelle
    [one] erreicht 1 Ausgabezelle
   *[other] erreicht { $count } Ausgabezellen
}

convolve-source = Eingabe von
convolve-source-tooltip = Was gefaltet wird: deine Ziffer, eine Testziffer, ein Bild, ein Muster oder Zahlen, die du tippst
convolve-your-digit = Deine Ziffer
convolve-held-out = Testziffer
convolve-picture = Bild…
convolve-sample = Beispielbild
convolve-sample-tooltip = Bälle und eine Schachtel auf einem Tisch: ein Farbbild für alle, die kein Foto zur Hand haben
convolve-pattern = Muster
convolve-typed = Eigene Zahlen
convolve-carried = Übernommen
convolve-live = Was das Netz liest
convolve-draw-first = Zeichne links eine Ziffer, oder wähle oben eine andere Eingabe
convolve-from-step = Was der Schritt davor liefert
convolve-another = Andere
convolve-labelled = Eine { $label }, Nummer { $number } von denen, auf denen nicht trainiert wurde
convolve-open = Bild öffnen
convolve-open-tooltip = Öffne ein Bild oder eine CSV-Datei; oder zieh eins hierher oder füge eins ein
convolve-opening = Das Bild wird geöffnet…
convolve-colours = Farben
convolve-colours-tooltip = Was aus Rot, Grün und Blau wird
convolve-grey = Als Grau
convolve-grey-tooltip = Ein Kanal: 0,21 Rot + 0,72 Grün + 0,07 Blau
convolve-kept = Jedes für sich
convolve-kept-tooltip = Rot, Grün und Blau werden jedes für sich gefaltet und bleiben drei Kanäle
convolve-summed = Summiert
convolve-summed-tooltip = Rot, Grün und Blau werden gefaltet und addiert, wie in einer Schicht eines Netzes
convolve-red = Rot
convolve-green = Grün
convolve-blue = Blau
convolve-channel-tooltip = Wessen Zahlen das Fenster zeigt
convolve-edge = Kante
convolve-checkerboard = Schachbrett
convolve-impulse = Impuls
convolve-gradient = Verlauf
convolve-noise = Rauschen
convolve-pattern-tooltip = Ein Bild aus einer Formel. Der Impuls antwortet mit dem Kern selbst, um einen halben Kreis gedreht.
convolve-pattern-size = Zeilen und Spalten
convolve-seed = Startwert des Rauschens: derselbe Wert, dasselbe Rauschen
convolve-reseed = Anderes Rauschen
convolve-rows = Zeilen
convolve-columns = Spalten
convolve-clear-typed = Alles auf null

convolve-step = Schritt { $number }: { $name }
convolve-step-tooltip = Klick, um ihn anzusehen, zieh, um ihn zu verschieben
convolve-remove-step = Diesen Schritt entfernen
convolve-add = Schritt hinzufügen
convolve-add-tooltip = Einen Schritt anfügen: Jeder arbeitet mit dem, was der davor liefert
convolve-chain-full = Mehr als { $most } Schritte gehen nicht; wähle eine fertige Reihe oder entferne einen
convolve-add-convolution = Faltung
convolve-recipe-edges = Kanten: weichzeichnen, dann Sobel
convolve-recipe-edges-tooltip = Wer zuerst weichzeichnet, hält Rauschen nicht für Kanten
convolve-recipe-layer = Eine Schicht eines Netzes: falten, ReLU, Pooling
convolve-recipe-layer-tooltip = Was eine Schicht im Netz der Lektion tut, mit deinem eigenen Kern
convolve-recipe-network = Zwei Schichten: falten, ReLU, Pooling, falten, ReLU
convolve-recipe-network-tooltip = Die zweite Schicht sieht sich an, was die erste gefunden hat
convolve-coverage = Wozu Padding?
convolve-coverage-tooltip = Wie oft jedes Pixel benutzt wird und wie Bilder schrumpfen, wenn man Schichten stapelt
convolve-zoom-in = Vergrößern
convolve-zoom-out = Verkleinern
convolve-zoom-tooltip = Dreh das Rad über einem Bild, um zu vergrößern, zieh, um zu verschieben; Eingabe und Ausgabe gehen zusammen
convolve-zoom-fit = Das ganze Bild zeigen

convolve-operation = Operation
convolve-operation-tooltip = Was dieser Schritt tut
convolve-convolution = Faltung
convolve-relu = ReLU
convolve-max = Max-Pooling
convolve-average = Mittelwert-Pooling
convolve-kernels-tooltip = Kerne mit Namen, deine eigenen und die, die das Netz gelernt hat
convolve-size = Größe
convolve-size-tooltip = Zeilen und Spalten des Kerns; klick auf die Zahl, um sie einzeln zu setzen
convolve-pool-size = Fenster
convolve-pool-size-tooltip = Zeilen und Spalten des Fensters; klick auf die Zahl, um sie einzeln zu setzen
convolve-stride = Schrittweite
convolve-stride-tooltip = Um so viele Zellen rückt das Fenster weiter; klick auf die Zahl, um Zeilen und Spalten einzeln zu setzen
convolve-padding = Padding
convolve-padding-tooltip = Zellen um das Bild herum; klick auf die Zahl, um die Seiten einzeln zu setzen
convolve-same-padding = So groß wie die Eingabe
convolve-same-padding-tooltip = So viel Padding, dass die Ausgabe bei Schrittweite 1 so groß ist wie die Eingabe
convolve-top = Oben
convolve-bottom = Unten
convolve-left = Links
convolve-right = Rechts
convolve-mode = Gefüllt mit
convolve-mode-tooltip = Was die Zellen des Paddings enthalten
convolve-zeros = Nullen
convolve-replicate = Rand
convolve-reflect = Spiegel
convolve-circular = Rundum
convolve-dilation = Dilatation
convolve-dilation-tooltip = Zellen von einem Gewicht zum nächsten; 1 lässt keine Lücken
convolve-flipped = Gespiegelt
convolve-flipped-tooltip = Die Faltung der Definition dreht den Kern um einen halben Kreis; Netze lassen ihn, wie er ist (Kreuzkorrelation)
convolve-more = Mehr
convolve-more-words = Ändern
convolve-more-tooltip = Was das Padding enthält, Dilatation und das Spiegeln des Kerns

convolve-own = Eigener Kern
convolve-sigma = Gauß mit Streuung σ
convolve-sigma-tooltip = Streuung der Glockenkurve in Zellen; zieh oder tippe
convolve-own-kernels = Deine Kerne
convolve-name = Name für diesen Kern
convolve-name-hint = Name für diesen Kern
convolve-keep = Behalten
convolve-keep-tooltip = Diesen Kern unter seinem Namen behalten, auch für das nächste Mal
convolve-forget = Diesen Kern vergessen
convolve-learned = Gelernt von { $layer }
convolve-learned-kernel = { $layer }: Kern der Karte { $output } für Karte { $input }
convolve-learned-note = Wie sie im Netz sind, ohne Bias

convolve-undo = Änderung zurücknehmen
convolve-undo-tooltip = Die letzte Änderung zurücknehmen (Strg+Z im Kern)
convolve-redo = Änderung wiederholen
convolve-redo-tooltip = Sie wieder machen (Strg+Y im Kern)
convolve-kernel-more = Was mit dem Kern getan werden kann
convolve-kernel-more-tooltip = Normieren, drehen, spiegeln, kopieren, einfügen
convolve-normalise = Normieren
convolve-normalise-tooltip = Durch die Summe der Gewichte teilen, damit Flächen ihren Wert behalten; ist sie 0, durch die Summe ihrer Beträge
convolve-negate = Alle Vorzeichen umkehren
convolve-negate-tooltip = Was hell war, wird dunkel
convolve-turn = Um 90° drehen
convolve-turn-tooltip = Ein Viertelkreis im Uhrzeigersinn
convolve-flip = Um 180° drehen
convolve-flip-tooltip = Letzte Zeile zuerst, letzte Spalte zuerst: So verlangt es die Definition der Faltung
convolve-transpose = Zeilen und Spalten tauschen
convolve-transpose-tooltip = Transponieren: aus Sobel x wird Sobel y
convolve-copy-numpy = Für NumPy kopieren
convolve-copy-numpy-tooltip = Der Kern als Python-Quelltext
convolve-paste = Kern einfügen
convolve-paste-tooltip = Aus NumPy, oder Zeilen mit „;“ dazwischen (Strg+V)

convolve-sum = Die Summe
convolve-products = { $count ->
    [one] 1 Produkt
   *[other] { $count } Produkte
}
convolve-after = nach { $number } von { $count }
convolve-total = Summe { $total }
convolve-row-sum = Zeile
convolve-so-far = bisher
convolve-row = Zeile { $number }
convolve-relu-cuts = Was unter 0 liegt, wird 0
convolve-relu-keeps = Was nicht unter 0 liegt, bleibt
convolve-won = Zeile { $row }, Spalte { $column } gewinnt

convolve-size-heading = Die Größe
convolve-height = Höhe
convolve-width = Breite
convolve-rounded-down = abgerundet
convolve-same-size = Zelle für Zelle: Die Ausgabe ist so groß wie die Eingabe
convolve-leftover = Bleibt übrig (schraffiert): { $rows ->
    [one] 1 Zeile
   *[other] { $rows } Zeilen
}, { $columns ->
    [one] 1 Spalte
   *[other] { $columns } Spalten
}

convolve-first = Zur ersten Zelle
convolve-first-tooltip = Zur ersten Zelle; die Ausgabe ist leer (Pos1)
convolve-back = Zurück
convolve-back-tooltip = Eine Zelle zurück (Links)
convolve-play = Abspielen
convolve-play-tooltip = Das Fenster laufen lassen (Leertaste)
convolve-pause = Anhalten
convolve-pause-tooltip = Anhalten (Leertaste)
convolve-forward = Weiter
convolve-forward-tooltip = Eine Zelle weiter (Rechts)
convolve-last = Zur letzten Zelle
convolve-last-tooltip = Zur letzten Zelle; die ganze Ausgabe ist da (Ende)
convolve-place = Ausgabezelle
convolve-speed = Tempo
convolve-speed-tooltip = Zellen pro Sekunde

convolve-impossible = Das geht nicht
convolve-works-with = Es geht mit
convolve-remedy-size = einer Größe von { $size }
convolve-remedy-stride = Schrittweite { $stride }
convolve-remedy-dilation = Dilatation { $dilation }
convolve-remedy-padding = Padding { $padding }
convolve-remedy-mode = Padding gefüllt mit: { $mode }
convolve-remedy-all = Größe { $size }, Padding { $padding }
convolve-step-impossible = Schritt { $number } geht nicht, also gibt es für diesen keine Eingabe
convolve-show-step = Diesen Schritt zeigen
convolve-in-the-making = Die Schritte davor sind noch bei der Arbeit…

convolve-without-padding = Ohne Padding
convolve-with-padding = Mit diesem Padding
convolve-coverage-name = Wie oft jedes Pixel benutzt wird
convolve-used = { $least }- bis { $most }-mal benutzt, in den Ecken am wenigsten
convolve-stack = Gestapelte Schichten
convolve-layers = Schichten
convolve-layers-tooltip = Wie oft dieselbe Faltung wiederholt wird
convolve-nothing-left = nichts mehr übrig

convolve-save = Speichern
convolve-save-tooltip = Das Ergebnis, oder was du siehst, als Abbildung
convolve-save-png = Ergebnis als PNG…
convolve-save-csv = Ergebnis als CSV…
convolve-save-svg = Abbildung als SVG…
convolve-save-figure = Abbildung als PNG…
convolve-nothing-to-save = Noch gibt es kein Ergebnis: Warte, bis es fertig ist, oder bring die Einstellungen in Ordnung
convolve-max-short = Maximum
convolve-average-short = Mittel
convolve-flip-kernel = Den Kern gespiegelt gleiten lassen
convolve-no-sum = Kein Fenster passt über die Eingabe, also gibt es nichts zu addieren
convolve-infinite-input = Die Eingabe unter dem Fenster ist keine endliche Zahl
convolve-infinite-product = Produkt { $number } liegt über der größten 32-Bit-Zahl, etwa 3,4·10³⁸
convolve-infinite-sum = Von Produkt { $number } an liegt die Summe über der größten 32-Bit-Zahl, etwa 3,4·10³⁸

convolve-zero-setting = { $setting } ist 0, nötig ist mindestens 1
convolve-kernel-too-large = der Kern spannt sich über { $span }, die Eingabe mit Padding hat nur { $padded }: { $formula } = −{ $lack }, und das ist unter 0
convolve-empty-picture = Das Bild ist leer: nötig ist mindestens eine Zeile und eine Spalte
convolve-reflect-too-far = ein Spiegel-Padding von { $padding } spiegelt { $padding } Zellen neben der Randzelle, es gibt aber nur { $size } − 1 = { $most }
convolve-wraps-twice = ein Padding von { $padding } ginge mehr als einmal rundum: das Bild hat nur { $size }
convolve-too-many-cells = Mit seinem Padding hätte das Bild mehr als { $most } Zellen

convolve-kernel-empty = Ein Kern braucht mindestens eine Zahl: schreib seine Zeilen mit „;“ dazwischen, wie in „1 0 -1; 2 0 -2; 1 0 -1“
convolve-kernel-sides = Ein Kern von { $height } × { $width } ist zu groß: höchstens { $most } × { $most }
convolve-kernel-ragged = Zeile { $row } des Kerns hat die Länge { $cells }, Zeile 1 hat { $expected }: gib allen Zeilen die gleiche
convolve-kernel-no-number = „{ $text }“ in Zeile { $row } des Kerns ist keine Zahl: schreib sie wie in -0.5, 1e-3 oder 1/9
convolve-kernel-not-finite = Die Zahl in Zeile { $row }, Spalte { $column } des Kerns ist nicht endlich: 32-Bit-Zahlen reichen bis ±3,4·10³⁸
convolve-kernel-beside = „{ $text }“ neben dem Array lässt sich nicht lesen: lass das Array allein stehen, wie in „[[1, 0], [0, 1]]“
convolve-kernel-brackets = Die Klammern des Arrays passen nicht zusammen: setz jede Zeile in Klammern und alle Zeilen in ein weiteres Paar, wie in „[[1, 0], [0, 1]]“
convolve-kernel-too-long = Dieser Text ist zu lang für einen Kern
convolve-cell-empty = Eine Zelle braucht eine Zahl: schreib sie wie in -0,5, 1e-3 oder 1/9
convolve-cell-no-number = „{ $text }“ ist keine Zahl: schreib sie wie in -0,5, 1e-3 oder 1/9
convolve-cell-many = „{ $text }“ ist mehr als eine Zahl für eine Zelle
convolve-cell-not-finite = „{ $text }“ ist nicht endlich: 32-Bit-Zahlen reichen bis ±3,4·10³⁸

convolve-no-picture = weder ein PNG- noch ein JPEG-Bild; eine Tabelle von Zahlen braucht die Endung .csv
convolve-table-no-text = Zeile { $line }: kein Text in UTF-8: speichere die Tabelle als einfaches CSV
convolve-table-no-number = Zeile { $line }: „{ $text }“ ist keine Zahl: schreib einfache Dezimalzahlen wie -0.5 oder 1e-3
convolve-table-not-finite = Zeile { $line }: „{ $text }“ ist keine endliche 32-Bit-Zahl: sie reichen bis ±3,4·10³⁸
convolve-table-ragged = Zeile { $line } hat die Länge { $cells }, Zeile { $first } hat { $expected }: gib allen Zeilen die gleiche
convolve-table-blank = Zeile { $line }: leere Zeile mittendrin: entferne sie
convolve-table-too-long = Zeile { $line }: mehr als { $most } Zahlen sind zu viele
convolve-unknown-ending = die Endung muss .png, .csv oder .npy sein
convolve-not-paintable = Zeile { $row }, Spalte { $column } ist { $value }, und das kann ein Bild nicht zeigen: speichere es als CSV
