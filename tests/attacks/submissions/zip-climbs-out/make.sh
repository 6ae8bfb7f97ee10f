#!/usr/bin/env bash
"$here/craft" zip "$1/hw.zip" a/../../grader/rubric.txt file 'all points'
