#!/usr/bin/env bash
"$here/craft" tar "$1/hw.tar" relay.c file 'int x;' "../../../../../../tmp/$LEFTOVER.c" file 'int y;'
