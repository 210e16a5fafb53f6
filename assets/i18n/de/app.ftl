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
app-key-close = Dialog oder Meldung schließen

app-frames-head = ms pro Bild
app-frames-median = Median
app-frames-95 = 95 %
app-frames-99 = 99 %
app-frames-most = höchstens
app-frames-work = eigene Arbeit
app-frames-whole = mit Malen
app-frames-interval = bis zum nächsten

model-builtin = Netz der Lektion
model-builtin-tooltip = Das benutzte Netz und der Anteil der 10.000 Testziffern von MNIST, die es richtig liest
model-back-tooltip = Das benutzte Netz; ein Klick bringt das eingebaute zurück

app-settings = Einstellungen
app-language = Sprache
app-motion = Bewegung
app-less-motion = Nichts bewegt sich von selbst
app-less-motion-note = Fenster stehen still, bis du sie bewegst; Erklärungen sind sofort ganz zu sehen, und nichts blendet über oder blinkt. Es gilt nur dieser Schalter: Was im System eingestellt ist, wird nicht gelesen.

app-keys-everywhere = Auf jeder Seite
app-keys-tab = Tab, Umschalt+Tab
app-keys-press = Leertaste, Enter
app-keys-arrows = Pfeiltasten
app-keys-space = Leertaste
app-keys-sideways = ←, →
app-keys-upright = ↑, ↓
app-keys-ends = Pos1, Ende
app-keys-shift-arrows = Umschalt+↑, Umschalt+↓
app-keys-by-layer = Strg+←, Strg+→
app-keys-delete = Entf
app-keys-page-down = Bild ab
app-keys-page-up = Bild auf
app-keys-escape = Esc
app-keys-ctrl = Strg
app-keys-shift = Umschalt
app-key-tab = Zum nächsten Bedienelement, zum vorigen
app-key-press = Drücken, was den Ring hat
app-key-slide = Den Regler bewegen, der den Ring hat
app-key-play = Das Fenster laufen lassen oder anhalten
app-key-step = Eine Zelle zurück oder weiter
app-key-ends = Die erste Zelle, die letzte
app-key-cells = In Eingabe, Ausgabe, Kern: von Zelle zu Zelle
app-key-weight = Im Kern: eine Zahl erhöhen oder senken
app-key-move-step = Auf einem Schritt: ihn verschieben
app-key-select = Im Bild: von Zelle zu Zelle
app-key-by-layer = Im Bild: von Schicht zu Schicht
app-key-move-layer = Im Aufbau: eine Schicht verschieben
app-key-window = Das Fenster der Abbildung bewegen
