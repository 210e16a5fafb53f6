# The real program in a virtual screen, for the scripts that source this: they set `program`, and
# get `work`, a folder that goes away at the end, and with `open_window ARGUMENT...` `app`, its
# number, and `window`, 1280×900. Needs Xvfb, xdotool and a software GL.
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
fail() { echo "$(basename "$0" .sh): $*" >&2; exit 1; }
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
still_there() {
  kill -0 "$app" 2>/dev/null || { cat "$work/log" >&2; fail "the program has ended"; }
}
window_there() {
  still_there
  window=$(xdotool search --onlyvisible --pid "$app" 2>/dev/null | head -1)
  [ -n "$window" ]
}
open_window() {
  until_true "the virtual screen does not start" screen_answers
  local begun
  begun=$(date +%s%N)
  "$program" "$@" >"$work/log" 2>&1 &
  app=$!
  until_true "no window appears" window_there
  milliseconds=$((($(date +%s%N) - begun) / 1000000))
  xdotool windowmove "$window" 0 0 windowsize "$window" 1280 900 windowfocus "$window"
  sleep 1
}
