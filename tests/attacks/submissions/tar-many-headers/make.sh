#!/usr/bin/env bash
header=(x pax $'18 path=../relay.c\n')
for _ in {1..12}; do header+=("${header[@]}"); done
"$here/craft" tar "$1/hw.tar" "${header[@]}" relay.c file '#error reached'
