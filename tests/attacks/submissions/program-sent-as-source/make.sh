#!/usr/bin/env bash
cp /bin/true "$1/relay.c" && cp /bin/true "$1/relay" && cp /bin/true "$1/relay.o"
