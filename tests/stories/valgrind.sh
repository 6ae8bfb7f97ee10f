#!/usr/bin/env bash
# What memcheck, Helgrind and DRD say of small programs, each with its expectation in its head
# (tests/valgrind/*.c): of right ones nothing that costs a point, of wrong ones the line.
#
#	expect: nothing            no finding at all
#	expect: no accusation      none that is confirmed
#	expect: sure KIND          a confirmed one, at the line that ends in /* here */
#	expect: broken             a tool could not do its work: our side
#	says: TEXT                 stands in what is printed
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"
new_assignment tools
cat >tools/scenarios.c <<'C'
#include "harness/scenario/scenario.h"

SCENARIO(run, ends_well, .about = "The program ends with status 0")
{
	expect_outcome(peer_start("tell"), EXITED(0));
}
C
cat >tools/rubric.yaml <<'Y'
assignment: tools
title: Small programs
items:
  - {id: run, title: It runs, points: 10, scenarios: [run/*]}
Y
rm -r tools/reference/bugs
cat >tools/assignment.yaml <<'Y'
id: tools
title: Small programs
build: sources
mechanisms: [pipe, pthread, posix-sem, signal, shm-anonymous, record-lock]
programs:
  - {name: tell, sources: ["*.c"]}
libraries: [-pthread]
limits: {cpu_ms: 20000}
analyse:
  - {tool: memcheck, scenarios: [run/*]}
  - {tool: helgrind, scenarios: [run/*]}
  - {tool: drd, scenarios: [run/*]}
Y

# What is said of a finding that is not confirmed stands right before it.
sure() { awk '/^Not confirmed:/ { doubt = 1; next } /^Found:/ { if (!doubt) print; doubt = 0 }' "$work/.out"; }

for program in "$root"/tests/valgrind/${1:-*}.c; do
	name=$(basename "$program" .c)
	wanted=$(sed -n 's/^ \* expect: //p' "$program")
	story "$name: $wanted"
	mkdir -p "$name" && cp "$program" "$name/$name.c"
	line=$(grep -n '/\* here \*/$' "$program" | cut -d: -f1)
	run "$proctor" grade ./tools "$name" --scenario 'run/*'
	case $wanted in
	nothing) expect_status 0 && expect_output_lacks '^Found:' ;;
	"no accusation") expect_status 0 && expect test -z "$(sure)" ;;
	sure\ *) expect_status 1 && expect grep -Eq "^Found: +$name\.c:$line[,:].*${wanted#sure }" <(sure) ;;
	broken) expect_status 3 && expect test -z "$(sure)" ;;
	*) complain "no expectation" ;;
	esac
	words=$(sed -n 's/^ \* says: //p' "$program")
	# Lines are broken where the paper ends.
	[ -z "$words" ] || expect test -n "$(tr '\n' ' ' <"$work/.out" | tr -s ' ' | grep -F "$words")"
done

told
