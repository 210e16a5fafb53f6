# Die Zeichenfläche und das Dock.

ink-title = Deine Ziffer
ink-canvas = Zeichenfläche: Zeichne eine Ziffer mit dem Zeiger
ink-hint = Zeichne eine Ziffer
ink-seen = Das Netz sieht
ink-unsure = Nicht sicher

ink-undo = Rückgängig
ink-undo-tooltip = Den letzten Strich zurücknehmen (Strg+Z)
ink-redo = Wiederholen
ink-redo-tooltip = Den Strich wiederherstellen (Strg+Umschalt+Z)
ink-clear = Leeren
ink-clear-tooltip = Die Fläche leeren; Rückgängig holt alles wieder (Entf)
ink-open = Öffnen
ink-open-tooltip = Das Bild einer Ziffer öffnen: PNG oder JPEG, jede Größe, dunkel auf hell oder hell auf dunkel (Strg+O)
ink-random = Zufallsziffer
ink-random-tooltip = Eine echte Ziffer, mit der das Netz nicht trainiert wurde, mit der wahren Antwort (R)
