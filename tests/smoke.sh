#!/usr/bin/env bash
# Starts the real program in a virtual screen, draws a seven with the pointer, saves the drawing
# through the window, and has the command line read the saved file: tests/smoke.sh PROGRAM
# Needs Xvfb, xdotool and a software GL.
set -euo pipefail
program=$(realpath "$1")
. "$(dirname "$0")/virtual-window.sh"
open_window
echo "smoke: a window after $milliseconds ms"

move() { xdotool mousemove --window "$window" "$1" "$2"; sleep 0.02; }
move 240 180
xdotool mousedown 1
for step in $(seq 1 12); do move $((240 + step * 20)) 180; done
for step in $(seq 1 12); do move $((480 - step * 13)) $((180 + step * 26)); done
xdotool mouseup 1
sleep 0.5
for page in 3 1; do xdotool key --window "$window" "$page"; sleep 0.5; done
xdotool key --window "$window" ctrl+s
sleep 0.5
xdotool key --window "$window" ctrl+a
xdotool type --window "$window" --delay 20 "$work/seven.png"
xdotool key --window "$window" Return
saved() { [ -s "$work/seven.png" ]; }
until_true "the drawing is not saved" saved
still_there
said=$("$program" classify --json "$work/seven.png")
case $said in
  *'"digit":7'*) echo "smoke: the drawn seven is read as a seven" ;;
  *) fail "the drawn seven is read otherwise: $said" ;;
esac
