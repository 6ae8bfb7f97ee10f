#!/usr/bin/env bash
mkdir "$1/"'=HYPERLINK("x"),<a b="c">&lt;]]>{"score":100}'
cd "$1/"'=HYPERLINK("x"),<a b="c">&lt;]]>{"score":100}' || exit
echo '#error reached' >'=cmd()|calc.c'
echo '#error =cmd(),"<failure/>]]>' >'@SUM(1).c'
