#!/usr/bin/env bash
# The explorer in a grade: what only some schedules show costs points, each time, and is explained.
# shellcheck source=SCRIPTDIR/lib.sh
. "$(dirname "$0")/lib.sh"

# Children that count together, built by the student's own Makefile.
mkdir -p tally/reference/bugs tally/starter
cat >tally/assignment.yaml <<'EOF'
id: tally
title: Children that count together
mechanisms: [shm-anonymous, posix-sem]
build: make
programs:
  - name: tally
limits: {cpu_ms: 5000, memory_mb: 128, processes: 8}
analyse:
  - tool: explorer
    scenarios: [schedules/*]
EOF
cat >tally/rubric.yaml <<'EOF'
assignment: tally
title: Children that count together
items:
  - id: builds
    title: The program compiles
    points: 10
    build: yes
  - id: schedules
    title: Nothing is lost in any order
    points: 90
    scenarios: [schedules/*]
    findings: [race, deadlock, lost-wakeup, livelock, schedule-dependent-output, signal-death]
    within: [schedules/*]
    requires: [builds]
    read: sem_overview(7)
EOF
cat >tally/scenarios.c <<'EOF'
#include "harness/scenario/scenario.h"

SCENARIO(schedules, two_children, .about = "Two children count to four together")
{
	explore("tally", .text = "2\n", .output = "4\n", .schedules = 40);
}
EOF
cat >tally/reference/tally.c <<'EOF'
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	sem_t lock;
	int count;
};

int main(void)
{
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int times;

	if (shared == MAP_FAILED || sem_init(&shared->lock, 1, 1) < 0 || scanf("%d", &times) != 1)
		return 1;
	for (int child = 0; child < 2; child++)
		if (fork() == 0) {
			for (int i = 0; i < times; i++) {
				sem_wait(&shared->lock);
				shared->count++;
				sem_post(&shared->lock);
			}
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	printf("%d\n", shared->count);
	return 0;
}
EOF
printf 'CC = gcc\ntally: tally.c\n\t$(CC) $(CFLAGS) -o tally tally.c -pthread $(LDFLAGS)\n' >tally/reference/Makefile
for name in right racy stuck static torn spy; do
	mkdir $name
	cp tally/reference/tally.c tally/reference/Makefile $name
done
sed -i '/sem_wait\|sem_post/d' racy/tally.c
sed -i 's/sem_post(&shared->lock)/sem_wait(\&shared->lock)/' stuck/tally.c
sed -i 's/-pthread/-pthread -static/' static/Makefile
# The lock is there, and is given back between reading and writing.
sed -i 's/shared->count++;/int seen = shared->count;\n\t\t\t\tsem_post(\&shared->lock);\n\t\t\t\tsem_wait(\&shared->lock);\n\t\t\t\tshared->count = seen + 1;/' torn/tally.c

story "a right program keeps its points in every schedule"
run "$proctor" grade ./tally right -o results
expect_status 0
expect_output '^Total: 100 of 100 points\.$'
expect_file results/right/explored/schedules.two_children/found.jsonl

story "a race between processes costs the item, with the lines and the steps"
line=$(grep -n 'count++' racy/tally.c | cut -d: -f1)
run "$proctor" grade ./tally racy -o results
expect_status 1
expect_output '✗ schedules .* 0 / 90'
expect_output "Found: +tally\.c:$line, in main\(\): data race \(explorer\)"
expect_output 'Two processes use the same memory, and nothing orders them'
expect_output 'Steps: +how it came to that'
expect_output 'Again: +proctor explore --replay '

story "the same submission has the same findings when it is graded again"
run "$proctor" grade ./tally racy -o again
expect_status 1
expect cmp results/racy/analyse.jsonl again/racy/analyse.jsonl

story "what was found is shown again, in a box"
run "$proctor" replay results/racy 1
expect_status 0
expect_output 'Two processes use the same memory'
expect_output "tally\.c:$line"

story "a result that depends on the schedule costs the item although all is locked"
run "$proctor" grade ./tally torn -o results
expect_status 1
expect_output 'result that depends on the schedule \(explorer\)'
expect_output 'line 1: "[1-3]", where line 1: "4" is right'

story "a deadlock in every schedule is told once, with what the plain run saw of it"
run "$proctor" grade ./tally stuck
expect_status 1
expect_output 'deadlock \(deadlock, explorer\)|deadlock \(explorer\)'

story "what cannot be explored costs nothing, and is left to the staff"
run "$proctor" grade ./tally static -o results
expect_status 3
expect_output '\? schedules .* 90 / 90'
expect_output 'until the staff have looked'
expect grep -q 'tally cannot be built for the explorer' results/static/analyse.jsonl

# Four, and one more for each process of another program whose memory it could write to.
cat >spy/tally.c <<'EOF'
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	int count = 4;

	for (int pid = 1; pid < 100; pid++) {
		char path[64], name[64] = "";
		int fd;

		snprintf(path, sizeof(path), "/proc/%d/comm", pid);
		fd = open(path, O_RDONLY);
		if (fd < 0 || read(fd, name, sizeof(name) - 1) <= 0 || strcmp(name, "tally\n") == 0)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/mem", pid);
		count += open(path, O_RDWR) >= 0;
	}
	printf("%d\n", count);
	return 0;
}
EOF
story "nobody who is explored can write to who explores"
run "$proctor" grade ./tally spy
expect_status 0
expect_output '^Total: 100 of 100 points\.$'

story "explain shows the item with its schedule"
run "$proctor" explain results/racy schedules
expect_status 0
expect_output "tally\.c:$line"
expect_output 'Explored: +40 of 40 schedules'
expect_output 'process 1: fork\(\)'
expect_no_errors
told
