#!/usr/bin/env bash
ln -s ../grader "$1/hw"
