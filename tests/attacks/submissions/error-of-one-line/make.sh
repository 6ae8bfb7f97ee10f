#!/usr/bin/env bash
{ printf '#error '; head -c 5000000 /dev/zero | tr '\0' 'x'; } >"$1/relay.c"
