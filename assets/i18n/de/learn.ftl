# Die Seite Lernen: der Rahmen der Lektion. Die Kapitel selbst sind in assets/lessons.

learn-title = Lernen
learn-subtitle = Die Lektion, mit lebendigen Abbildungen
learn-tooltip = Die Lektion in Kapiteln, und ein Quiz (5)
learn-chapter = Kapitel { $number } von { $count } · { $title }
learn-loading = Die Lektionen werden gelesen…
learn-contents = Inhalt
learn-contents-tooltip = Alle Kapitel
learn-begin = Anfangen
learn-resume = Weiterlesen
learn-next = Weiter
learn-next-tooltip = Der nächste Bildschirm (Bild ab)
learn-back = Zurück
learn-back-tooltip = Der vorige Bildschirm (Bild auf)
learn-to-quiz = Zum Quiz
learn-step = Bildschirm { $number } von { $count }
learn-tasks-done = { $done } von { $count } Aufgaben gelöst
learn-forget = Von vorn
learn-forget-tooltip = Alle Aufgaben wieder als ungelöst zählen
learn-task = Du bist dran
learn-task-done = Gelöst
learn-code-show = PyTorch zeigen
learn-code-hide = PyTorch verbergen
learn-code-tooltip = Die Zeilen, die das in PyTorch tun
learn-copy = Kopieren
learn-copy-script = Ganzes Skript kopieren
learn-copy-script-tooltip = Ein Skript, das das benutzte Netz mit den Einstellungen der Seite Trainieren auf MNIST trainiert; es braucht PyTorch und die vier Dateien von MNIST
learn-large = Groß öffnen
learn-large-tooltip = Zur Seite gehen, auf der das zu Hause ist
learn-play = Das Fenster laufen lassen
learn-pause = Das Fenster anhalten
learn-choice-before = { $name }: vorige Wahl
learn-choice-after = { $name }: nächste Wahl
learn-draw = Eine Ziffer zeichnen, neben der Abbildung
learn-draw-close = Zeichenfläche weglegen (Esc)
learn-leave = Vortrag beenden
learn-leave-tooltip = Zurück zum Fenster mit allen Seiten (F11)
learn-spotlight = Scheinwerfer
learn-spotlight-tooltip = Ein Licht folgt dem Zeiger, der Rest wird dunkel (L)
learn-key-next = Lektion: nächster Bildschirm
learn-key-back = Lektion: voriger Bildschirm
learn-key-spotlight = Lektion: Scheinwerfer, im Vortrag

learn-folder = Eigene Lektionen
learn-folder-title = Ordner mit Lektionen
learn-folder-none = Kapitel sind Markdown-Dateien, die du selbst schreibst, in einem eigenen Ordner
learn-folder-format = Anleitung speichern…
learn-folder-format-tooltip = Wie Lektionen geschrieben werden, mit einem Beispiel und allen Abbildungen und Werten, als Markdown-Datei (englisch)
learn-folder-choose = Ordner wählen…
learn-folder-reload = Neu lesen
learn-folder-leave = Weglassen

# Einstellungen der Abbildungen, und was man wählen kann.

