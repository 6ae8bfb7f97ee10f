#!/usr/bin/env bash
# What is wrong is told in one sentence, and nothing half-written looks whole.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"
new_assignment greet
right=greet/reference
mkdir good && cp $right/tell.c good

# As an ordinary user, for whom permissions count.
ordinary() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
	else
		"$@"
	fi
}

story "a submission that is not there"
run "$proctor" grade ./greet nowhere -o out
expect_status 2
expect_no_output
expect_sentence 'nowhere: there is no such file or folder'
expect_no_file out/nowhere/score.jsonl
expect_no_file out/nowhere/source

story "a submission folder with nothing in it"
mkdir empty
run "$proctor" grade ./greet empty -o out
expect_status 2
expect_sentence 'empty'
expect_no_file out/empty/score.jsonl

story "a submission with a file that cannot be read"
if [ "$(id -u)" -eq 0 ] && ! command -v setpriv >/dev/null; then
	skip "root reads everything, and there is no setpriv"
elif ! ordinary test -x "$proctor"; then
	skip "an ordinary user cannot reach $proctor"
else
	mkdir secret && cp $right/tell.c secret && chmod 0 secret/tell.c
	mkdir -m 777 theirs
	run ordinary env TMPDIR="$work/theirs" XDG_CACHE_HOME="$work/theirs/cache" \
		"$proctor" grade ./greet secret -o theirs/out
	expect_status 2
	expect_sentence 'tell\.c.*Permission denied'
	expect_no_file theirs/out/secret/score.jsonl
fi

story "an archive with a name that leads out of it"
tar -C $right --transform 's|^|../|' -P -cf evil.tar tell.c
run "$proctor" grade ./greet evil.tar -o out
expect_status 2
expect_sentence 'evil\.tar.*\.\./tell\.c'
expect_no_file out/tell.c
expect_no_file out/evil/source
expect_no_file out/evil/score.jsonl

story "an archive that is none"
head -c 4000 /dev/urandom >noise.zip
run "$proctor" grade ./greet noise.zip
expect_status 2
expect_sentence 'noise\.zip'
expect_tidy

story "an assignment that is not there"
run "$proctor" grade greeet good
expect_status 2
expect_sentence "there is no assignment 'greeet'.*proctor list"
run "$proctor" grade ./greeet good
expect_status 2
expect_sentence '\./greeet: there is no assignment\.yaml'

story "a rubric with a misspelt key is told with its line"
cp -r greet misspelt
sed -i '0,/    points:/s//    point:/' misspelt/rubric.yaml
line=$(grep -n '    point:' misspelt/rubric.yaml | cut -d: -f1)
run "$proctor" grade ./misspelt good -o out
expect_status 2
expect_sentence "misspelt/rubric\.yaml:$line: .*'point'.*did you mean 'points'"
expect_no_file out/good

story "a rubric that names an unknown scenario"
cp -r greet unknown
sed -i 's|\[text/\*\]|[txt/*]|' unknown/rubric.yaml
run "$proctor" grade ./unknown good -o out
expect_status 2
expect_sentence 'unknown/rubric\.yaml.*txt/\*'
expect_no_file out/good

story "a rubric for another assignment"
cp -r greet other
sed -i 's/^assignment: greet/assignment: grab/' other/rubric.yaml
run "$proctor" grade ./other good
expect_status 2
expect_sentence "is for the assignment 'grab', not 'greet'"

story "scenarios that do not compile are the author's, not the student's"
cp -r greet unfinished
echo 'SCENARIO(text, half' >>unfinished/scenarios.c
run "$proctor" grade ./unfinished good
expect_status 2
expect_no_output
expect_error '^proctor: the scenarios do not compile:$'
expect_error 'scenarios\.c:[0-9]+'

story "a wrong option is named"
run "$proctor" grade ./greet good --formt json
expect_status 2
expect_no_output
expect_sentence "there is no option '--formt'"

story "a wrong format is named"
run "$proctor" grade ./greet good --format yaml
expect_status 2
expect_sentence "there is no format 'yaml'"

