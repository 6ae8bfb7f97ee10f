/*
 * Nothing stays behind: hundreds of boxes with a mess in each are opened and
 * closed, keepers are killed at every moment of their lives, and then this host
 * must look as it did before.
 *
 *	leaks [--mode MODE] [--seed N] [--boxes N] [--kills N] BOX MESS
 *
 * Everything that a keeper leaves is reparented to this process, a subreaper,
 * so "nothing lives any more" is an event: waitpid(2) says ECHILD.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/leaks/boxes.h"
#include "tests/leaks/guard.h"
#include "tests/leaks/kill.h"
#include "tests/leaks/world.h"

enum {
	SIDE_BY_SIDE = 8,
	KILLED_BOXES = 3, /* that a killed keeper of ours has open */
	PATIENCE = 30, /* seconds until what still lives has stayed behind */
	OTHERS = 10, /* seconds in which what is somebody else's may go */
	TEXT = 8192,
};

struct test {
	const char *mode, *box, *mess;
	unsigned boxes, kills;
	uint64_t seed, state;
	unsigned number; /* of the next box */
	bool objects; /* IPC objects belong to the mess */
	char mark[64];
	char folder[4096];
	struct world_scope scope;
	char about[256]; /* what the part that runs has to say */
};

/*** waiting ***/

static void list_children(char *text, size_t room)
{
	char path[64];
	int pid;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	file = fopen(path, "re");
	while (file && fscanf(file, "%d", &pid) == 1) {
		char name[64] = "?";
		size_t used = strlen(text);
		FILE *comm;

		snprintf(path, sizeof(path), "/proc/%d/comm", pid);
		comm = fopen(path, "re");
		if (comm && !fgets(name, sizeof(name), comm))
			name[0] = '?';
		if (comm)
			fclose(comm);
		name[strcspn(name, "\n")] = '\0';
		snprintf(text + used, room - used, "     process %d %s\n", pid, name);
		kill(pid, SIGKILL);
	}
	if (file)
		fclose(file);
}

/* Waits until no descendant is left; those that stay are named in `text`, and ended. */
static int wait_for_all(char text[TEXT])
{
	const struct timespec patience = { .tv_sec = PATIENCE };
	sigset_t deaths;
	bool late = false;

	sigemptyset(&deaths);
	sigaddset(&deaths, SIGCHLD);
	text[0] = '\0';
	for (;;) {
		pid_t pid = waitpid(-1, NULL, WNOHANG | __WALL);

		if (pid < 0 && errno == ECHILD)
			return late ? -ETIMEDOUT : 0;
		if (pid != 0)
			continue;
		if (late) {
			list_children(text, TEXT); /* the dead leave us theirs */
			waitpid(-1, NULL, __WALL);
		} else if (sigtimedwait(&deaths, NULL, &patience) < 0 && errno == EAGAIN) {
			late = true;
		}
	}
}

/*** keepers ***/

static void __attribute__((noreturn)) be_keeper(const void *work)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	_exit(boxes_run(work));
}

static struct boxes_work work_for(struct test *test, unsigned count, unsigned at_once)
{
	struct boxes_work work = {
		.mode = test->mode,
		.mess = test->mess,
		.mark = test->mark,
		.keys = test->scope.keys,
		.objects = test->objects,
		.first = test->number,
		.count = count,
		.open = at_once,
		.seed = test->seed,
	};

	test->number += count;
	return work;
}

/* Keepers side by side, so many boxes each, `at_once` of them open; how many failed. */
static int run_keepers(struct test *test, unsigned keepers, unsigned count, unsigned at_once)
{
	pid_t pids[SIDE_BY_SIDE];
	int failed = 0;

	for (unsigned i = 0; i < keepers; i++) {
		struct boxes_work work =
			work_for(test, count / keepers + (i < count % keepers), at_once);

		pids[i] = fork();
		if (pids[i] == 0)
			be_keeper(&work);
	}
	for (unsigned i = 0; i < keepers; i++) {
		int status = -1;

		if (pids[i] > 0)
			waitpid(pids[i], &status, 0);
		failed += status != 0;
	}
	return failed;
}

static int side_by_side(struct test *test, char text[TEXT])
{
	int failed = run_keepers(test, SIDE_BY_SIDE, test->boxes, 1);

	(void)text;
	snprintf(test->about, sizeof(test->about),
		"%u boxes by %d keepers side by side, half closed in the midst of a mess",
		test->boxes, SIDE_BY_SIDE);
	return failed;
}

static int at_once(struct test *test, char text[TEXT])
{
	int failed = run_keepers(test, 1, test->boxes, SIDE_BY_SIDE);

	(void)text;
	snprintf(test->about, sizeof(test->about),
		"%u boxes by one keeper with %d open, half closed in the midst of a mess",
		test->boxes, SIDE_BY_SIDE);
	return failed;
}