figure-question = Frage
figure-question-binary = Ist es eine 8?
figure-question-multi-class = Welche Ziffer?
figure-question-multi-label = Was trifft zu?
figure-input-picture = Bild
figure-input-numbers = Zahlen
figure-input-digit = Deine Ziffer
figure-input-impulse = Eine einzige 1
figure-input-edge = Eine Kante
figure-input-checkerboard = Schachbrett
figure-input-gradient = Verlauf
figure-size = Größe
figure-kernel = Kern
figure-kernel-counting = 1 bis 9
figure-stride = Schrittweite
figure-padding = Padding
figure-dilation = Dilatation
figure-flip = Kern spiegeln
figure-flip-off = Nein
figure-flip-on = Ja
figure-pool = Pooling
figure-pool-max = Maximum
figure-pool-average = Mittelwert
figure-window-size = Fenster
figure-layer = Schicht
figure-layer-dense = Dicht
figure-layer-convolution = Faltung
figure-layer-none = Keine
figure-layer-conv1 = Faltung 1
figure-layer-pool1 = Pooling 1
figure-layer-conv2 = Faltung 2
figure-layer-pool2 = Pooling 2
figure-layer-flatten = Aufreihen
figure-layer-fc1 = Dicht 1
figure-layer-fc2 = Dicht 2
figure-layer-fc3 = Dicht 3
figure-side = Seitenlänge
figure-outputs = Ausgänge
figure-pixels = Pixel
figure-pixels-in-order = Geordnet
figure-pixels-shuffled = Gemischt
figure-show = Auswahl
figure-show-all = Alle
figure-show-map = Karte
figure-show-layers = Schichten
figure-matrix-cell = Wahr { $truth }, gesagt { $said }: { $count }
figure-show-matrix = Matrix
figure-show-mistakes = Fehler
figure-centring = Zentrierung
figure-centring-mass = Schwerpunkt
figure-centring-box = Kasten
figure-centring-none = Wie gezeichnet
figure-scale = Skala
figure-scale-bytes = Bytes
figure-scale-share = 0 bis 1
figure-scale-signed = −1 bis 1
figure-stage = Stufe
figure-stage-input = Eingabe
figure-stage-convolution-1 = Faltung 1
figure-stage-pooling-1 = Pooling 1
figure-stage-convolution-2 = Faltung 2
figure-stage-pooling-2 = Pooling 2
figure-stage-dense-1 = Dicht 1
figure-stage-dense-2 = Dicht 2
figure-stage-output = Ausgabe
figure-layers = Schichten
figure-truth = Die wahre Ziffer
figure-optimizer = Optimierer
figure-optimizer-sgd = SGD
figure-optimizer-momentum = Schwung
figure-optimizer-adam = Adam
figure-rate = Lernrate
figure-steps = Schritte
figure-turn = Drehen
figure-move = Schieben
figure-ink = Tinte
figure-ink-usual = Wie MNIST
figure-ink-swapped = Vertauscht
figure-ink-faint = Blass

# Was die Abbildungen sagen.

figure-is-eight = Ist es eine 8?
figure-yes = Ja
figure-no = Nein
figure-labels = Was trifft zu?
figure-label-loop = Hat eine Schleife
figure-label-straight = Strich ohne Bogen
figure-label-even = Durch 2 teilbar
figure-samples = Echte Ziffern, mit denen das Netz nicht trainiert wurde; klick eine an
figure-sample = Echte Ziffer { $digit }
figure-window = Fenster in Zeile { $row } von { $rows }, Spalte { $column } von { $columns }; Pfeiltasten bewegen es
figure-input = Eingabe { $size }
figure-output = Ausgabe { $size }
figure-output-size = Ausgabe
figure-under = Unter dem Kern
figure-products = Produkte
figure-cells = { $padding ->
    [0] { $size } Zellen, kein Padding
    [1] { $size } Zellen, eine Null an jedem Ende
   *[other] { $size } Zellen, { $padding } Nullen an jedem Ende
  }
figure-places = Plätze für das Fenster
figure-left-none = Am Ende bleibt nichts übrig.
figure-left-cells = { $cells ->
    [1] Am Ende bleibt eine Zelle übrig.
   *[other] Am Ende bleiben { $cells } Zellen übrig.
  }
figure-left-zeros = { $zeros ->
    [1] Am Ende bleibt nur eine Null übrig.
   *[other] Am Ende bleiben nur { $zeros } Nullen übrig.
  }
figure-left-both = Am Ende bleiben { $cells ->
    [1] eine Zelle
   *[other] { $cells } Zellen
  } und { $zeros ->
    [1] eine Null übrig.
   *[other] { $zeros } Nullen übrig.
  }
figure-left-between = { $between ->
    [1] Eine zwischen den Fenstern wird übersprungen.
   *[other] { $between } zwischen den Fenstern werden übersprungen.
  }
figure-coverage = Wie oft jedes Pixel benutzt wird
figure-corner = Die Ecke
figure-corner-reads = { $count ->
    [1] Mal wird das Eckpixel gelesen
   *[other] Mal wird das Eckpixel gelesen
  }
