#!/usr/bin/env bash
{
	printf '#include <unistd.h>\n'
	printf 'void wait_here(void) __asm__("]]><failure>\\033[2JPASSED\\342\\200\\256");\n'
	printf '#line 1 "\e[2J=cmd(),<x>\xe2\x80\xae.c"\n'
	printf '__attribute__((noinline)) void wait_here(void) { char c; int p[2]; pipe(p); read(p[0], &c, 1); }\n'
	printf 'int main(void) { wait_here(); return 0; }\n'
} >"$1/relay.c"
