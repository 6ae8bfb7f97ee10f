#!/usr/bin/env bash
{
	echo '#define a0 1 + 1 +'
	for i in {1..30}; do echo "#define a$i a$((i - 1)) a$((i - 1))"; done
	echo 'int main(void) { return a30 1; }'
} >"$1/relay.c"