figure-stack = { $count } Schichten mit { $kernel } × { $kernel } auf deiner Ziffer
figure-stack-left = nach { $count } Schichten von { $size } × { $size } übrig
figure-with-padding = Padding { $padding }
figure-parameters = Parameter der Schicht
figure-parameter-count = Parameter
figure-learns-nothing = Sie lernt nichts.
figure-compared = Im Vergleich
figure-compared-note = Die Skala ist logarithmisch: von Linie zu Linie zehnmal so viele
figure-pixels-shown = Was hineingeht
figure-kernel-finds = Was ein Kern findet
figure-dense-note = Einer dichten Schicht ist die Reihenfolge gleich: Sie würde dieselben Gewichte in anderer Ordnung lernen.
figure-kernel-note = Einem Kern nicht: Er sucht Nachbarn, die zusammengehören.
figure-real-digits = Echte Ziffern
figure-real-digits-note = Klick eine Ziffer an, um sie auf die Zeichenfläche zu legen
figure-network-sees = Das Netz sieht
figure-range-note = Beweg den Rahmen über deine Ziffer
figure-misfit = { $given } Zahlen kommen an, { $expected } werden erwartet
figure-total = Es passt: { $count } Parameter
figure-maps = { $shape } für deine Ziffer
figure-units = Werte für deine Ziffer: { $shape }
figure-mean-ink = Mittlere Tinte
figure-map = Karte { $number }
figure-no-stage = Das benutzte Netz hat keine solche Schicht.
figure-field = Was eine Zelle sieht
figure-field-cells = Zellen der Eingabe
figure-layer-number = Schicht { $number }
figure-cell-count = { $count ->
    [1] eine Zelle
   *[other] { $count } Zellen
  }
figure-loss = Verlust je nach Wahrscheinlichkeit der wahren Ziffer
figure-valley = Ein Tal über zwei Gewichten
figure-height = erreichte Höhe
figure-weight = Gewicht { $number }
figure-evaluating = Die zurückgehaltenen Ziffern werden gelesen…
figure-accuracy = { $share } % von { $count } zurückgehaltenen Ziffern richtig, { $wrong } falsch
figure-accuracy-before = Eben noch: { $share } % von { $count } zurückgehaltenen Ziffern richtig, { $wrong } falsch
figure-said = Gesagt
figure-true = Wahr
figure-mistake = { $truth }, gelesen als { $said }
figure-run-start = Training starten
figure-run-on = Weiter
figure-run-pause = Anhalten
figure-run-step = Ein Stapel
figure-run-loss = Verlust über { $batches } Stapel, { $epochs } Epochen
figure-run-none = Starte ein Training und sieh den Verlust fallen
figure-run-training = Training
figure-run-held-out = Zurückgehalten
figure-run-printed = Was das Programm der Lektion ausgibt
figure-run-silent = Noch nichts: eine Zeile kommt alle { $batches } Stapel
figure-before = Vorher
figure-after = Nachher

# Das Quiz.

quiz-title = Quiz
quiz-about = Fragen zu allem in der Lektion. Jede hat eine richtige Antwort, und viele der falschen entstehen durch häufige Fehler. Jede Antwort wird sofort erklärt.
quiz-level = Stufe
quiz-count = Fragen
quiz-seed = Nummer des Blatts
quiz-seed-note = Dieselbe Nummer ergibt auf jedem Rechner dieselben Fragen: So arbeitet die ganze Klasse am selben Blatt.
quiz-another-seed = Andere Nummer
quiz-start = Anfangen
quiz-save-html = Drucken (HTML)…
quiz-save-text = Als Text…
quiz-print-note = Auf dem gedruckten Blatt stehen die Antworten auf einer eigenen Seite.
quiz-question = Frage { $number } von { $count } · { $topic }
quiz-right = Richtig
quiz-wrong = Falsch
quiz-open = Nicht beantwortet
quiz-to-result = Ergebnis
quiz-end = Das Quiz beenden
quiz-score = { $right } von { $count } richtig
quiz-again = Anderes Blatt
quiz-result-topic = Thema
quiz-result-answer = Deine Antwort
quiz-result-right = Richtige Antwort
quiz-result-row = { $number }. { $topic }: { $verdict }. Deine Antwort: { $answer }. Richtig: { $right }
quiz-paper-title = Quiz zur Faltung, Stufe { $level }, Blatt { $seed }
quiz-paper-name = Name:
quiz-paper-answers = Antworten
quiz-paper-signed = grau: 0, dunkler: positiv, heller: negativ

