# Die Seite Netz.

network-title = Netz
network-subtitle = Zeig auf eine Zelle und sieh, wohin sie blickt
network-tooltip = Jede Schicht mit ihren Karten für deine Ziffer (3)

network-diagram = Das Netz von links nach rechts; klick eine Zelle an und sieh ihre Rechnung
network-after = Nach der Aktivierung
network-after-tooltip = Werte nach jeder Aktivierungsfunktion, wie die nächste Schicht sie bekommt
network-before = Vor { $layer }
network-before-moment = Vor der Aktivierung
network-before-moment-tooltip = Werte vor jeder Aktivierungsfunktion, auch die negativen
network-each = Jede Schicht für sich
network-each-tooltip = Eine Spalte für jede Schicht, auch für Aktivierungsfunktionen
network-scale-layer = Je Schicht
network-scale-layer-tooltip = Die Farben jeder Schicht reichen bis zu ihrem eigenen größten Wert
network-scale-map = Je Karte
network-scale-map-tooltip = Die Farben jeder Karte reichen bis zu ihrem eigenen größten Wert, sodass auch schwache Karten zu sehen sind
network-scale-shared = Eine Skala für alle
network-scale-shared-tooltip = Alle Schichten haben eine Skala, sodass die Farben im ganzen Netz vergleichbar sind
network-max = max
network-max-layer = Der größte Wert jeder Schicht
network-max-map = Der größte Wert jeder Karte
network-max-shared = Der größte Wert aller Schichten
network-zoom-in = Vergrößern
network-zoom-out = Verkleinern
network-zoom-tooltip = Dreh das Rad über dem Bild, um zu vergrößern, zieh, um zu verschieben
network-zoom-fit = Das ganze Netz zeigen

network-legend = Aktivierung
network-parameters = Parameter
network-input = Eingabe
network-convolution = Faltung { $number }
network-pool = Pooling
network-linear = Dicht
network-output = Ausgabe
network-not-drawn = { $count } weitere
network-goes-on = Zieh nach links für den Rest
network-column = { $layers }: { $shape } · { $cost }
network-cost = { $parameters } Parameter · { $memory } · { $products } Multiplikationen
network-cost-parameters = { $parameters } Parameter
network-cost-rest = { $memory } · { $products } Multiplikationen
network-cost-tooltip = Was das Netz gelernt hat, der Speicher dafür und für alle Werte eines Bildes in 32-Bit-Zahlen, und die Multiplikationen für ein Bild
network-logit-value = Logit { $logit }, Wahrscheinlichkeit { $probability } %

network-layer-convolution = Faltung
network-layer-relu = ReLU
network-layer-leaky-relu = Leaky ReLU
network-layer-tanh = Tanh
network-layer-sigmoid = Sigmoid
network-layer-max-pool = Max-Pooling
network-layer-average-pool = Mittelwert-Pooling
network-layer-dropout = Dropout
network-layer-batch-norm = Batch-Norm
network-layer-flatten = Aufreihen
network-layer-linear = Linear

network-place-cell = { $layer }, Karte { $map }, Zeile { $row }, Spalte { $column }
network-place-unit = { $layer }, Einheit { $map }
network-place-digit = { $layer }, Ziffer { $map }

network-reads-windows = eine Zelle liest { $count ->
    [one] ein Fenster
   *[other] { $count } Fenster
  } von { $height } × { $width }
network-largest-of = der größte von { $count } Werten, umrandet
network-mean-of = das Mittel von { $count }
network-reads-inputs = eine Einheit liest { $count } Zahlen; diese zählen am meisten
network-is-input = ein Pixel, von −1 (Papier) bis +1 (Tinte)
network-is-copy = dieselbe Zahl wie in der Schicht davor
network-is-batch-norm = (vorher − Mittel) / √(Varianz + 0,00001), skaliert und verschoben
network-is-softmax = e^Logit, geteilt durch die Summe aller zehn
network-is-relu = max(0, x): was unter 0 liegt, wird 0
network-is-leaky-relu = x, wo x über 0 liegt, sonst { $slope } · x
network-is-tanh = tanh(x): zwischen −1 und +1
network-is-sigmoid = 1 / (1 + e^−x): zwischen 0 und 1
network-map = Karte { $number }
network-more-windows = und { $count } weitere Fenster, zusammen { $sum }
network-more-inputs = { $count } weitere, zusammen { $sum }
network-source-cell = Karte { $map }, Zeile { $row }, Spalte { $column }
network-source-unit = Einheit { $number }
network-sums = { $count ->
    [one] Die Summe des Fensters
   *[other] Summe aus { $count } Fenstern
  }
