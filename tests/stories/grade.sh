#!/usr/bin/env bash
# One submission: what is printed, kept, and in which form.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"
new_assignment greet
mkdir right bug "a b"
cp greet/reference/tell.c right
cp greet/reference/tell.c "a b"
cp greet/reference/tell.c bug
sed -i '/^		close(ends\[1\]);$/d' bug/tell.c

story "a right answer gets full marks and exit status 0"
run "$proctor" grade ./greet right
expect_status 0
expect_output '^Send words through a pipe +100 / 100$'
expect_output '^Total: 100 of 100 points\.$'
expect_no_errors
expect_tidy

story "a deadlock is explained with file, line, and what to close"
line=$(grep -n 'got = read' bug/tell.c | cut -d: -f1)
run "$proctor" grade ./greet bug
expect_status 1
expect_output '✗ eof .* 0 / 20'
expect_output 'DEADLOCKED'
expect_output "tell\.c:$line"
expect_output 'End of file never comes'
expect_output 'Close descriptor'
expect_output 'Read: pipe\(7\)'

story "a submission that does not compile shows the first error, and loses what needs a program"
mkdir typo && sed 's/int ends\[2\];/int ends[2]/' greet/reference/tell.c >typo/tell.c
run "$proctor" grade ./greet typo
expect_status 1
expect_output '✗ builds .* 0 / 10'
expect_output 'tell\.c:[0-9]+.*error|tell\.c:[0-9]+'
expect_output '^Total: 0 of 100 points\.$'
expect_no_errors

story "a submission that never ends is ended"
mkdir spins && echo 'int main(void) { for (;;) ; }' >spins/tell.c
run "$proctor" grade ./greet spins
expect_status 1
expect_output 'CPU_LIMIT|SPINNING'

story "a single file and an archive are graded like a folder"
run "$proctor" grade ./greet right/tell.c
expect_status 0
expect_output '^Submission: tell$'
tar -czf handed-in.tar.gz right
run "$proctor" grade ./greet handed-in.tar.gz
expect_status 0
expect_output '^Submission: handed-in$'

story "names with blanks work everywhere"
cp -r greet "gre et"
run "$proctor" grade "./gre et" "a b" -o "out put"
expect_status 0
expect_error 'out put/a_b$'
expect_file "out put/a_b/report.txt"

story "-o DIR keeps every stage and every report"
run "$proctor" grade ./greet bug -o out
expect_status 1
expect_error '^All evidence and every report: out/bug$'
for file in plan.jsonl collect.jsonl build.jsonl run.jsonl analyse.jsonl judge.jsonl score.jsonl \
	report.txt report.json junit.xml gitlab.xml results.json grades.csv source/tell.c \
	build/plain/tell; do
	expect_file out/bug/$file
done
expect test -z "$(find out -name '*.part*')"

story "-o DIR again replaces what was there"
run "$proctor" grade ./greet bug -o out
expect_status 1
cp right/tell.c bug/
run "$proctor" grade ./greet bug -o out
expect_status 0
expect grep -q '^Total: 100 of 100' out/bug/report.txt

story "a bad submission leaves no old grade behind"
mkdir right-then-gone && cp right/tell.c right-then-gone
run "$proctor" grade ./greet right-then-gone -o out
rm right-then-gone/tell.c
run "$proctor" grade ./greet right-then-gone -o out
expect_status 2
expect_no_file out/right-then-gone/score.jsonl
expect_no_file out/right-then-gone/report.txt

story "-o - prints the report and keeps nothing"
before=$(find . -path ./tmp -prune -o -path ./cache -prune -o -print | sort)
run "$proctor" grade ./greet right -o -
expect_status 0
expect_output '^Total: 100'
expect_no_file ./-
expect test "$before" = "$(find . -path ./tmp -prune -o -path ./cache -prune -o -print | sort)"

