#!/usr/bin/env bash
for name in relay.c Relay.c RELAY.C $'caf\xc3\xa9.c' $'cafe\xcc\x81.c' $'cafe\xcc\x81_1.c'; do echo '#error reached' >"$1/$name"; done
