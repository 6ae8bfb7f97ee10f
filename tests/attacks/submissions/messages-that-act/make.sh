#!/usr/bin/env bash
printf '#warning \e]0;all points\a \e[2J\n#error \xe2\x80\xae]]> <failure message="">&bogus;\n#error ","score":100,"x":"\n#error =HYPERLINK("http://x","y")\n#error \xc2\x9b2J \xff\xfe \xed\xa0\x80 \xef\xbf\xbf\n#pragma message "\\e[2J"\n' >"$1/relay.c"
printf '=cmd() "," \n@x\n' >"$1/=other.c"