story "a wrong number is named"
run "$proctor" grade ./greet good -j none
expect_status 2
expect_sentence "'none'"

story "a missing argument is told"
for verb in start grade batch rescore explain new; do
	run "$proctor" $verb
	expect_status 2
	expect_no_output
	expect_sentence "missing.*$verb"
done

story "one argument too many is told"
for words in "list a b" "start a b c" "check a b" "grade a b c" "rescore a b" "explain a b c" \
	"new a b c" "doctor a"; do
	# shellcheck disable=SC2086  # several words
	run "$proctor" $words
	expect_status 2
	expect_sentence 'too many'
done

story "an unknown command is told, with the one that is meant"
run "$proctor" grad
expect_status 2
expect_no_output
expect_sentence "no command 'grad' \(did you mean 'grade'\?\)"

story "without a command there is help, as an error"
run "$proctor"
expect_status 2
expect_no_output
expect_error 'usage: proctor'

story "every command has one screen of help on standard output"
for verb in list start check grade batch rescore explain validate new doctor; do
	run "$proctor" $verb --help
	expect_status 0
	expect_no_errors
	expect_output "^usage: proctor $verb"
	[ "$(wc -l <"$work/.out")" -le 24 ] || complain "the help of $verb is longer than a screen"
	run "$proctor" --help
	expect_output "^  $verb "
done

story "an output that nobody reads ends in one sentence, and nothing is left behind"
last="grade | head -c 0"
"$proctor" grade ./greet good 2>"$work/.err" | head -c 0
status=${PIPESTATUS[0]}
: >"$work/.out"
expect_status 3
expect_sentence 'cannot write.*Broken pipe'
expect_tidy

story "a full standard output is told by every command that prints"
"$proctor" grade ./greet good -o out >/dev/null 2>&1
for words in "grade ./greet good" "list" "explain out/good text" "rescore out" "check good -a ./greet" \
	"doctor" "new fresh"; do
	last="$words >/dev/full"
	# shellcheck disable=SC2086  # several words
	"$proctor" $words >/dev/full 2>"$work/.err"
	status=$?
	: >"$work/.out"
	expect_status 3
	expect_sentence 'cannot write.*No space left on device'
done

story "results that cannot be written are told"
echo a file >taken
run "$proctor" grade ./greet good -o taken
expect_status 3
expect_no_output
expect_sentence 'taken'

story "a full disk under -o leaves nothing that looks whole"
if [ "$(id -u)" -ne 0 ]; then
	skip "only root can mount a small disk"
else
	mkdir small
	for size in 4k 12k 24k 48k 96k 128k; do
		if ! mount -t tmpfs -o size=$size none small 2>/dev/null; then
			skip "no small disk can be mounted here"
			break
		fi
		run "$proctor" grade ./greet good -o small
		if [ "$status" -eq 3 ]; then
			expect_no_output
			expect_sentence 'No space left on device'
			expect_no_file small/good/score.jsonl
			expect_no_file small/good/report.txt
		else
			expect_status 0
			expect_file small/good/report.txt
		fi
		umount small
	done
fi

story "a folder for temporary work that is not there"
run env TMPDIR="$work/nowhere" "$proctor" grade ./greet good
expect_status 3
expect_sentence 'temporary folder'

story "rescore and explain of a folder without results"
run "$proctor" rescore good
expect_status 2
expect_sentence 'good: there are no results'
run "$proctor" explain good
expect_status 2
expect_sentence 'good: there are no results'
run "$proctor" rescore nowhere
expect_status 2
expect_sentence 'nowhere'
run "$proctor" explain nowhere
expect_status 2
expect_sentence 'nowhere'

story "an item that is not there, and the one that is meant"
run "$proctor" explain out/good usge
expect_status 2
expect_sentence "no item 'usge' \(did you mean 'usage'\?\)"
run "$proctor" explain out/good something-else
expect_sentence "there are builds, text, long"

told
