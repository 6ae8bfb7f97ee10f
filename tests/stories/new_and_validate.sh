#!/usr/bin/env bash
# An author: an assignment of one's own.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"

story "new makes a whole assignment, and says what comes next"
run "$proctor" new first
expect_status 0
expect_no_errors
for file in assignment.yaml handout.md starter/tell.c scenarios.c rubric.yaml reference/tell.c \
	reference/variants/stdio/tell.c reference/bugs/write-end-left-open.patch; do
	expect_file first/$file
done
expect_output 'proctor validate \./first$'
expect test -z "$(grep -rl '@ID@' first)"
expect grep -qx 'id: first' first/assignment.yaml

story "new into a folder of another name"
run "$proctor" new second "my assignments/number two/"
expect_status 0
expect grep -qx 'id: second' "my assignments/number two/assignment.yaml"

story "new takes an empty folder, and no other"
mkdir fresh
run "$proctor" new fresh
expect_status 0
echo mine >fresh/scenarios.c
run "$proctor" new fresh
expect_status 2
expect_sentence 'fresh is there already; nothing was made'
expect grep -qx mine fresh/scenarios.c

story "an ID that will not do is refused"
for id in First 1st -x a/b 'a b' "$(printf 'x%.0s' {1..41})" ../up a_b; do
	run "$proctor" new -- "$id"
	expect_status 2
	expect_no_output
	expect_sentence "an ID is lower-case letters, digits and '-'.*not '"
done
expect test -z "$(find . -name '*.part*')"
expect_no_file First

story "new where nothing can be written"
run "$proctor" new third /proc/third
expect_status 3
expect_sentence 'cannot make /proc/third'

story "the starter compiles, and is a beginning"
run "$proctor" grade ./first first/starter
expect_status 1
expect_output '✓ builds '
expect_output '✗ text '

story "the reference gets full marks"
run "$proctor" grade ./first first/reference
expect_status 0

story "what new made validates at once"
if "$proctor" validate --help >/dev/null 2>&1; then
	run "$proctor" validate ./first
	expect_status 0
	expect_output 'bug +write-end-left-open loses eof, waits'
	expect_output '^8 held, 0 failed$'
	expect_tidy
else
	skip "there is no proctor validate"
fi

story "validate says what does not hold"
if "$proctor" validate --help >/dev/null 2>&1; then
	sed -i 's/^Expect-lost: long$/Expect-lost: usage/' first/reference/bugs/word-cut-at-4096.patch
	run "$proctor" validate ./first
	expect_status 1
	expect_output 'FAIL.*word-cut-at-4096'
	expect_output 'usage should be lost, but is passed'
	expect_output ' failed$'
else
	skip "there is no proctor validate"
fi

told
