#!/usr/bin/env bash
: >"$1/$(printf 'a%.0s' {1..253}).c"
