#!/usr/bin/env bash
cd "$1" || exit
for name in $'\e[2J\e]0;all points\a.c' $'\xc2\x9b2J.c' $'\xe2\x80\xae)001 fo 001.c' $'\xe2\x81\xa6x.c' $'a\rTotal: 100.c' $'\b\b\b.c'; do
	echo '#error reached' >"./$name"
	mkdir -p "./$name.d/.git"
	ln -s x "./$name.link.c"
done
