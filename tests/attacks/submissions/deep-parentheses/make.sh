#!/usr/bin/env bash
{ printf 'int x = '; head -c 400000 /dev/zero | tr '\0' '('; } >"$1/relay.c"