network-products = Summe aus { $count } Produkten
network-window-sum = Summe
network-bias = Bias
network-after-layer = Nach { $layer }
network-value = Wert
network-logit = Logit
network-before-it = Davor
network-before-less-mean = Vorher − Mittel
network-root = √(Varianz + 0,00001)
network-scale-and-shift = Skalierung, Verschiebung
network-logit-tooltip = Die Summe, aus der das Logit dieser Ziffer wird
network-softmax = Softmax
network-softmax-tooltip = Wie aus zehn Logits zehn Wahrscheinlichkeiten werden
network-softmax-line = e^({ $logit } − { $largest }) = { $exponential }
network-exponential = e^(Logit − größtes)
network-exponentials = Geteilt durch alle zehn
network-window = Fenster
network-window-title = { $map }: das Fenster, sein Kern und ihre Produkte
network-kernel-name = Kern
network-products-name = Produkte
network-sum-close = Die Rechnung schließen
network-sum-close-tooltip = Mehr Platz für das Bild; ein Klick auf eine Zelle bringt die Rechnung zurück
network-walk-back = Die Zelle davor
network-walk-play = Das Fenster über die Karte bewegen
network-walk-pause = Das Fenster anhalten
network-walk-on = Die nächste Zelle
network-walk-tooltip = Das Fenster geht Zelle für Zelle weiter, und die Summe folgt
network-probability = Wahrscheinlichkeit

network-sheet-diagram = Bild
network-sheet-diagram-tooltip = Alle Schichten mit ihren Werten für deine Ziffer
network-sheet-kernels = Gewichte
network-sheet-kernels-tooltip = Was das Netz gelernt hat, als Bilder und Zahlen
network-sheet-architecture = Aufbau
network-sheet-architecture-tooltip = Ändere die Schichten; die Größen werden beim Tippen geprüft

network-preset-lesson = Das Netz der Lektion
network-preset-lenet5 = LeNet-5
network-preset-tiny = Winzig
network-preset-deeper = Tiefer
network-preset-linear = Linearer Klassifikator
network-preset-perceptron = Zweischichtiges Perzeptron
network-mistake = Der Fehler der Lektion
network-mistake-tooltip = Das Netz, wie es in der Lektion steht, gemacht für Bilder von 32 × 32: Auf 28 × 28 passt es nicht
network-add = Hier eine Schicht einfügen
network-remove = Diese Schicht entfernen
network-move = { $layer } verschieben
network-move-tooltip = Zieh sie an einen anderen Platz, oder drück ↑ und ↓
network-undo-edit = Die letzte Änderung zurücknehmen
network-redo-edit = Die Änderung wiederholen
network-channels = Kanäle
network-channels-tooltip = Wie viele Karten sie macht, jede mit eigenen Kernen
network-kernel = Kern
network-kernel-tooltip = Zellen an der Seite des Fensters, k in der Größenformel; tippe 3×5 für 3 Zeilen und 5 Spalten
network-stride = Schrittweite
network-stride-tooltip = Zellen, um die das Fenster weiterrückt, s in der Größenformel; tippe 1×2 für andere Schritte nach unten als zur Seite
network-padding = Padding
network-padding-tooltip = Zellen mit Nullen um die Karte, p in der Größenformel; tippe 1×2 für anderes Padding oben als an der Seite
network-dilation = Dilatation
network-dilation-tooltip = Abstand zweier Zellen des Kerns: Er überspannt d·(k − 1) + 1 Zellen; tippe 1×2 für andere Abstände nach unten als zur Seite
network-inputs = Eingänge
network-inputs-tooltip = Wie viele Zahlen sie liest: so viele, wie die Schicht davor liefert
network-outputs = Ausgänge
network-outputs-tooltip = Wie viele Einheiten sie hat; jede addiert alle Eingänge
network-slope = Steigung
network-slope-tooltip = Was unter 0 liegt, wird damit multipliziert
network-probability-field = Wahrscheinlichkeit
network-probability-field-tooltip = Beim Training wird dieser Anteil der Werte auf 0 gesetzt, jedes Mal andere
network-misfit-kernel = Der Kern überspannt { $span }, die Eingabe mit Padding nur { $padded }: { $size } + 2·{ $padding } − { $span } liegt unter 0
network-misfit-inputs-from = Aufreihen liefert { $product } = { $given } Zahlen, aber { $name } erwartet { $expected }
network-misfit-inputs = { $name } erwartet { $expected } Zahlen, bekommt aber { $given }
network-misfit-flat = Diese Schicht braucht eine Reihe von Zahlen, bekommt aber { $given }: Setz ein Aufreihen davor
network-misfit-maps = Diese Schicht braucht Karten, bekommt aber eine Reihe von { $given } Zahlen: Sie muss vor dem Aufreihen stehen
network-misfit-ten = Die letzte Schicht muss 10 Zahlen liefern, eine für jede Ziffer; sie liefert { $given }
network-misfit-large = Zu groß: mehr als { $limit } { $what ->
    [cells] Werte in allen Schichten zusammen
    [layers] Schichten
   *[other] Parameter
  }