/*** keepers that are killed ***/

struct command {
	const struct test *test;
	struct boxes_work work;
};

/* build/box as a keeper. */
static void __attribute__((noreturn)) be_command(const void *data)
{
	const struct command *command = data;
	char words[BOXES_WORDS][BOXES_WORD];
	const char *mess[BOXES_WORDS] = { command->test->mess };
	const char *argv[16] = { command->test->box, "--quiet", "--require", command->test->mode,
		"--" };
	int null = open("/dev/null", O_RDWR);
	size_t count = 5;
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int fd = 0; fd < 2; fd++)
		dup2(null, fd);
	if (null > 2)
		close(null);
	boxes_mess_arguments(&command->work, command->work.first, words, mess);
	for (size_t i = 0; mess[i]; i++)
		argv[count++] = mess[i];
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(126);
}

static void __attribute__((noreturn)) be_killed_keeper(const void *data)
{
	be_keeper(&((const struct command *)data)->work);
}

static const struct kind {
	const char *name;
	void (*run)(const void *data);
	unsigned boxes;
} kinds[] = {
	{ "build/box", be_command, 1 },
	{ "a keeper of three boxes", be_killed_keeper, KILLED_BOXES },
};

static int run_kind(struct test *test, const struct kind *kind, unsigned long stop, bool going,
	struct kill_result *ret)
{
	struct command command = { test, work_for(test, kind->boxes, kind->boxes) };

	return kill_run(
		&(struct kill_plan){
			.run = kind->run, .data = &command, .stop = stop, .going = going },
		ret);
}

/* How often a keeper that nobody kills enters and leaves system calls; 0: it failed. */
static unsigned long calibrate(struct test *test, const struct kind *kind)
{
	struct kill_result result;
	int error = run_kind(test, kind, 0, false, &result);

	if (error)
		fprintf(stderr, "leaks: this host does not let us trace: %s\n", strerror(-error));
	else if (result.status != 0)
		fprintf(stderr, "leaks: %s fails when nobody kills it: wait status %#x\n",
			kind->name, (unsigned)result.status);
	return error || result.status != 0 ? 0 : result.stops;
}

/* What lies about until the next box is opened, and what that one leaves then. */
static size_t things_before_the_next(struct test *test, const struct world *before)
{
	char text[TEXT];
	struct world world;
	size_t count;

	world_take(&test->scope, &world);
	count = world_new(before, &world, text, sizeof(text));
	world_release(&world);
	return count;
}

static int kill_kind(struct test *test, const struct kind *kind, unsigned long stops, unsigned *ret,
	char text[TEXT])
{
	for (unsigned tries = 0; *ret < test->kills / 2; tries++) {
		uint64_t drawn = boxes_random(&test->state);
		unsigned long stop = 1 + (drawn >> 8) % stops;
		struct kill_result result;
		int error = run_kind(test, kind, stop, drawn & 1, &result);

		if (!error && wait_for_all(text) < 0) {
			printf("     killed %s, stop %lu of %lu, %s %s; still there:\n%s",
				kind->name, stop, stops, drawn & 1 ? "just after" : "at",
				kill_moment(&result), text);
			return 1;
		}
		*ret += !error && result.killed;
		/* It ended before: runs differ in length, and the shortest counts. */
		if (!error && !result.killed && result.stops)
			stops = result.stops;
		if (error || tries > test->kills * 4)
			return 1;
	}
	return 0;
}

static int kills(struct test *test, const struct kind *kind, char text[TEXT])
{
	struct world before;
	unsigned long stops;
	unsigned killed = 0;
	size_t lay_about;
	int failed;

	world_take(&test->scope, &before);
	stops = calibrate(test, kind);
	failed = stops == 0 || kill_kind(test, kind, stops, &killed, text);
	lay_about = things_before_the_next(test, &before);
	world_release(&before);
	failed += run_keepers(test, 1, 1, 1);
	snprintf(test->about, sizeof(test->about),
		"%s killed %u times, evenly among the %lu stops of its system calls", kind->name,
		killed, stops);
	if (lay_about)
		snprintf(test->about + strlen(test->about),
			sizeof(test->about) - strlen(test->about),
			" (%zu things until the next box was opened)", lay_about);
	return failed;
}

static int killed_command(struct test *test, char text[TEXT])
{
	return kills(test, &kinds[0], text);
}

static int killed_keeper(struct test *test, char text[TEXT])
{
	return kills(test, &kinds[1], text);
}

/*** the parts ***/

