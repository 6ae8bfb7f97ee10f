#!/usr/bin/env bash
"$here/craft" tar "$1/hw.tar" a.c char 1,5 b.c block 8,0 c.c fifo ''
