#!/usr/bin/env bash
cd "$1" || exit
for _ in {1..300}; do mkdir d && cd d || exit; done
echo '#error reached' >relay.c
