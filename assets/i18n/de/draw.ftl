# Die Seite Zeichnen.

draw-title = Zeichnen
draw-subtitle = Schreib eine Ziffer. Alle anderen Seiten folgen ihr.
draw-tooltip = Zeichne eine Ziffer; sie wird bei jedem Strich neu gelesen (1)

draw-pen = Stift
draw-pen-tooltip = Zeichnen (P)
draw-eraser = Radierer
draw-eraser-tooltip = Striche wegradieren, wo du sie berührst (E)
draw-width = Strichdicke
draw-width-tooltip = Wie dick der Stift auf dem Bildschirm ist ([ und ] oder − und +); das Netz bekommt immer die Dicke von MNIST zu sehen
draw-save = Speichern
draw-save-tooltip = Die Zeichnung als PNG speichern (Strg+S)
draw-drop = oder zieh ein Bild hierher oder füge eins ein

draw-says = Das Netz sagt
draw-nothing = Noch nichts. Zeichne eine Ziffer auf die Fläche, öffne ein Bild oder nimm eine Zufallsziffer.
draw-sure = Sicher
draw-likely = Wahrscheinlich, nicht sicher
draw-unsure = Nicht sicher
draw-then = Dann { $second } mit { $second-share } %, { $third } mit { $third-share } %.
draw-no-other = Keine andere Ziffer kommt infrage.
draw-guess-untrained = Es hat noch nichts gelernt. Am ehesten { $digit } mit { $share } %.
draw-guess-low = Keine Ziffer ragt heraus. Am ehesten { $digit } mit { $share } %.
draw-guess-doodle = Das sieht nicht nach einer Ziffer aus. Am ehesten { $digit } mit { $share } %.
draw-label-right = Auch die wahre Antwort ist { $label }.
draw-label-wrong = Die wahre Antwort ist { $label }.
draw-probabilities = Wahrscheinlichkeiten

draw-strip = Wie das Netz die Ziffer sieht
draw-strip-note = Schalte einen Schritt aus und sieh, wie sich die Antwort ändert.
draw-step-ink = Tinte
draw-step-ink-note = Gezeichnet
draw-step-crop = Ausschnitt
draw-step-crop-tooltip = Nur den Kasten um die Tinte ansehen; sonst werden die Ränder mit verkleinert
draw-step-scale = Skaliert
draw-step-scale-tooltip = Die längste Seite auf 20 Pixel bringen; sonst füllt die Ziffer das Bild von Rand zu Rand
draw-step-centre = Zentriert
draw-step-centre-tooltip = Den Schwerpunkt in die Mitte rücken; sonst wird der Kasten zentriert
draw-switch-crop = Ausschneiden
draw-switch-scale = Auf 20 × 20 bringen
draw-switch-centre = Nach dem Schwerpunkt zentrieren
draw-on = An
draw-off = Aus
draw-without = Ohne Schritt
draw-with = Mit Schritt
