#!/usr/bin/env bash
seq -f 'nothing%.0f here;' 30000 >"$1/relay.c"