quiz-topic-size = Größe
quiz-topic-setting = Was fehlt
quiz-topic-parameters = Parameter
quiz-topic-field = Rezeptives Feld
quiz-topic-pooling = Pooling
quiz-topic-hand = Von Hand
quiz-topic-kernel = Kerne
quiz-topic-curves = Kurven
quiz-topic-formula = Formeln
quiz-letter-n = Größe der Eingabe
quiz-letter-k = Seite des Kerns
quiz-letter-s = Schrittweite
quiz-letter-p = Padding auf jeder Seite
quiz-letter-d = Dilatation
quiz-letter-c = Kanäle, die hineingehen
quiz-letter-m = Karten oder Zahlen, die herauskommen
quiz-letter-o = Seite der Ausgabe
quiz-letter-floor = Abgerundet
quiz-letter-ceiling = Aufgerundet
quiz-letters-title = Die Buchstaben
quiz-layers-title = Die Schichten
quiz-layer-channels = Eingabe: { $count ->
    [1] ein Kanal
   *[other] { $count } Kanäle
  }
quiz-layer-numbers = Eingabe: { $count } Zahlen
quiz-layer-convolution = Faltung { $kernel } × { $kernel }: { $count ->
    [1] eine Karte
   *[other] { $count } Karten
  }
quiz-layer-linear = Dichte Schicht: { $count } Zahlen
quiz-layer-relu = ReLU
quiz-layer-pool = Pooling { $kernel } × { $kernel }, Schrittweite { $stride }
quiz-layer-window = Kern { $kernel } × { $kernel }, Schrittweite { $stride }
quiz-layer-cell = Eine Zelle am Ende
quiz-layer-asked = ? Parameter
quiz-layer-field = Eingabe: ? Zellen

quiz-curves-legend = Durchgezogen: Verlust auf zurückgehaltenen Ziffern. Gestrichelt: Verlust auf den Ziffern des Trainings. Waagerecht: Epochen.

quiz-size = Entlang einer Seite hat die Eingabe { $size } Zellen. Der Kern ist { $kernel } Zellen breit, die Schrittweite ist { $stride }, das Padding { $padding } auf jeder Seite. Wie viele Zellen hat die Ausgabe?
quiz-size-dilated = Entlang einer Seite hat die Eingabe { $size } Zellen. Der Kern ist { $kernel } Zellen breit, mit einer Dilatation von { $dilation }; die Schrittweite ist { $stride }, das Padding { $padding } auf jeder Seite. Wie viele Zellen hat die Ausgabe?
quiz-size-why = { $formula }
quiz-size-why-leftover = { $formula }. Es geht nicht auf, darum wird abgerundet.
quiz-setting-kernel = Entlang einer Seite sollen aus { $size } Zellen { $output } werden, mit Schrittweite { $stride } und Padding { $padding } auf jeder Seite. Mit welcher Kerngröße geht das?
quiz-setting-stride = Entlang einer Seite sollen aus { $size } Zellen { $output } werden, mit einem Kern von { $kernel } und Padding { $padding } auf jeder Seite. Mit welcher Schrittweite geht das?
quiz-setting-padding = Entlang einer Seite sollen aus { $size } Zellen { $output } werden, mit einem Kern von { $kernel } und Schrittweite { $stride }. Mit welchem Padding auf jeder Seite geht das?
quiz-setting-why = Mit { $value }: { $formula }
quiz-parameters-linear = Eine dichte Schicht liest { $inputs } Zahlen und liefert { $outputs }. Wie viele Parameter hat sie, Bias-Werte mitgezählt?
quiz-parameters-convolution = Eine Faltung liest { $inputs ->
    [1] einen Kanal
   *[other] { $inputs } Kanäle
  } und macht { $outputs } Karten mit Kernen von { $kernel } × { $kernel }. Wie viele Parameter hat sie, Bias-Werte mitgezählt?
quiz-parameters-two = Eine Faltung liest { $inputs ->
    [1] einen Kanal
   *[other] { $inputs } Kanäle
  } und macht { $middle ->
    [1] eine Karte
   *[other] { $middle } Karten
  } mit Kernen von { $kernel } × { $kernel }. Nach ReLU und Pooling macht eine zweite { $outputs } Karten mit Kernen von { $second } × { $second }. Wie viele Parameter haben beide zusammen, Bias-Werte mitgezählt?
