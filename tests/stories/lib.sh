# What the stories are told with.
#
# A story begins with `story "sentence"` and is one line "ok"/"not ok" in the
# end: it holds when none of its expectations failed. `run COMMAND…` keeps the
# command's standard output, standard error and status for the expectations
# after it. `told` ends the file with its counts.
#
#	story "an unknown assignment is told by name"
#	run "$proctor" grade nothing .
#	expect_status 2
#	expect_sentence "no assignment 'nothing'"
#
# BUILD names the build that is tested; stories work in $work, a fresh folder.
# shellcheck shell=bash
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
proctor=$root/${BUILD:-build}/proctor
work=$(mktemp -d) || exit 3
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work/tmp XDG_CACHE_HOME=${XDG_CACHE_HOME:-$work/cache} NO_COLOR=1 COLUMNS=80
mkdir -p "$TMPDIR"
cd "$work" || exit 3

passed=0
failed=0
skipped=0
title=
complaints=
last="nothing was run"

# Prints the line of the story that ends here.
conclude() {
	[ -n "$title" ] || return 0
	if [ -z "$complaints" ]; then
		passed=$((passed + 1))
		echo "ok   - $title"
	else
		failed=$((failed + 1))
		echo "not ok - $title"
		printf '%s' "$complaints" | sed 's/^/#   /'
	fi
	title=
}

story() {
	conclude
	title=$1
	complaints=
}

# The story cannot be told here; with STORIES_STRICT set that is a failure.
skip() {
	if [ -n "${STORIES_STRICT:-}" ]; then
		complain "skipped: $1"
		conclude
		return
	fi
	skipped=$((skipped + 1))
	echo "SKIP - $title: $1"
	title=
}

complain() {
	complaints+="$*"$'\n'"after: $last"$'\n'
}

# Everything that the last command said, for a complaint.
said() {
	printf 'status %s\nstdout: %s\nstderr: %s' "$status" "$(head -c 1500 "$work/.out")" \
		"$(head -c 1500 "$work/.err")"
}

run() {
	last="$*"
	"$@" >"$work/.out" 2>"$work/.err" </dev/null
	status=$?
}

expect_status() {
	[ "$status" -eq "$1" ] || complain "expected exit status $1; $(said)"
}

# A line of standard output that matches.
expect_output() {
	grep -Eq -- "$1" "$work/.out" || complain "standard output lacks: $1; $(said)"
}

expect_output_lacks() {
	! grep -Eq -- "$1" "$work/.out" || complain "standard output has: $1; $(said)"
}

expect_no_output() {
	[ ! -s "$work/.out" ] || complain "expected nothing on standard output; $(said)"
}

expect_error() {
	grep -Eq -- "$1" "$work/.err" || complain "standard error lacks: $1; $(said)"
}

expect_no_errors() {
	[ ! -s "$work/.err" ] || complain "expected nothing on standard error; $(said)"
}

# Exactly one line on standard error, from proctor, that matches.
expect_sentence() {
	[ "$(wc -l <"$work/.err")" -eq 1 ] || complain "expected one line on standard error; $(said)"
	grep -Eq -- "^proctor.*: .*$1" "$work/.err" || complain "the sentence lacks: $1; $(said)"
}

expect_file() {
	[ -s "$1" ] || complain "there is no file $1 (or it is empty)"
}

expect_no_file() {
	[ ! -e "$1" ] || complain "there should be no $1"
}

# Nothing is forgotten in the folder for temporary work.
expect_tidy() {
	[ -z "$(ls -A "$TMPDIR")" ] || complain "left in TMPDIR: $(ls -A "$TMPDIR")"
}

# Any other command that must succeed.
expect() {
	local output
	output=$("$@" 2>&1) || complain "expected to succeed: $*: $output"
}

# A small assignment of one's own in ./greet, quick to grade.
new_assignment() {
	"$proctor" new "${1:-greet}" >/dev/null || exit 3
}

told() {
	conclude
	[ "$skipped" -eq 0 ] || echo "# skipped: $skipped"
	echo "# $(basename "$0"): $passed passed, $failed failed"
	echo "$passed $failed" >>"${STORIES_COUNTS:-/dev/null}"
	[ "$failed" -eq 0 ]
}
