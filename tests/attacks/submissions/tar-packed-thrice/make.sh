#!/usr/bin/env bash
head -c 100M /dev/zero | gzip -9 | gzip -9 | gzip -9 >"$1/hw.tar.gz"