quiz-parameters-none = Wie viele Parameter gibt es?
quiz-parameters-why = Für jeden Ausgang gibt es ein Gewicht je gelesener Zahl und einen Bias:
    { $sum }
quiz-parameters-layer = { $weights } Gewichte und ein Bias für jeden von { $outputs } Ausgängen:
quiz-field = Nacheinander: { $layers }. Wie viele Zellen der Eingabe, entlang einer Seite, sieht eine Zelle am Ende an?
quiz-field-why = Vom Ende her, Schicht für Schicht, ist das nächste Feld (Feld − 1) · Schrittweite + Kern:
    { $steps }
quiz-pooling-cell = Max-Pooling, { $window } × { $window }, Schrittweite { $stride }. Was steht in Zeile { $row }, Spalte { $column } der Ausgabe?
quiz-pooling-max = Max-Pooling, { $window } × { $window }, Schrittweite { $stride }. Was kommt heraus?
quiz-pooling-average = Mittelwert-Pooling, { $window } × { $window }, Schrittweite { $stride }. Was kommt heraus?
quiz-pooling-why = Für Zeile { $row }, Spalte { $column } der Ausgabe liegt das Fenster über { $values }. Der größte Wert ist { $result }.
quiz-pooling-average-why = Für Zeile { $row }, Spalte { $column } der Ausgabe liegt das Fenster über { $values }. Ihr Mittelwert ist { $result }.
quiz-hand = Der Kern liegt auf dem Bild, nicht gespiegelt. Was ist die Summe der Produkte?
quiz-hand-stride = Der Kern, nicht gespiegelt, gleitet mit Schrittweite { $stride } und Padding { $padding }. Was steht in Zeile { $row }, Spalte { $column } der Ausgabe?
quiz-hand-flipped = Nach der Definition wird der Kern zuerst gespiegelt. Das Padding ist { $padding }. Was steht in Zeile { $row }, Spalte { $column } der Ausgabe?
quiz-hand-why = { $sum }
quiz-hand-flipped-why = Mit dem gespiegelten Kern: { $sum }
quiz-kernel = Welcher Kern hat aus dem Bild „Vorher“ das Bild „Nachher“ gemacht?
quiz-kernel-identity-why = Nichts hat sich geändert: Das mittlere Gewicht ist 1, alle anderen sind 0.
quiz-kernel-edges-why = Flächen sind 0 geworden, also ergeben die Gewichte zusammen 0. Wo die Antwort positiv und wo sie negativ ist, verrät ihre Anordnung.
quiz-kernel-blur-why = Nichts ist negativ, und die Helligkeit bleibt: Kein Gewicht liegt unter 0, und zusammen ergeben sie 1.
quiz-kernel-sharpen-why = Flächen bleiben, Kanten schießen über: Die Gewichte ergeben zusammen 1, einige von ihnen sind negativ. Wo die Antwort positiv und wo sie negativ ist, verrät ihre Anordnung.
quiz-curves = Welcher Lauf zeigt Überanpassung (Overfitting)?
quiz-curves-why = Bei { $run } fällt der Trainingsverlust weiter, während der Verlust auf zurückgehaltenen Ziffern wieder steigt: Das Netz lernt seine Beispiele auswendig.
quiz-curves-epoch = Nach welcher Epoche hätte dieser Lauf aufhören sollen?
quiz-curves-epoch-why = Wo der Verlust auf zurückgehaltenen Ziffern am kleinsten ist. Danach fällt nur noch der beim Training.
quiz-formula-size = Wie viele Zellen hat die Ausgabe, bei n Zellen, einem Kern von k, der Schrittweite s und dem Padding p auf jeder Seite?
quiz-formula-plain = Wie viele Zellen hat die Ausgabe, bei n Zellen und einem Kern von k, mit Schrittweite 1 und ohne Padding?
quiz-formula-same = Welches Padding erhält die Größe, bei einem ungeraden Kern von k und Schrittweite 1?
quiz-formula-shrink = Um wie viel schrumpft die Ausgabe, bei einem Kern von k, mit Schrittweite 1 und ohne Padding?
quiz-formula-parameters = Wie viele Parameter hat eine Faltung, die c Kanäle mit Kernen von k × k liest und m Karten macht?
quiz-formula-linear = Wie viele Parameter hat eine dichte Schicht, die n Zahlen liest und m liefert?
quiz-formula-span = Wie viele Zellen überspannt ein Kern von k mit einer Dilatation von d?
quiz-formula-dilated = Wie viele Zellen hat die Ausgabe, bei n Zellen, einem Kern von k, der Schrittweite s, dem Padding p auf jeder Seite und der Dilatation d?
quiz-formula-products = Wie viele Multiplikationen braucht eine Faltung, die c Kanäle mit Kernen von k × k liest und m Karten von o × o macht?
quiz-formula-size-why = Das Fenster kann n − k + 2·p Zellen weit rücken; geteilt durch die Schrittweite und abgerundet sind das seine Schritte, und der erste Platz zählt mit:
    { $formula }
