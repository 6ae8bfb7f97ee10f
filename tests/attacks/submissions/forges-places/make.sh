#!/usr/bin/env bash
printf '#line 1 "/etc/shadow"\n#error a\n#line 4294967295 "\e[2J\\n","score":100"\n#error b\n#line 3 "<failure/>]]>"\n#error c\n#line 2147483647 "=cmd()"\n#error d\n' >"$1/relay.c"
