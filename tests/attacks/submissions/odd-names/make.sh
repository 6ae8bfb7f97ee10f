#!/usr/bin/env bash
cd "$1" || exit
for name in 'a b.c' '#.c' '-o.c' $'new\nline.c' "quote'.c" 'double".c' '$(touch grader).c' '`touch x`.c' $'tab\t.c' \
	$'\xff\xfe.c' ';reboot;.c' '*.c' '&&.c' '|cat.c' '%s%n.c' '<b>.c' ']]>.c' '\n.c'; do
	echo '#error reached' >"./$name"
done
