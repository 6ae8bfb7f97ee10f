#!/usr/bin/env bash
# A schedule that was kept, told again.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"
cc=$root/${BUILD:-build}/proctor-cc

expect "$cc" -pthread -o locks "$root/tests/explorer/locks_in_opposite_order.c"
run "$proctor" explore --keep kept -- ./locks

story "a schedule is told step by step, from any folder"
mkdir elsewhere
cd elsewhere || exit 3
run "$proctor" replay ../kept/1.schedule
cd ..
expect_status 0
expect_output '^\./locks: deadlock, seen first by surw:[0-9]+:[0-9]+'
expect_output '^    1  process 1: fork\(\) = 1  '
expect_output '\* +Here process 2 is interrupted before its sem_wait\(\) at'
expect_output '! +Here nobody can go on\.'
expect_output 'process 3 waits in sem_wait\(\) for a semaphore that is 0'
expect_no_errors

story "what is wrong is told where it comes, and not what comes after it"
expect "$cc" -o torn "$root/tests/explorer/frame_torn.c"
run "$proctor" explore --keep torn.kept -- ./torn
run "$proctor" replay torn.kept/1.schedule
expect_status 0
expect_output '! +Here process 1 reads, at frame_torn.c:37, in main, what process 2 has'
expect_output_lacks 'exits'

story "a program that was mended is known to be another, and shows nothing any more"
expect "$cc" -pthread -o locks "$root/tests/explorer/locks_in_same_order.c"
run "$proctor" replay kept/1.schedule
expect_status 1
expect_output 'The program is another one than when this was kept'
expect_output 'The fault was not seen this time\.'
expect "$cc" -pthread -o locks "$root/tests/explorer/locks_in_opposite_order.c"

story "a process is stopped where it goes wrong, and gdb is given it alive"
mkdir bin
cat >bin/gdb <<'END'
#!/bin/sh
echo "gdb $1 $2, $(tr '\000' ' ' </proc/$3/cmdline)stopped"
END
chmod +x bin/gdb
run env PATH="$PWD/bin:$PATH" "$proctor" replay --gdb 2 kept/1.schedule
expect_status 0
expect_output '^gdb -q -p, \./locks stopped$'
run env PATH="$PWD/bin:$PATH" "$proctor" replay --gdb 3 --at 2 kept/1.schedule
expect_status 2
expect_sentence 'there is no process 3 at that point'

story "without gdb its package is named"
mkdir empty
run env PATH="$PWD/empty" "$proctor" replay --gdb 2 kept/1.schedule
expect_status 2
expect_sentence 'gdb is not installed: .*apt install gdb'

story "what is no schedule is refused in a sentence"
echo '{"schedule": 1, "program": []}' >bad.schedule
run "$proctor" replay bad.schedule
expect_status 2
expect_sentence 'bad.schedule: no kept schedule: "program" wants a list'
run "$proctor" replay nothing.schedule
expect_status 2
expect_sentence 'nothing.schedule: No such file'
run "$proctor" replay --at 3 kept/1.schedule
expect_status 2
expect_sentence '\-\-at wants \-\-gdb'

story "what a grade has found is listed, and shown again in a box"
mkdir -p graded/build/explored graded/explored/schedules.two
cp locks graded/build/explored/
: >graded/explored/schedules.two/input
{
	echo '{"explored":"locks","argv":["locks"],"outcome":"EXITED(0)"}'
	sed 's|"\./locks"|"/box/locks"|; s|"folder":"[^"]*"|"folder":"/box"|
		s|.*|{"fault":"deadlock","text":"Nobody can go on","kept":&}|' kept/1.schedule
	echo '{"status":256,"wrong":"the sum is 3","schedule":"pct:7:20"}'
	echo '{"fault":"race","text":"\u001b[2J","kept":{"schedule":1}}'
	echo '{"end":true}'
} >graded/explored/schedules.two/found.jsonl
run "$proctor" replay graded
expect_status 0
expect_output '^  1  deadlock, in schedules\.two$'
expect_output '^     Nobody can go on$'
expect_output '^  2  wrong result, in schedules\.two$'
expect_output '^     \\x1b\[2J$'
run "$proctor" replay graded 1
expect_status 0
expect_output '^/box/locks: deadlock, seen first by'
expect_output '! +Here nobody can go on\.'
expect_output_lacks 'another one than when this was kept'
run "$proctor" replay graded 2
expect_status 0
expect_output '  process 1: fork\(\) = 1  '

story "what is wrong in the results of a grade is told"
run "$proctor" replay graded 3
expect_status 3
expect_sentence 'no kept schedule'
run "$proctor" replay graded 9
expect_status 2
expect_sentence 'no number 9 among the 3'
run "$proctor" replay graded one
expect_status 2
run "$proctor" replay empty
expect_status 2
expect_sentence 'no results of an exploration'
told
