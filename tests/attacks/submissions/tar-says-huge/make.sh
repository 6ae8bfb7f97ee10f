#!/usr/bin/env bash
"$here/craft" tar "$1/hw.tar" relay.c huge $((1 << 40))
