#!/usr/bin/env bash
for header in stdio.h unistd.h features.h stddef.h; do echo "#error not ours" >"$1/$header"; done
head -c 4000 /dev/urandom >"$1/relay.h.gch" && echo '#error reached' >"$1/relay.h"
printf '#include <stdio.h>\n#include "relay.h"\n' >"$1/relay.c"