static int (*const parts[])(struct test *test, char text[TEXT]) = {
	side_by_side,
	at_once,
	killed_command,
	killed_keeper,
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool run_part(struct test *test, int (*part)(struct test *, char[TEXT]))
{
	static char text[TEXT], stayed[TEXT];
	size_t descriptors = world_descriptors(), count;
	double begun = now();
	struct world before;
	int failed, alive;

	world_take(&test->scope, &before);
	failed = part(test, text);
	alive = wait_for_all(text);
	count = world_stayed(&test->scope, &before, OTHERS, stayed, sizeof(stayed));
	world_release(&before);
	world_remove(&test->scope);
	if (!guard_bystander_lives()) {
		fprintf(stderr,
			"leaks: a process that had nothing to do with any box was killed\n");
		failed++;
	}
	if (world_descriptors() != descriptors) {
		fprintf(stderr, "leaks: descriptors of the test itself stayed open\n");
		failed++;
	}
	printf("%s %s as %s: %s: ", failed || alive || count ? "FAIL" : "ok  ", test->mode,
		getuid() == 0 ? "root" : "an ordinary user", test->about);
	if (alive || count)
		printf("stayed:\n%s%s", alive ? text : "", stayed);
	else
		printf("%s (%.1f s)\n", failed ? "this failed" : "nothing stayed", now() - begun);
	return !failed && !alive && !count;
}

/*** the beginning ***/

static void __attribute__((noreturn)) usage(void)
{
	fprintf(stderr, "usage: leaks [--mode MODE] [--seed N] [--boxes N] [--kills N] BOX MESS\n");
	exit(2);
}

static void parse(struct test *test, int argc, char **argv)
{
	static const struct option options[] = {
		{ "mode", required_argument, NULL, 'm' },
		{ "seed", required_argument, NULL, 's' },
		{ "boxes", required_argument, NULL, 'b' },
		{ "kills", required_argument, NULL, 'k' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'm')
			test->mode = optarg;
		else if (option == 's')
			test->seed = strtoull(optarg, NULL, 0);
		else if (option == 'b')
			test->boxes = (unsigned)atoi(optarg);
		else if (option == 'k')
			test->kills = (unsigned)atoi(optarg);
		else
			usage();
	}
	if (argc - optind != 2)
		usage();
	test->box = argv[optind];
	test->mess = argv[optind + 1];
}

/* malloc's cache of a thread counts as used memory; it is sized before main. */
static void count_memory_exactly(char **argv)
{
	if (getenv("GLIBC_TUNABLES"))
		return;
	setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0", 1);
	execv("/proc/self/exe", argv);
}

static void set_up(struct test *test)
{
	const char *parent = getenv("TMPDIR");
	sigset_t deaths;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	sigemptyset(&deaths);
	sigaddset(&deaths, SIGCHLD);
	sigprocmask(SIG_BLOCK, &deaths, NULL);
	snprintf(test->folder, sizeof(test->folder), "%s/leaks-XXXXXX", parent ? parent : "/tmp");
	if (!mkdtemp(test->folder)) {
		fprintf(stderr, "leaks: cannot make %s: %s\n", test->folder, strerror(errno));
		exit(3);
	}
	/* A box of root's may work in it as another user. */
	chmod(test->folder, 0711);
	setenv("TMPDIR", test->folder, 1);
	test->state = test->seed;
	/* `plain` cannot tell the objects of a box from others' of the same user. */
	test->objects = strcmp(test->mode, "plain") != 0 || geteuid() == 0;
	snprintf(test->mark, sizeof(test->mark), "leaks-%llx", (unsigned long long)test->seed);
	test->scope = (struct world_scope){
		.mark = test->mark,
		.folder = test->folder,
		.keys = 0x4c000000 | (int)(test->seed & 0xff) << 16,
		/* At most so many boxes are numbered, those of kills that came late included. */
		.numbers = 2 * test->boxes + (test->kills * 4 + 8) * (1 + KILLED_BOXES),
	};
}

int main(int argc, char **argv)
{
	struct test test = {
		.mode = "full",
		.boxes = 500,
		.kills = 100,
		.seed = (uint64_t)time(NULL) ^ (uint64_t)getpid() << 8,
	};
	unsigned failed = 0;

	count_memory_exactly(argv);
	setvbuf(stdout, NULL, _IOLBF, 0);
	parse(&test, argc, argv);
	guard_begin();
	set_up(&test);
	printf("seed %llu%s\n", (unsigned long long)test.seed,
		test.objects
			? ""
			: ", no IPC objects: plain without a user of its own does not hold them");
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		failed += !run_part(&test, parts[i]);
	if (rmdir(test.folder) < 0)
		fprintf(stderr, "leaks: %s stays: %s\n", test.folder, strerror(errno));
	return failed != 0;
}
