#!/bin/sh
# Cuts the letters that the app needs out of the full fonts: subset.sh FOLDER_WITH_FONTS
# Needs fonttools (pip install fonttools).
set -eu
here=$(dirname "$0")
unicodes="U+0020-007E,U+00A0-017F,U+0192,U+02C6,U+02DA,U+02DC,U+0391-03C9,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+2070-2079,U+207B,U+2080-2089,U+20AC,U+2122,U+2190-2199,U+21A9,U+21AA,U+2202,U+2206,U+220F,U+2211,U+2212,U+2215,U+2219,U+221A,U+221E,U+222B,U+2248,U+2260,U+2264,U+2265,U+2308-230B,U+25B2,U+25BC,U+25CF,U+2713"
for weight in Regular Medium SemiBold Bold; do
  pyftsubset "$1/Inter-$weight.otf" --unicodes="$unicodes" --layout-features='kern,mark,mkmk,ccmp' \
    --no-hinting --desubroutinize --output-file="$here/Inter-$weight.otf"
done
for weight in Regular Medium Bold; do
  pyftsubset "$1/JetBrainsMono-$weight.ttf" --unicodes="$unicodes" --layout-features='' \
    --no-hinting --output-file="$here/JetBrainsMono-$weight.ttf"
done
