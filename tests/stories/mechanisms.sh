#!/usr/bin/env bash
# Mechanisms that an assignment does not allow: the call fails, and is named.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"
new_assignment greet
cat >>greet/rubric.yaml <<'YAML'
deductions:
  - finding: denied
    points: 10
    cap: 10
    title: Only pipes are used
YAML

# tries NAME LINE…: a right answer that tries something else before it goes on.
tries() {
	local name=$1
	shift
	mkdir "$name"
	{
		printf '%s\n' '#define _GNU_SOURCE' '#include <sys/mman.h>' '#include <sys/msg.h>' \
			'#include <sys/ptrace.h>' '#include <sys/shm.h>' '#include <sys/socket.h>' \
			'#include <errno.h>' '#include <stdlib.h>' \
			'static void __attribute__((constructor)) try(void)' '{' "$@" '}'
		cat greet/reference/tell.c
	} >"$name/tell.c"
}
tries falls-back '	if (shmget(IPC_PRIVATE, 4096, 0600) < 0 && errno != EPERM) abort();'
tries gives-up '	if (msgget(IPC_PRIVATE, 0600) < 0) { perror("msgget"); exit(1); }'
tries twice '	for (int i = 0; i < 1000; i++) {
		shmget(IPC_PRIVATE, 4096, 0600);
		socket(AF_UNIX, SOCK_STREAM, 0);
	}'
tries attacks '	ptrace(PTRACE_ATTACH, 1, 0, 0);'
tries maps '	mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);'

story "a call of a mechanism that is not allowed is named, though every scenario passes"
run "$proctor" grade ./greet falls-back -o out
expect_status 1
expect_output '^    DENIED\(shmget\): this assignment allows anonymous pipes, not System V shared$'
expect_output_lacks '✗ (builds|text|long|eof|waits|usage)'
expect_output '^✗ Only pipes are used \(1 finding\) +-10$'
expect_output '^Total: 90 of 100 points\.$'

story "every report names it"
for report in report.json junit.xml gitlab.xml results.json; do
	expect grep -q 'DENIED(shmget): this assignment allows anonymous pipes, not System V shared' \
		out/falls-back/$report
done
expect grep -q '"kind":"mechanism"' out/falls-back/run.jsonl
if command -v xmllint >/dev/null; then
	expect xmllint --noout out/falls-back/junit.xml
fi

story "a program that cannot go on without it loses its items, and the reason stands there"
run "$proctor" grade ./greet gives-up
expect_status 1
expect_output '✗ eof .* 0 / 20'
expect_output 'Refused: +DENIED\(msgget\): this assignment allows anonymous pipes, not'
expect_output '\| msgget: Operation not permitted'

story "two calls are two faults, a thousand tries are not"
run "$proctor" grade ./greet twice --format json
expect_status 1
expect_output 'DENIED\(shmget\).*System V shared memory'
expect_output 'DENIED\(socket\).*sockets'
expect test "$(jq '[.faults[] | select(.kind == "denied")] | length' "$work/.out")" -eq 2
expect_output '"score": 90,'

story "a mapping is told by what it is for"
run "$proctor" grade ./greet maps
expect_status 1
expect_output 'DENIED\(mmap\): this assignment allows anonymous pipes, not anonymous'

story "what no assignment allows is told as that"
run "$proctor" grade ./greet attacks
expect_status 1
expect_output 'DENIED\(ptrace\): no assignment needs it\.'

story "what an assignment allows is not named"
sed -i 's/^mechanisms: .*/mechanisms: [pipe, shm-anonymous]/' greet/assignment.yaml
run "$proctor" grade ./greet maps
expect_status 0
expect_output_lacks 'DENIED'

told