network-misfit-kernel-limit = Der Kern darf an jeder Seite höchstens { $most } Zellen haben
network-misfit-zero = Jede Zahl dieser Schicht muss mindestens 1 sein, ihr Padding mindestens 0
network-misfit-bad-name = Ein Name hat Buchstaben, Ziffern oder _ und beginnt mit einem Buchstaben
network-misfit-name = Den Namen { $name } gibt es zweimal
network-misfit-range = Eine Zahl dieser Schicht liegt außerhalb des Erlaubten
network-mend-padding = { $name } mit { $padding } auffüllen
network-mend-inputs = { $name } bekommt { $inputs } Eingänge
network-mend-flatten = Ein Aufreihen davor setzen
network-mend-ten = { $name } bekommt 10 Ausgänge
network-does-not-fit = Die Schichten passen noch nicht zusammen
network-use = Dieses Netz benutzen
network-use-tooltip = Mit zufälligen Gewichten beginnen: Seine Antworten bedeuten nichts, bevor es trainiert ist
network-copy-python = Als PyTorch kopieren
network-copy-python-tooltip = Die Klasse kopieren, wie die Lektion sie schreiben würde

network-matrix = Die Gewichte: eine Zeile für jede Einheit, eine Zelle für jeden ihrer Eingänge; klick eine Zeile an, um ihre Einheit zu wählen
network-kernel-of = Kern der Karte { $output }
network-kernel-of-from = Karte { $output } liest Karte { $input }
network-weights = Gewichte
network-weights-tooltip = Die Gewichte der Schicht, ohne ihre Bias-Werte
network-sums-title = Summen
network-sums-tooltip = Was die Schicht für deine Ziffer addiert, vor der Aktivierungsfunktion
network-activations = Aktivierungen
network-activations-tooltip = Dasselbe nach der Aktivierungsfunktion
network-mean-deviation = { $mean } ± { $deviation }
network-statistics = Mittel { $mean }, Standardabweichung { $deviation }, von { $least } bis { $most }; { $zeros } % sind 0
network-kernels = Die Kerne: eine Zeile für jede Karte, ein Kern für jede Karte, die sie liest; klick einen an, um ihn zu wählen
network-unit-of = Gewichte der Einheit { $output }
network-weight-of = Einheit { $output }, Eingang { $input }
network-export-kernel-png = Die gewählten Gewichte als PNG…
network-export-kernel-csv = Die gewählten Gewichte als CSV…
network-replace = Durch einen bekannten Kern ersetzen…
network-replace-tooltip = Einen bekannten Kern an die Stelle des gelernten setzen, Mitte auf Mitte
network-try-layer = An dieser Karte oder Einheit und an der Schicht probieren
network-silence-map = Aus
network-silence-map-tooltip = Die Gewichte und den Bias dieser Karte oder Einheit auf 0 setzen
network-zero = Schicht auf 0
network-zero-tooltip = Alle Gewichte und Bias-Werte der Schicht mit 0 multiplizieren
network-half = × ½
network-half-tooltip = Alle Gewichte und Bias-Werte der Schicht halbieren
network-double = × 2
network-double-tooltip = Alle Gewichte und Bias-Werte der Schicht verdoppeln
network-noise = Rauschen
network-noise-tooltip = Rauschen dazugeben, halb so stark wie die Gewichte der Schicht
network-silence = Ausschalten
network-silence-tooltip = Die Gewichte, aus denen diese Karte oder Einheit wird, auf 0 setzen und sehen, was aus der Antwort wird
network-changes = { $count ->
    [one] 1 Änderung
   *[other] { $count } Änderungen
  }
