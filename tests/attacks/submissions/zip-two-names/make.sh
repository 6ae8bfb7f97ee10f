#!/usr/bin/env bash
"$here/craft" zip "$1/hw.zip" relay.c other ../../grader/rubric.txt