story "--format json: score, items, findings, isolation, tools"
run "$proctor" grade ./greet right --format json
expect_status 0
expect_output '^  "score": 100,'
expect_output '^  "possible": 100,'
expect_output '^  "assignment": "greet",'
expect_output '^  "submission": "right",'
expect_output '^  "items": \['
expect_output '^  "findings": \['
if command -v jq >/dev/null; then
	expect jq -e '.items | length == 6' "$work/.out"
fi

for dialect in junit gitlab; do
	story "--format $dialect is well-formed XML with each item as a test"
	run "$proctor" grade ./greet typo --format $dialect
	expect_status 1
	if command -v xmllint >/dev/null; then
		expect xmllint --noout "$work/.out"
	fi
	expect_output '<testsuites'
	expect test "$(grep -o '<testcase ' "$work/.out" | wc -l)" -eq 6
	expect_output '<failure'
done

story "--format gradescope has a number for each test"
run "$proctor" grade ./greet typo --format gradescope
expect_status 1
expect_output '"tests": \['
expect_output '"max_score": 25'
expect test "$(grep -c '"max_score"' "$work/.out")" -eq 6

story "--format csv has a head and one row"
run "$proctor" grade ./greet right --format csv
expect_status 0
expect_output '^submission,score,possible,status,builds,text,long,eof,waits,usage,remark'
expect_output '^right,100,100,graded,10,25,20,20,15,10,'
expect test "$(wc -l <"$work/.out")" -eq 2

story "--format terminal has no colours when it goes to a file"
run env -u NO_COLOR TERM=xterm "$proctor" grade ./greet right
expect_output_lacks $'\033'

story "what a submission prints cannot act on the terminal"
mkdir rude && cat >rude/tell.c <<'C'
#include <stdio.h>
int main(void) { fputs("\033[2J\033]0;owned\a all points\n", stderr); return 1; }
C
run "$proctor" grade ./greet rude
expect_status 1
expect_output_lacks $'\033'
expect_output 'all points'

story "a submission finds SIGPIPE as it should be, whatever the grader inherited"
cp -r greet pipes
cat >>pipes/scenarios.c <<'C'
SCENARIO(usage, no_reader, .about = "Without a reader the program is killed by SIGPIPE")
{
	struct peer *tell = peer_start("tell", .arguments = "print", .output_closed = true);

	expect_outcome(tell, SIGNALLED(13));
}
C
mkdir prints && echo '#include <unistd.h>
int main(int n, char **v) { (void)v; if (n < 2) return 2; write(1, "x", 1); return 0; }' >prints/tell.c
trap '' PIPE
run "$proctor" grade ./pipes prints -o out
trap - PIPE
expect grep -q '"scenario":"usage/no_reader".*"verdict":"passed"' out/prints/run.jsonl

story "closed standard streams do not end up in somebody's file"
last="grade <&- >&- 2>&-"
"$proctor" grade ./greet right -o closed <&- >&- 2>&-
expect_file closed/right/score.jsonl
expect grep -q '^Total: 100' closed/right/report.txt

# An assignment that is built with the student's own Makefile.
new_assignment made
sed -i -e 's/^build: sources/build: make/' -e '/sources:/d' made/assignment.yaml
printf 'tell: tell.c\n\tcc -Wall -Werror -o tell tell.c\n' >made/reference/Makefile
mkdir no-makefile && cp made/reference/tell.c no-makefile
mkdir builds-nothing && cp made/reference/tell.c builds-nothing
printf 'all:\n\ttrue\n' >builds-nothing/Makefile

story "a submission with its own Makefile"
run "$proctor" grade ./made made/reference
expect_status 0
expect_output 'Total: 100 of 100 points'

story "a Makefile that builds something else loses the build, with the reason"
run "$proctor" grade ./made builds-nothing
expect_status 1
expect_output 'make did not build tell'

story "a missing Makefile is told as make tells it"
run "$proctor" grade ./made no-makefile
expect_status 1
expect_output 'No targets specified and no makefile found'

told
