#!/usr/bin/env bash
# An instructor: a class, a changed rubric, and why.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"
new_assignment greet
mkdir -p class/ann class/bea class/cem "class/dora d" class/empty
cp greet/reference/tell.c class/ann
sed '/^		close(ends\[1\]);$/d' greet/reference/tell.c >class/bea/tell.c
sed 's/return 2;/return 0;/' greet/reference/tell.c >class/cem/tell.c
cp greet/reference/tell.c "class/dora d"

if ! "$proctor" batch --help >/dev/null 2>&1; then
	story "a class"
	skip "there is no proctor batch"
	told
	exit
fi

story "a class is graded, and one that breaks stops nothing"
run "$proctor" batch ./greet class -o out
expect_status 2
expect_output 'ann .*100'
expect_output 'empty'
expect_file out/grades.csv
expect_file out/ann/report.txt
expect_file out/empty/failure.txt
expect_no_file out/empty/score.jsonl
expect grep -q '^ann,100,100,graded,' out/grades.csv
expect grep -q '^empty,,,not graded,' out/grades.csv

story "started again, it grades nothing twice"
ran=$(stat -c %.9Y.%i out/ann/run.jsonl)
run "$proctor" batch ./greet class -o out
expect_output 'ann .*100'
expect test "$ran" = "$(stat -c %.9Y.%i out/ann/run.jsonl)"

story "a submission that has changed since is graded again, even after a rescore"
cp class/bea/tell.c class/cem/tell.c bea-and-cem 2>/dev/null || mkdir bea-and-cem
echo "/* changed */" >>class/ann/tell.c
run "$proctor" rescore out
run "$proctor" batch ./greet class -o out
expect test "$ran" != "$(stat -c %.9Y.%i out/ann/run.jsonl)"
expect grep -q changed out/ann/source/tell.c

story "rescore without a change changes nothing"
before=$(cat out/grades.csv)
run "$proctor" rescore out
expect_status 0
expect_output '^4 scores looked at, 0 changed\.$'
expect_no_errors
expect test "$before" = "$(cat out/grades.csv)"

story "rescore tells which scores changed, and runs nothing"
sed -i 's/^    points: 10$/    points: 5/' greet/rubric.yaml
ran=$(stat -c %.9Y.%i out/*/run.jsonl)
run "$proctor" rescore out
expect_status 0
expect_output '^ann: 100 of 100 -> 90 of 90$'
expect_output '^cem: 90 of 100 -> 85 of 90$'
expect_output '^4 scores looked at, 4 changed\.$'
expect_no_errors
expect test "$ran" = "$(stat -c %.9Y.%i out/*/run.jsonl)"
expect grep -q '^ann,90,90,graded,' out/grades.csv
expect grep -q '^empty,,,not graded,' out/grades.csv
expect grep -q '^Total: 90 of 90' out/ann/report.txt

story "rescore of one submission"
sed -i 's/^    points: 5$/    points: 10/' greet/rubric.yaml
run "$proctor" rescore out/ann
expect_status 0
expect_output '^ann: 90 of 90 -> 100 of 100$'
expect_output '^1 score looked at, 1 changed\.$'
run "$proctor" rescore out/
expect_output '^4 scores looked at, 3 changed\.$'

story "rescore with a broken rubric says so once, and changes nothing"
before=$(cat out/grades.csv out/*/score.jsonl)
cp greet/rubric.yaml rubric.kept
sed -i '0,/    points:/s//    point:/' greet/rubric.yaml
run "$proctor" rescore out
expect_status 2
expect_sentence "rubric\.yaml:[0-9]+: .*'point'"
expect_no_output
expect test "$before" = "$(cat out/grades.csv out/*/score.jsonl)"
sed 's|\[eof/\*\]|[end/*]|' rubric.kept >greet/rubric.yaml
run "$proctor" rescore out
expect_status 2
expect_sentence 'rubric\.yaml.*end/\*'
expect test "$before" = "$(cat out/grades.csv out/*/score.jsonl)"
cp rubric.kept greet/rubric.yaml

story "explain of one item shows scenarios, outcomes, waits, output and commands"
run "$proctor" explain out/bea eof
expect_status 0
expect_output '✗ eof: The child sees end of file'
expect_output 'eof/child_stops_when_all_is_sent'
expect_output 'Expected: +EXITED\(0\)'
expect_output 'Where: +tell\.c:[0-9]+'
expect_output 'Program: +tell hello$'
expect_output 'Ended: +DEADLOCKED'
expect_output '\| hello$'
expect_output 'Asked at: +scenarios\.c:[0-9]+'
expect_output 'Hint: '
expect_output 'Read: pipe\(7\)'

story "the commands that explain prints do show it again"
box=$(sed -n 's|^ *\(.*/box -- out/bea/.*\)$|\1|p' "$work/.out")
grade=$(sed -n 's|^ *\(.*proctor grade .*\)$|\1|p' "$work/.out" | head -n 1)
expect test -n "$box"
expect test -n "$grade"
run bash -c "$box"
expect_status 124
expect_output '^hello$'
expect_error 'DEADLOCKED'
run bash -c "$grade"
expect_status 1
expect_output '✗ eof/'

story "explain without an item shows what is not passed"
run "$proctor" explain out/bea
expect_output '✗ eof: '
expect_output '– waits: |✗ waits: '
expect_output_lacks 'usage: '
run "$proctor" explain out/ann
expect_status 0
expect_output 'Every item is passed'

story "explain takes the name of a scenario as well"
run "$proctor" explain out/cem usage/no_word
expect_status 0
expect_output '✗ usage: '
expect_output 'Seen: +EXITED\(0\)'

story "explain of a passed item shows what was looked at"
run "$proctor" explain out/ann text
expect_output '✓ text/two_words'
expect_output 'Met: +standard output of tell'

story "explain of a class folder names its submissions"
run "$proctor" explain out eof
expect_status 2
expect_sentence 'results of 4 submissions; name one of them: ann, bea, cem, dora_d'

told
