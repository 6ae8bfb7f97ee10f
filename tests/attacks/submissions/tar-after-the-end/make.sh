#!/usr/bin/env bash
{ "$here/craft" tar /dev/stdout relay.c file '#error reached'; head -c 300M /dev/zero; } | gzip -1 >"$1/hw.tar.gz"
