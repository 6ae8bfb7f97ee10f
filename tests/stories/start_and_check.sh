#!/usr/bin/env bash
# A student: list, start, check.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"

story "list shows each assignment with title and mechanisms"
run "$proctor" list
expect_status 0
expect_output '^pipe-relay +Relay lines through pipes +pipe$'
expect_output '^sem-buffer .*posix-sem'
expect_output '^threads-bank .*pthread$'
expect_no_errors

story "list --ids gives one word a line"
run "$proctor" list --ids
expect_status 0
expect_output '^pipe-relay$'
expect_output_lacks ' '

new_assignment greet
mkdir -p "own ones/broken" && mv greet "own ones/" && echo 'id: x' >"own ones/broken/assignment.yaml"

story "list of a folder tells what cannot be read and lists the others"
run "$proctor" list "own ones"
expect_status 2
expect_output '^own ones/greet +Send words through a pipe +pipe$'
expect_sentence 'own ones/broken/assignment.yaml:1: '

story "list of a folder without assignments says so"
run "$proctor" list "$TMPDIR"
expect_status 2
expect_no_output
expect_sentence 'there is no assignment'

story "list of a folder that is not there says so"
run "$proctor" list nowhere
expect_status 2
expect_sentence 'cannot read the folder nowhere: No such file'

story "start copies handout and starter and tells what comes next"
run "$proctor" start pipe-relay
expect_status 0
expect_file pipe-relay/handout.md
expect_file pipe-relay/relay.c
expect_file pipe-relay/.proctor
expect_output 'proctor check'
expect_output 'cd pipe-relay'
expect_no_errors

story "start into a folder with a blank in its name"
run "$proctor" start pipe-relay "my work/relay"
expect_status 0
expect_file "my work/relay/relay.c"
expect_output 'cd .my work/relay.'

story "start overwrites nothing, and names what is in the way"
echo mine >pipe-relay/relay.c
run "$proctor" start pipe-relay
expect_status 2
expect_sentence 'relay\.c.*nothing was copied'
expect grep -qx mine pipe-relay/relay.c

story "start copies nothing when one file is in the way"
mkdir half && echo mine >half/relay.c
run "$proctor" start pipe-relay half
expect_status 2
expect_sentence ': relay\.c; nothing was copied'
expect_no_file half/handout.md
expect_no_file half/.proctor

story "start of an unknown assignment says where to look"
run "$proctor" start pipe-rely
expect_status 2
expect_sentence "no assignment 'pipe-rely'.*proctor list"
expect_no_file pipe-rely

story "start of an assignment of one's own remembers its place"
run "$proctor" start "own ones/greet" greeting
expect_status 0
expect grep -qx "$work/own ones/greet" greeting/.proctor

story "check in the folder needs no argument; the starter gets what it deserves"
run env -C greeting "$proctor" check
expect_status 1
expect_output '✓ builds .* 10 / 10'
expect_output '✗ text .* 0 / 25'
expect_output 'Hint: '
expect_output 'Read: pipe\(2\)'
expect_output '^Total: 10 of 100 points\.'
expect_no_errors
expect_tidy

story "check leaves the folder as it was"
expect_no_file greeting/plan.jsonl
expect test "$(find greeting -type f -printf '%f\n' | sort | xargs)" = ".proctor handout.md tell.c"

story "check of a right answer, by its path"
cp "own ones/greet/reference/tell.c" greeting/tell.c
run "$proctor" check greeting
expect_status 0
expect_output '^Total: 100 of 100 points\.'

story "check -o keeps the evidence, and says where"
run "$proctor" check greeting -o kept
expect_status 0
expect_error 'kept/greeting$'
expect_file kept/greeting/score.jsonl
expect_file kept/greeting/report.txt

story "check does not take its own results for a part of the work"
run env -C greeting "$proctor" check -o results
run env -C greeting "$proctor" check -o results
expect_status 0
expect test -z "$(find greeting/results -path '*source*' -name '*.jsonl')"

story "check in a folder that nobody started says what to do"
mkdir elsewhere
run "$proctor" check elsewhere
expect_status 2
expect_no_output
expect_sentence 'elsewhere: nothing says which assignment this is; .*--assignment'

story "check --assignment needs no memory"
cp "own ones/greet/reference/tell.c" elsewhere
run "$proctor" check elsewhere --assignment "own ones/greet"
expect_status 0

story "check of a folder that is not there says so"
run "$proctor" check nowhere
expect_status 2
expect_sentence 'nowhere: there is no such folder'

story "items for staff only are counted, but not shown to a student"
sed -i 's|^  - id: usage|&\n    visible: staff|' "own ones/greet/rubric.yaml"
sed -i 's/return 2;/return 0;/' elsewhere/tell.c
run "$proctor" check elsewhere --assignment "own ones/greet"
expect_status 1
expect_output_lacks 'usage'
expect_output '1 more item is shown to staff only.* 0 of 10 points'
run "$proctor" grade "own ones/greet" elsewhere
expect_output '✗ usage '

told
