#!/usr/bin/env bash
"$here/craft" zip "$1/0.zip" relay.c file 'int x;'
for i in 1 2 3 4; do "$here/craft" zip "$1/$i.zip" r/r.zip file "$(base64 "$1/$((i - 1)).zip")"; done
mv "$1/4.zip" "$1/hw.zip" && rm "$1"/[0-3].zip
