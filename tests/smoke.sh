#!/usr/bin/env bash
# Starts the real program in a virtual screen, draws a seven with the pointer, saves the drawing
# through the window, and has the command line read the saved file: tests/smoke.sh PROGRAM
# Needs Xvfb, xdotool and a software GL.
set -euo pipefail
program=$(realpath "$1")
work=$(mktemp -d)
# The screen itself finds a number that is free.
Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
screen=$!
app=""
end() {
  [ -z "$app" ] || kill "$app" 2>/dev/null || true
  kill "$screen" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
export XDG_DATA_HOME="$work/data" HOME="$work"
fail() { echo "smoke: $*" >&2; exit 1; }
until_true() { # until_true WHAT COMMAND...: for at most 30 seconds
  local what=$1; shift
  for _ in $(seq 300); do "$@" && return 0; sleep 0.1; done
  fail "$what"
}

screen_answers() {
  DISPLAY=":$(cat "$work/display")"
  export DISPLAY
  [ "$DISPLAY" != : ] && xdotool getdisplaygeometry >/dev/null 2>&1
}
until_true "the virtual screen does not start" screen_answers
begun=$(date +%s%N)
"$program" >"$work/log" 2>&1 &
app=$!
window_there() {
  kill -0 "$app" 2>/dev/null || { cat "$work/log" >&2; fail "the program has ended"; }
  window=$(xdotool search --onlyvisible --pid "$app" 2>/dev/null | head -1)
  [ -n "$window" ]
}
until_true "no window appears" window_there
echo "smoke: a window after $((($(date +%s%N) - begun) / 1000000)) ms"
xdotool windowmove "$window" 0 0 windowsize "$window" 1280 900 windowfocus "$window"
sleep 1

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
kill -0 "$app" 2>/dev/null || { cat "$work/log" >&2; fail "the program has ended"; }
said=$("$program" classify --json "$work/seven.png")
case $said in
  *'"digit":7'*) echo "smoke: the drawn seven is read as a seven" ;;
  *) fail "the drawn seven is read otherwise: $said" ;;
esac
