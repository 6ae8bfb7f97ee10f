#!/usr/bin/env bash
# One scenario alone, and the faults that are told once.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"
new_assignment greet
mkdir bug
cp greet/reference/tell.c bug
sed -i '/^		close(ends\[1\]);$/d' bug/tell.c
first=$(grep -oE '^SCENARIO\([a-z_]+, [a-z_]+' greet/scenarios.c | head -n 1 | sed -E 's/SCENARIO\((.*), (.*)/\1\/\2/')

story "a scenario alone shows all that it saw, and no score"
run "$proctor" grade ./greet greet/reference --scenario "$first"
expect_status 0
expect_output "✓ $first"
expect_output 'Met: '
expect_output 'EXITED'
expect_output 'so there is no score'
expect_output_lacks '/ 100'
expect test "$(grep -c '^✓' "$work/.out")" -eq 1
expect_no_errors
expect_tidy

story "a pattern runs several, and a fault is one however many scenarios show it"
run "$proctor" grade ./greet bug -s '[ew]*'
expect_status 1
expect_output '✗ eof/'
expect_output 'DEADLOCKED'
expect test "$(grep -c '^Found:' "$work/.out")" -eq 1
expect_output '^Seen in: +eof/[a-z_]+, waits/'

story "a student checks one scenario in the same way"
run "$proctor" check bug --assignment ./greet --scenario 'eof/*'
expect_status 1
expect_output '✗ eof/'

story "a scenario that does not exist is told by name, with one that does"
run "$proctor" grade ./greet bug --scenario nothing/here
expect_status 2
expect_no_output
expect_sentence "no scenario 'nothing/here'; one is called "

story "a program that does not build has its first error told"
mkdir typo && sed 's/int ends\[2\];/int ends[2]/' greet/reference/tell.c >typo/tell.c
run "$proctor" grade ./greet typo --scenario "$first"
expect_status 1
expect_output '^Build: .*does not compile'

story "a single scenario goes without a folder of results and without formats"
run "$proctor" grade ./greet bug --scenario "$first" -o out
expect_status 2
expect_sentence '--scenario makes no score'
run "$proctor" grade ./greet bug --scenario "$first" --format json
expect_status 2
expect_sentence '--scenario makes no score'

story "explain prints the command that shows a scenario again, and it does"
run "$proctor" grade ./greet bug -o out
run "$proctor" explain out/bug eof
expect_status 0
expect_output '^ *Costs: +eof'
command=$(sed -n 's|^ *\(.*proctor grade .* --scenario eof/[a-z_]*\)$|\1|p' "$work/.out" | head -n 1)
expect test -n "$command"
run bash -c "$command"
expect_status 1
expect_output 'DEADLOCKED'

story "report.json has each fault once, with who saw it, where, and what it costs"
expect test "$(jq '[.faults[] | select(.kind == "deadlock")] | length' out/bug/report.json)" -eq 1
expect test "$(jq -r '.faults[0].analysers[0]' out/bug/report.json)" = deadlock
expect test "$(jq -r '.faults[0].items | index("eof") != null' out/bug/report.json)" = true
expect test "$(jq '.faults[0].scenarios | length' out/bug/report.json)" -ge 2

told
