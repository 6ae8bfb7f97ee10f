#!/usr/bin/env bash
cd "$1" && seq -f 'f%g.c' 5000 | xargs touch
