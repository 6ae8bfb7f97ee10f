#!/usr/bin/env bash
# Manual pages, and completion in bash.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"
man=$root/docs/man

story "the manual pages are well-formed"
if command -v mandoc >/dev/null; then
	run mandoc -T lint -W warning "$man"/*
	expect_status 0
	expect_no_output
elif command -v man >/dev/null; then
	for page in "$man"/*; do
		run man --warnings -l "$page"
		expect_no_errors
	done
else
	skip "there is neither mandoc nor man"
fi

story "proctor(1) has every command and every option of it"
for verb in list start check grade batch rescore explain explore replay validate new doctor; do
	expect grep -Eq "^\.(It )?Cm $verb( |\$)" "$man/proctor.1"
	options=$("$proctor" $verb --help | grep -oE '^ +(-[a-z], )?--[a-z]+' | grep -oE -- '--[a-z]+')
	expect test "$verb" = start -o "$verb" = new -o "$verb" = rescore -o "$verb" = explain -o -n "$options"
	for option in $options; do
		expect grep -Eq "Fl (. , Fl )?.?-${option#--}( |\$)" "$man/proctor.1"
	done
done

story "proctor(1) has the exit status, the files and the environment"
for section in 'EXIT STATUS' FILES ENVIRONMENT; do
	expect grep -qx ".Sh $section" "$man/proctor.1"
done

story "proctor-box(1) has every option of the box"
options=$("$(dirname "$proctor")/box" --help | grep -oE '^ +--[a-z]+' | tr -d ' -')
expect test "$(wc -w <<<"$options")" -ge 10
for option in $options; do
	expect grep -Eq "Fl .?-$option( |\$)" "$man/proctor-box.1"
done

story "proctor-assignment(5) has every kind of finding"
kinds=$(sed -n 's/^	{ "\([a-z-]*\)", ".*/\1/p' "$root/harness/core/finding.c")
expect test "$(wc -w <<<"$kinds")" -ge 17
for kind in $kinds; do
	expect grep -q "^\.Cm $kind\b" "$man/proctor-assignment.5"
done

story "proctor-assignment(5) has every mechanism"
names=$(sed -n 's/^	{ "\([a-z-]*\)", [A-Z_]*, ".*/\1/p' "$root/sandbox/policy.c")
expect test "$(wc -w <<<"$names")" -ge 15
for name in $names; do
	expect grep -qx ".It Cm $name" "$man/proctor-assignment.5"
done

# complete WORD…: what the completion offers for the last word, one a line.
complete_words() {
	PATH=$(dirname "$proctor"):$PATH bash -c '
		. "$1"
		shift
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_proctor 2>/dev/null
		printf "%s\n" "${COMPREPLY[@]}"' bash "$root/docs/completion/proctor.bash" "$@"
}

offers() {
	local wanted=$1
	shift
	run complete_words "$@"
	expect_output "^$wanted\$"
}

story "completion offers the commands"
offers grade proctor gr
run complete_words proctor ''
for verb in list start check grade batch rescore explain explore replay validate new doctor; do
	expect_output "^$verb\$"
done

story "completion offers the assignments"
offers pipe-relay proctor grade pi
offers threads-bank proctor start th
offers sem-buffer proctor check --assignment s
offers pipe-relay proctor validate threads-bank pipe

story "completion offers formats and options"
offers gradescope proctor grade x y --format gr
offers json proctor doctor --format ''
offers --output proctor check --o
offers --all proctor validate --a
run complete_words proctor doctor --format ''
expect_output_lacks junit

story "names with blanks stay one word"
mkdir -p "a class/ann lee" "a class/bo"
offers 'a class' proctor rescore 'a c'
offers 'a class/ann lee' proctor explain 'a class/a'
expect test "$(wc -l <"$work/.out")" -eq 1

story "completion offers the items of a submission"
printf 'submission,score,possible,status,builds,eof,remark\r\nann lee,1,2,graded,1,0,\r\n' \
	>"a class/ann lee/grades.csv"
offers eof proctor explain 'a class/ann lee' e
offers builds proctor explain 'a\ class/ann\ lee' ''

told
