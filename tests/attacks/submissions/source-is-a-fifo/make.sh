#!/usr/bin/env bash
mkfifo "$1/relay.c"
