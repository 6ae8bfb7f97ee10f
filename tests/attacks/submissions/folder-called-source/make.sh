#!/usr/bin/env bash
mkdir -p "$1/relay.c/inner.c" "$1/x.c" && mkfifo "$1/fifo.c" && ln -s /dev/zero "$1/zero.c" && : >"$1/empty.c"
echo '#error reached' >"$1/main.c"
