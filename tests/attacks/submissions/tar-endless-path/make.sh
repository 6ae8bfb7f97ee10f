#!/usr/bin/env bash
"$here/craft" tar "$1/hw.tar" x path 60000 relay.c file 'int x;'
