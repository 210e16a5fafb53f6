#!/usr/bin/env bash
# A page in a real window under software rendering, at 1280×900, and how its frames are distributed:
# benches/real-window.sh PROGRAM train|network [SECONDS]
#   train    the lesson's run at full speed, and how fast it is beside the command line's with as
#            many threads
#   network  a pen that never rests, all maps live, the arithmetic of a cell open
# Needs Xvfb and xdotool, and a machine that does nothing else.
set -euo pipefail
program=$(realpath "$1")
page=$2
seconds=${3:-30}
. "$(dirname "$0")/../tests/virtual-window.sh"
export RUST_LOG=convscope=info
open_window --frame-times
click() { xdotool mousemove --window "$window" "$1" "$2"; sleep 0.2; xdotool click 1; sleep 0.5; }

# The pen in the dock's canvas, round and round, a point every 5 ms, a stroke every 60 points; the
# stroke before is undone, so that the ink stays a digit's.
pen() {
  awk -v points="$((seconds * 180))" 'BEGIN {
    for (i = 0; i < points; i++) {
      angle = i / 30
      printf "mousemove %d %d\n", 188 + 40 * cos(angle * 1.3), 146 + 60 * sin(angle)
      if (i % 60 == 0) print "mousedown 1"
      if (i % 60 == 59) { print "mouseup 1"; if (i > 60) print "key ctrl+z" }
      print "sleep 0.005"
    }
  }' >"$work/pen"
  xdotool - <"$work/pen"
}

case $page in
train)
  xdotool key --window "$window" 4
  sleep 0.5
  click 655 104 # the pace
  click 640 145 # at full speed
  click 1136 644 # the epochs
  xdotool type --window "$window" 1000
  xdotool key --window "$window" Return
  sleep 0.5
  xdotool mousemove --window "$window" 600 740
  xdotool key --window "$window" space
  sleep "$seconds"
  ;;
network)
  xdotool key --window "$window" 3
  sleep 0.5
  pen
  ;;
*) fail "which page? train or network" ;;
esac
[ -z "${PICTURE:-}" ] || import -window root "$PICTURE"
said=$(grep 'frames, ms:' "$work/log" | tail -1 || true)
kill "$app"; wait "$app" 2>/dev/null || true
app=""
echo "median, 95 %, 99 % and most of the last ${said#*] }" | sed 's/; training.*//'
[ "$page" = train ] || exit 0
# Two lines a second: the second half of them.
speed=$(grep -o 'training [0-9]* images' "$work/log" | tail -"$seconds" |
  awk '{ sum += $2 } END { printf "%.0f", sum / NR }')
[ "${speed:-0}" -gt 0 ] || fail "the run has not started: ${said:-nothing was measured}"
threads=$(($(nproc) > 1 ? $(nproc) - 1 : 1))
alone=$("$program" train --threads "$threads" --epochs 5 --seed 1 --json 2>/dev/null |
  tail -1 | grep -o '"images_per_second":[0-9.]*' | cut -d: -f2)
awk -v beside="$speed" -v alone="$alone" -v threads="$threads" 'BEGIN {
  printf "%d images a second beside the window, %d on the command line, %d threads: %.0f %%\n",
    beside, alone, threads, 100 * beside / alone }'
