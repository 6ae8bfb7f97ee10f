#!/usr/bin/env bash
seq -f 'nothing%g here%g;' 30000 >"$1/relay.c"
