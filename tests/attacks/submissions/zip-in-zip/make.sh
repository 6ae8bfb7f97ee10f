#!/usr/bin/env bash
cd "$1" || exit
head -c 10M /dev/zero >relay.c && zip -q 0.zip relay.c && rm relay.c
for level in 1 2 3; do
	for copy in {1..9}; do cp $((level - 1)).zip $level$copy.zip; done
	zip -q $level.zip $level?.zip && rm $level?.zip
done
mv 3.zip hw.zip && rm [0-9].zip
