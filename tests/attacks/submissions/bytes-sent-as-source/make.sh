#!/usr/bin/env bash
perl -e 'srand(1); print pack("C*", map { rand(256) } 1 .. 200000)' >"$1/relay.c"
printf 'BC\xc0\xde' >"$1/bitcode.c"
printf 'INPUT(/etc/shadow)\n' >"$1/script.c"
echo x | gzip >"$1/packed.c"
