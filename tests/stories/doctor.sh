#!/usr/bin/env bash
# What this host can do.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"

story "doctor says what is there, and ends with one line that sums it up"
run "$proctor" doctor
expect_no_errors
[ "$status" -le 1 ] || complain "this host cannot grade; $(said)"
expect_output '^✓ boxes +a box opens'
expect_output '^✓ settling '
expect_output '^✓ compiler '
expect_output 'pipe-relay'
expect test "$(tail -n 1 "$work/.out" | grep -c '^This host can grade')" -eq 1
expect_tidy

story "doctor --format json has the same checks"
run "$proctor" doctor --format json
expect_output '^  "state": "(fine|note|missing)",$'
expect_output '"name": "settling"'
if command -v jq >/dev/null; then
	expect jq -e '[.checks[] | select(.name == "boxes" and .state == "fine")] | length == 1' \
		"$work/.out"
fi

story "doctor knows no other format"
run "$proctor" doctor --format yaml
expect_status 2
expect_sentence "no format 'yaml'"

# No namespaces below this one: a limit of user_namespaces(7) holds for a namespace and what is in it.
no_boxes() {
	unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_user_namespaces && exec "$@"' sh "$@"
}

story "where no box can be made, doctor says why and what to type"
if no_boxes true 2>/dev/null; then
	run no_boxes "$proctor" doctor
	expect_status 3
	expect_output '^✗ boxes '
	expect_output 'sysctl -w user\.max_user_namespaces=[1-9]'
	expect_output '^This host cannot grade'
	expect_output_lacks 'settling'
else
	skip "user namespaces cannot be forbidden here"
fi

story "where no box can be made, grade says so, and gives no grade"
new_assignment greet
"$proctor" grade ./greet greet/reference >/dev/null 2>&1 # its judge is built
if no_boxes true 2>/dev/null; then
	run no_boxes "$proctor" grade ./greet greet/starter -o out
	expect_status 3
	expect_no_output
	expect_sentence 'namespaces.*proctor doctor'
	expect_no_file out/starter/score.jsonl
else
	skip "user namespaces cannot be forbidden here"
fi

story "doctor finds a Valgrind that is missing, and goes on"
if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
	# shellcheck disable=SC2016  # the inner shell expands it
	run unshare -m sh -c 'mount --bind /dev/null /usr/bin/valgrind && exec "$@"' sh \
		"$proctor" doctor
	expect_status 1
	expect_output '^✗ valgrind '
	expect_output 'apt-get install valgrind'
	expect_output 'some evidence is missing'
else
	skip "only root can hide a program"
fi

told
