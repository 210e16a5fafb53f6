# Der Rahmen um die Seiten.

app-theme = Hell oder dunkel
app-help = Tasten
app-presenter = Vortragsgröße
app-presenter-tooltip = Alles größer, für die letzte Reihe (F11)
app-dismiss = Diese Meldung schließen
app-drop-hint = Lass das Bild los, dann wird es gelesen

app-open = Öffnen
app-save = Speichern
app-cancel = Abbrechen
app-close = Schließen
app-browse = Durchsuchen…
app-path = Pfad
app-path-hint = Pfad der Datei
app-path-note = Tippe einen Pfad, füge ihn ein oder durchsuche die Ordner
app-replace = Ersetzen
app-replace-note = Eine Datei dieses Namens gibt es schon
app-open-picture = Bild öffnen
app-save-drawing = Zeichnung speichern
app-pictures = Bilder
app-files = Dateien

app-keys = Tasten
app-key-undo = Rückgängig
app-key-redo = Wiederholen
app-key-clear = Zeichenfläche leeren
app-key-open = Bild öffnen
app-key-save = Zeichnung speichern
app-key-pen = Stift
app-key-eraser = Radierer
app-key-thinner = Dünnerer Stift
app-key-wider = Dickerer Stift
app-key-random = Zufällige zurückgehaltene Ziffer
app-key-presenter = Vortragsgröße
app-key-theme = Hell oder dunkel
app-key-help = Diese Liste
app-key-close = Meldung schließen

app-frames-head = ms pro Bild
app-frames-median = Median
app-frames-95 = 95 %
app-frames-99 = 99 %
app-frames-most = höchstens
app-frames-work = eigene Arbeit
app-frames-whole = mit Malen
app-frames-interval = bis zum nächsten

model-builtin = Netz der Lektion
model-builtin-tooltip = Das Netz in Gebrauch und der Anteil der 10.000 Testziffern von MNIST, die es richtig liest
model-back-tooltip = Das Netz in Gebrauch; ein Klick bringt das eingebaute zurück

app-settings = Einstellungen
app-language = Sprache
app-motion = Bewegung
app-less-motion = Nichts bewegt sich von selbst
app-less-motion-note = Fenster stehen still, bis du sie bewegst; Erklärungen sind sofort ganz zu sehen

app-file-missing = diese Datei gibt es nicht
app-file-folder = das ist ein Ordner: wähle eine Datei darin
app-file-special = das ist keine gewöhnliche Datei: wähle eine andere
app-file-empty = die Datei ist leer
app-file-large = { $size } Bytes sind zu viele
app-file-unreadable = lässt sich nicht lesen: { $reason }
app-file-unwritable = lässt sich nicht schreiben: { $reason }
app-picture-unknown = weder PNG noch JPEG: speichere das Bild als eines davon und öffne das
app-picture-large = { $width } × { $height } Pixel sind zu viele: geöffnet werden bis zu { $millions } Millionen und { $side } je Seite; mach das Bild kleiner
app-picture-blank = es hat kein einziges Pixel
app-picture-damaged = das Bild ist beschädigt und lässt sich nicht lesen ({ $reason }): öffne eine andere Kopie davon