quiz-formula-same-why = Ohne Padding gehen k − 1 Zellen verloren, die Hälfte an jedem Ende:
    { $formula }
quiz-formula-parameters-why = Für jeden Ausgang gibt es ein Gewicht je gelesener Zahl und einen Bias:
    { $formula }
quiz-formula-products-why = Jede der m·o·o Zellen liest k·k·c Zahlen:
    { $formula }
quiz-formula-span-why = Zwischen den k Zellen liegen k − 1 Schritte von d, also überspannt der Kern d·(k − 1) + 1:
    { $formula }

quiz-slip-no-one = Der erste Platz wurde nicht mitgezählt.
quiz-slip-no-padding = Das Padding wurde weggelassen.
quiz-slip-one-side = Das Padding wurde nur auf einer Seite gezählt.
quiz-slip-rounded-up = Es wurde aufgerundet. Das Fenster muss ganz hineinpassen, also wird abgerundet.
quiz-slip-no-stride = Die Schrittweite wurde weggelassen.
quiz-slip-no-kernel = Der Kern wurde weggelassen.
quiz-slip-no-dilation = Die Dilatation wurde weggelassen: Der Kern überspannt mehr als seine Zellen.
quiz-slip-no-bias = Die Bias-Werte wurden vergessen.
quiz-slip-no-channels = Jeder Kern ist so tief wie die Kanäle, die hineingehen: Sie wurden vergessen.
quiz-slip-one-bias = Es gibt nicht einen Bias für alle, sondern einen für jeden Ausgang.
quiz-slip-mixed-up = Eingänge und Ausgänge wurden verwechselt.
quiz-slip-kernel-sum = Kerne werden nicht einfach addiert: Benachbarte Fenster überlappen sich.
quiz-slip-field-stride = Eine Schrittweite zieht die Fenster der Schichten dahinter auseinander: Sie wurde weggelassen.
quiz-slip-setting = Mit { $value } wäre es { $formula }.
quiz-slip-no-room = Ein Kern von { $value } passt nicht in die Eingabe.
quiz-slip-kernel-identity = Das mittlere Gewicht dieses Kerns ist 1, alle anderen sind 0: Nichts würde sich ändern.
quiz-slip-kernel-edges = Die Gewichte dieses Kerns ergeben zusammen 0: Flächen würden zu 0.
quiz-slip-kernel-blur = Dieser Kern hat kein Gewicht unter 0: Er würde weichzeichnen, und nichts wäre negativ.
quiz-slip-kernel-sharpen = Die Gewichte dieses Kerns ergeben zusammen 1: Flächen würden bleiben, Kanten überschießen.
quiz-slip-kernel-alike = Die Gewichte ergeben zusammen dasselbe, sind aber anders angeordnet.
quiz-slip-run-learns = In diesem Lauf fallen beide Verluste und bleiben nah beieinander.
quiz-slip-run-underfits = In diesem Lauf bleiben beide Verluste hoch: Das Netz ist zu klein.
quiz-slip-run-unfinished = In diesem Lauf fallen beide Verluste noch: Er wurde zu früh beendet.
quiz-slip-run-diverges = In diesem Lauf steigen beide Verluste: Die Schritte sind zu groß.
quiz-slip-last-kernel = Das ist nur der Kern der letzten Schicht.
quiz-slip-kernel-product = Kerne werden nicht multipliziert: Benachbarte Fenster überlappen sich.
quiz-slip-sum = Das ist die Summe des Fensters.
quiz-slip-least = Das ist der kleinste Wert, nicht der größte.
quiz-slip-first-cell = Das ist die erste Zelle des Fensters.
quiz-slip-first-cells = Das sind die ersten Zellen der Fenster.
quiz-slip-other-window = Zeile und Spalte wurden verwechselt: Das ist ein anderes Fenster.
quiz-slip-other-pooling = Größter Wert und Mittelwert wurden verwechselt.
quiz-slip-other-stride = Hier wäre die Schrittweite eine andere.
quiz-slip-transposed = Zeilen und Spalten wurden verwechselt.
quiz-slip-flipped = Der Kern wurde gespiegelt. Hier wird er nicht gespiegelt.
quiz-slip-not-flipped = Der Kern wurde nicht gespiegelt. Die Definition verlangt es.
quiz-slip-rows-columns = Zeilen und Spalten des Kerns wurden verwechselt.
quiz-slip-signs = Die Minuszeichen sind verloren gegangen.
quiz-slip-no-weights = Die Gewichte wurden weggelassen.
quiz-slip-last-epoch = Das ist die letzte Epoche. Bis dahin ist der Verlust auf zurückgehaltenen Ziffern gestiegen.
quiz-slip-first-epoch = Nach der ersten Epoche fallen noch beide Kurven.

