# What the runners of the odd programs share.
# shellcheck shell=bash

# field NAME FILE: what stands behind NAME in the head comment, one line for each time.
field() {
	sed -nE "1,/\\*\\//{/^[ /]\\* $1: ?/{s///;s/ ?\\*\\/\$//;p}}" "$2"
}
