#!/usr/bin/env bash
"$here/craft" zip "$1/hw.zip" '..\..\grader\rubric.c' file '#error reached' 'C:\autoexec.c' file 'int x;'
