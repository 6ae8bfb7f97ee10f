#!/usr/bin/env bash
# A student with a program of their own, and no assignment.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"
cc=$root/${BUILD:-build}/proctor-cc

story "a deadlock is told with its lines, and the command that shows it again"
cp "$root/tests/explorer/locks_in_opposite_order.c" .
expect "$cc" -pthread -o locks locks_in_opposite_order.c
run "$proctor" explore -- ./locks
expect_status 1
expect_output '^Deadlock$'
expect_output 'process 2 waits in sem_wait\(\) .*'
expect_output 'How it comes to that:'
expect_output '\* +Here process 2 is interrupted before its sem_wait\(\) at'
expect_output ': sem_wait\(\) \[semaphore 3\] waits'
expect_output '! +Here nobody can go on\.'
expect_output 'Again: +proctor explore --replay list:1\.1-2 -- ./locks'
again=$("$proctor" explore -- ./locks | sed -n 's/.*--replay \([^ ]*\).*/\1/p')
run "$proctor" explore --replay "$again" -- ./locks
expect_status 0
expect_output 'process 1: fork\(\) = 1 +locks_in_opposite_order.c:[0-9]+, in main'
expect_output 'Nobody can go on:'

story "a Makefile needs no change: CC=proctor-cc"
mkdir made
cp "$root/tests/explorer/counter_unlocked.c" made/counter.c
printf 'CFLAGS = -Wall -Werror -O2\ncounter: counter.c\n' >made/Makefile
expect make -s -C made CC="$cc"
run "$proctor" explore -n 20 -- made/counter
expect_status 1
expect_output '^Race$'
expect_output 'Two processes use the same memory, and nothing orders them'
expect_output 'process 2 writes at counter.c:17, in main'

story "what does not show again is told, and not held against the program"
cat >once.c <<'END'
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Its fifth run fails, whatever the schedule. */
int main(void)
{
	int fd = open("runs", O_CREAT | O_WRONLY | O_APPEND, 0600);

	if (write(fd, ".", 1) == 1 && lseek(fd, 0, SEEK_END) == 5)
		abort();
	return 0;
}
END
expect "$cc" -o once once.c
run "$proctor" explore -n 20 -- ./once
expect_status 0
expect_output '^Crash$'
expect_output 'Unsure: +The same schedule has not shown it again'
expect_output '^Nothing found in 20 schedules'

story "what is found is kept, in few decisions"
run "$proctor" explore -n 40 --keep kept -- ./locks
expect_status 1
run cat kept/1.schedule
expect_output '"kind":"deadlock"'
expect_output '"decisions":\[\[[0-9]+,[0-9]+,"next",[0-9]+\]\]'

story "a small program is searched completely, and it is said how far"
expect "$cc" -o suspend "$root/tests/explorer/signal_with_sigsuspend.c"
run "$proctor" explore -n 50 -- ./suspend
expect_status 0
expect_output '^All 12 schedules that there are have been seen\.'
run "$proctor" explore -n 100 -s complete -- ./locks
expect_status 1
expect_output '^All [0-9]+ schedules with at most 1 interruption have been seen\.'
expect_output 'Again: +proctor explore --replay list:'

story "what the kernel may do is told with the fault, and is seen again"
expect "$cc" -o record "$root/tests/explorer/record_taken_for_one_read.c"
run "$proctor" explore --first -- ./record
expect_status 1
expect_output 'In this schedule some transfers went in parts, as they may: pipe\(7\)'
again=$("$proctor" explore --first -- ./record | sed -n 's/.*--replay \([^ ]*\).*/\1/p')
run "$proctor" explore --replay "$again" -- ./record
expect_output 'process 2: write\([0-9]+\) .*= [0-9]+ \(short: of 10000 bytes\)'
run "$proctor" explore --choices none -- ./record
expect_status 0

story "somebody is made to leave, and others wait for ever"
expect "$cc" -o token "$root/tests/explorer/worker_gone_with_the_token.c"
run "$proctor" explore -- ./token
expect_status 0
run "$proctor" explore --first --leave child -- ./token
expect_status 1
expect_output '^Deadlock$'
expect_output 'In this schedule process [23] was killed \(SIGKILL\), at'
expect_output 'Again: +proctor explore --replay [a-z]+:[0-9]+:[0-9]+:leave --leave'

story "a right program has nothing found"
expect "$cc" -pthread -o right "$root/tests/explorer/counter_locked.c"
run "$proctor" explore -n 50 -- ./right
expect_status 0
expect_output '^Nothing found in 50 schedules'
expect_no_errors

story "it runs without the explorer as well"
run ./right
expect_status 0
expect_output '^20$'

story "a program that cannot be explored is told"
printf 'int main(void) { return 0; }\n' >static.c
expect gcc -static -o static static.c
run "$proctor" explore -- ./static
expect_status 2
expect_sentence 'cannot be explored: it is linked statically'

story "a program that is not there is told"
run "$proctor" explore -- ./nothing
expect_status 2
expect_sentence 'no such program'

story "what is wrong on the command line is named"
run "$proctor" explore -s fast -- ./right
expect_status 2
expect_sentence 'no strategy fast'
run "$proctor" explore --replay 17 -- ./right
expect_status 2
expect_sentence 'wants a schedule as'
run "$proctor" explore -i nothing -- ./right
expect_status 2
expect_sentence 'nothing: No such file'

story "input is read anew in every schedule"
printf '%s\n' '#include <stdio.h>' 'int main(void) { int c, n = 0; while ((c = getchar()) != EOF) n++;' \
	'return n == 6 ? 0 : 1; }' >count.c
expect "$cc" -o count count.c
printf 'hello\n' >input
run "$proctor" explore -n 10 -i input -- ./count
expect_status 0

story "what is not followed is named, and nothing is claimed"
printf '%s\n' '#include <pthread.h>' '#include <unistd.h>' \
	'static void *wait_long(void *x) { for (;;) pause(); return x; }' \
	'int main(void) { pthread_t t; pthread_create(&t, 0, wait_long, 0);' \
	'pthread_cancel(t); pthread_join(t, 0); return 0; }' >cancel.c
expect "$cc" -pthread -o cancel cancel.c
run "$proctor" explore -n 10 -- ./cancel
expect_status 0
expect_output 'Not followed: pthread_cancel\(\)'
told