network-undo-change = Zurücknehmen
network-redo-change = Wiederholen
network-restore = Ursprüngliches Netz
network-restore-tooltip = Alle Änderungen zurücknehmen
network-accuracy = { $percent } % der zurückgehaltenen Ziffern, vorher { $before } %
network-measuring = Wird gemessen…
model-changed = Geändertes Netz
model-untrained = Untrainiertes Netz

network-look = Ansicht
network-look-tooltip = Welche Werte die Karten zeigen, und ihre Farben
network-values = Werte
network-colours = Farben

network-export = Exportieren
network-export-svg = Das Bild als SVG…
network-export-diagram-png = Das Bild als PNG…
network-export-png = Die gewählte Karte als PNG…
network-export-csv = Die gewählte Karte als CSV…
network-export-npz = Alle Werte für NumPy (.npz)…
network-export-layers = Die Schichten als JSON…
network-export-python = Die PyTorch-Klasse…
network-export-weights = Das benutzte Netz, mit seinen Gewichten…
network-export-tooltip = Speichern, was geändert ist, oder es als PyTorch-Klasse kopieren, wie die Lektion sie schreiben würde
network-file-title = Speichern
network-open = Netz öffnen…
network-open-tooltip = Schichten (.json) zum Ändern öffnen, oder ein Netz mit seinen Gewichten: safetensors, oder ein PyTorch-state_dict des Netzes der Lektion
network-open-title = Netz öffnen
network-weights-files = Gewichte
network-save-title = Netz speichern
network-saved = Gespeichert als { $path }
network-favourites = Ziffern mit der stärksten Antwort
network-favourites-before = Ziffern mit der eben stärksten Antwort
network-favourites-none = Keine: Die Antwort ist bei jeder Ziffer gleich
network-open-convolve = Auf der Seite Falten öffnen
network-open-convolve-tooltip = Nimm das gewählte Fenster auf der Seite Falten auseinander, mit seiner Merkmalskarte und seinem Kern
network-walk-first = Die erste Zelle
network-walk-last = Die letzte Zelle
network-walk-place = Zelle der Merkmalskarte
network-walk-speed = Tempo
network-walk-speed-tooltip = Zellen pro Sekunde
network-carried = { $layer }: Kern von Karte { $output } auf Karte { $input }
network-train = Trainieren…
network-train-tooltip = Diese Schichten auf die Seite Trainieren mitnehmen, als Einstellung des nächsten Laufs
network-layer-name = Name
network-layer-name-tooltip = Der Name ihrer Gewichte, wie PyTorch sie nennt
network-kernels-too-small = Ihre Kerne sind zu klein, um hier gezeigt zu werden: siehe Gewichte

network-file-foreign = weder safetensors noch ein PyTorch-state_dict: speichere es mit torch.save(net.state_dict(), PFAD)
network-file-old-pytorch = geschrieben wie von PyTorch vor Version 1.6: speichere es mit torch.save(net.state_dict(), PFAD)
network-file-bad-safetensors = keine unbeschädigte safetensors-Datei: { $detail }
network-file-bad-pytorch = kein unbeschädigter PyTorch-state_dict: { $detail }; speichere ihn mit torch.save(net.state_dict(), PFAD)
network-file-bad-layers = die Schichten darin lassen sich nicht lesen: { $detail }
network-file-misfit = ihre Schicht { $layer } passt nicht: { $detail }
network-file-tensor-missing = der Tensor { $name } fehlt
network-file-tensor-other = der Tensor { $name } fehlt; stattdessen gibt es { $instead }: speichere es unter den Namen dieses Netzes (bei DataParallel net.module.state_dict())
network-file-tensor-unexpected = der Tensor { $name } gehört nicht zu diesem Netz
network-file-tensor-not-finite = der Tensor { $name } enthält NaN oder Unendlich: wurde sein Training abgebrochen?
network-file-tensor-shape = der Tensor { $name } hat die Form { $found }, nicht { $expected }
network-file-tensor-type = der Tensor { $name } ist vom Typ { $found }: speichere ihn als 32-Bit-Zahlen
network-sum-open = Rechnung zeigen
network-sum-open-tooltip = Alles, woraus dieser Wert entsteht; auch ein Klick auf eine Zelle zeigt es
network-wake = Einschalten
network-wake-tooltip = Dieser Karte oder Einheit ihre Gewichte zurückgeben
