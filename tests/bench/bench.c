/*
 * What things cost, beside a peer in the same run: this machine's speed cancels
 * out, so only the ratios and differences say something.
 *
 * Candidates take turns, so that a change of the machine's speed meets all of
 * them; medians and 95th percentiles are told.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sandbox/box.h"

enum { ROUNDS = 200, GRADES = 5 };

extern char **environ;

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int run_program(const char *const *argv)
{
	posix_spawn_file_actions_t actions;
	int status = -1;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ) ==
		0)
		waitpid(pid, &status, 0);
	posix_spawn_file_actions_destroy(&actions);
	return status;
}

/*** candidates ***/

static int run_bare(void)
{
	return run_program((const char *const[]){ "/bin/true", NULL });
}

static int run_bubblewrap(void)
{
	return run_program((const char *const[]){
		"bwrap", "--unshare-all", "--ro-bind", "/", "/", "/bin/true", NULL });
}

/* As a scenario does it: from this process, to the census and the last reaped task. */
static int run_box(void)
{
	struct box_options options = { .mechanisms = FILTER_ALL_MECHANISMS };
	char why[BOX_WHY];
	enum box_rest rest;
	struct box_peer *peer;
	struct box *box;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int status = -1;

	if (box_open(&box, &options, why) < 0) {
		fprintf(stderr, "bench: %s\n", why);
		exit(3);
	}
	if (box_start(box,
		    &(struct box_program){ .argv = (const char *const[]){ "/bin/true", NULL },
			    .fds = { null, null, null } },
		    &peer) == 0 &&
		box_settle(box, &rest) == 0)
		status = peer->outcome.kind != OUTCOME_EXITED || peer->outcome.value != 0;
	box_close(box);
	close(null);
	return status;
}

static struct candidate {
	const char *name;
	int (*run)(void);
	double times[ROUNDS];
	double median, late;
} candidates[] = {
	{ "fork and exec of /bin/true", run_bare, { 0 }, 0, 0 },
	{ "the same in a box", run_box, { 0 }, 0, 0 },
	{ "bwrap --unshare-all", run_bubblewrap, { 0 }, 0, 0 },
};

enum { CANDIDATES = sizeof(candidates) / sizeof(*candidates) };

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void measure_box(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < CANDIDATES; i++) {
			double begun = now_ms();

			if (candidates[i].run() != 0) {
				fprintf(stderr, "bench: '%s' failed\n", candidates[i].name);
				exit(3);
			}
			candidates[i].times[round] = now_ms() - begun;
		}
	}
	printf("%-32s %12s %12s %14s\n", "one run of /bin/true", "median", "95th pct.",
		"over bare");
	for (int i = 0; i < CANDIDATES; i++) {
		struct candidate *c = &candidates[i];

		qsort(c->times, ROUNDS, sizeof(double), by_value);
		c->median = c->times[ROUNDS / 2];
		c->late = c->times[ROUNDS * 95 / 100];
		printf("%-32s %9.2f ms %9.2f ms %+11.2f ms\n", c->name, c->median, c->late,
			c->median - candidates[0].median);
	}
	printf("box / bubblewrap: %.2f (goal: below 1); over bare: %+.2f ms (goal: at most "
	       "+1.5)\n\n",
		candidates[1].median / candidates[2].median,
		candidates[1].median - candidates[0].median);
}

static double children_cpu(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void measure_grade(const char *proctor, const char *assignment)
{
	double cpu[GRADES];
	char path[4096];

	snprintf(path, sizeof(path), "reference/%s", assignment);
	for (int i = 0; i < GRADES; i++) {
		double before = children_cpu();

		if (run_program((const char *const[]){
			    proctor, "grade", assignment, path, NULL }) != 0) {
			fprintf(stderr, "bench: grading %s failed\n", path);
			exit(3);
		}
		cpu[i] = children_cpu() - before;
	}
	qsort(cpu, GRADES, sizeof(double), by_value);
	printf("%-32s %9.2f s of CPU time (goal: 3)\n", assignment, cpu[GRADES / 2]);
}

/* bench PROCTOR ASSIGNMENT… */
int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	measure_box();
	printf("one grade of the reference, every scenario and analyser, median of %d\n", GRADES);
	for (int i = 2; i < argc; i++)
		measure_grade(argv[1], argv[i]);
	return 0;
}
