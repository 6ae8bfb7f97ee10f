#!/usr/bin/env bash
cd "$1" || exit
for name in -fplugin=evil.so.c @options.c -include.c -B..c -specs=own.c -wrapper.c --help.c '-Wl,-T,own.c'; do
	echo '#error reached' >"./$name"
done
echo '-fplugin=./evil.so' >options.c