# Was die Einstellungen der Abbildungen bedeuten.

figure-question-tooltip = Was das Netz gefragt wird: eine Klasse oder nicht, eine Klasse von zehn oder mehrere Merkmale zugleich
figure-input-tooltip = Das Bild, über das das Fenster gleitet
figure-size-tooltip = Zellen an jeder Seite des Bildes: n in der Größenformel
figure-kernel-tooltip = Das Gitter von Gewichten, das gleitet: k Zellen an jeder Seite in der Größenformel
figure-stride-tooltip = Um so viele Zellen rückt das Fenster weiter: s in der Größenformel
figure-padding-tooltip = Nullen um das Bild, auf jeder Seite: p in der Größenformel
figure-dilation-tooltip = Zellen von einem Gewicht zum nächsten: Der Kern überspannt d·(k − 1) + 1
figure-flip-tooltip = Den Kern zuerst um einen halben Kreis drehen, wie es die Definition der Faltung verlangt
figure-pool-tooltip = Was von jedem Fenster bleibt: seine größte Zahl oder der Mittelwert aller
figure-window-tooltip = Zellen an jeder Seite des Pooling-Fensters
figure-layer-tooltip = Eine dichte Schicht hat ein Gewicht für jedes Pixel und jeden Ausgang, eine Faltung eines für jede Zelle ihrer Kerne
figure-side-tooltip = Pixel an jeder Seite des Bildes
figure-outputs-tooltip = Einheiten der dichten Schicht, Karten der Faltung
figure-pixels-tooltip = Ob jedes Pixel an seinem Platz liegt oder alle auf dieselbe zufällige Weise vertauscht sind
figure-show-tooltip = Was gezeigt wird
figure-centring-tooltip = Wie die Tinte in das Bild von 28 × 28 kommt: ihr Schwerpunkt in die Mitte, ihr Kasten oder wie gezeichnet
figure-scale-tooltip = Dieselben Pixel als Bytes, als Anteile oder so, wie das Netz sie liest
figure-stage-tooltip = Wie weit deine Ziffer im Netz gekommen ist
figure-layers-tooltip = Faltungen, eine auf der anderen
figure-truth-tooltip = Die gemeinte Ziffer: Der Verlust sieht nur auf ihre Wahrscheinlichkeit
figure-optimizer-tooltip = Wie aus dem Gradienten ein Schritt wird: geradewegs bergab, mit Schwung oder mit eigener Schrittlänge für jedes Gewicht
figure-rate-tooltip = Der Schritt ist die Rate mal die Steigung
figure-steps-tooltip = Schritte bergab
figure-turn-tooltip = Das Bild drehen, nachdem es zentriert wurde
figure-move-tooltip = Das Bild um so viele Pixel verschieben, nachdem es zentriert wurde
figure-ink-tooltip = Dunkel auf hell, wie das Netz es kennt, hell auf dunkel oder blass
quiz-level-1-tooltip = Schrittweite 1, kleine Gitter, eine Schicht
quiz-level-2-tooltip = Schrittweiten, Größen, die nicht aufgehen, mehrere Kanäle
quiz-level-3-tooltip = Dilatation, der gespiegelte Kern, mehrere Schichten
