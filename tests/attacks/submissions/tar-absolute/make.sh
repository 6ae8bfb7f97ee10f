#!/usr/bin/env bash
"$here/craft" tar "$1/hw.tar" "$(dirname "$1")/grader/rubric.txt" file 'all points'
