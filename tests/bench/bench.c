/*
 * What things cost, beside their peers in the same run: this machine's speed
 * cancels out, so only the ratios and differences say something.
 *
 *	bench [--stages] [--deadlocks FOLDER] [PROCTOR ASSIGNMENT…]
 *
 * Candidates take turns, so that a change of the machine's speed meets all of
 * them; medians and 95th percentiles are told.  In a turn each runs twice and the
 * second run counts: what the kernel still takes down behind a run, for a
 * millisecond and more, is then the candidate's own and not its neighbour's.  --stages tells what
 *each step of a box costs; --deadlocks how long each program of a folder, which blocks for ever,
 * takes to its verdict; with PROCTOR the CPU time of whole grades is measured too.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sandbox/box.h"

enum {
	ROUNDS = 200,
	SLOW_MS = 20, /* a candidate that takes longer … */
	SLOW_TURNS = 4, /* … takes part in one round of so many */
	GRADES = 5,
	EXIT_BROKEN = 3,
};

extern char **environ;

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Times of one thing. */
struct series {
	double times[ROUNDS];
	size_t count;
};

/* Sorts them. */
static double quantile(struct series *series, unsigned percent)
{
	qsort(series->times, series->count, sizeof(double), by_value);
	return series->count ? series->times[series->count * percent / 100] : 0;
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

/*** the box ***/

enum stage { OPEN, PUT, START, SETTLE, CLOSE, STAGES };

static double stage_begun;

/* Adds the time since the last stage, when stages are measured at all. */
static void end_stage(struct series *stages, enum stage stage)
{
	double now = now_ms();

	if (stages)
		stages[stage].times[stages[stage].count++] = now - stage_begun;
	stage_begun = now;
}

static int run_in(struct box *box, const char *path, struct series *stages)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct box_peer *peer = NULL;
	enum box_rest rest;
	int error = box_start(box,
		&(struct box_program){
			.argv = (const char *const[]){ path, NULL }, .fds = { null, null, null } },
		&peer);

	close(null);
	end_stage(stages, START);
	if (!error)
		error = box_settle(box, &rest);
	end_stage(stages, SETTLE);
	return error || peer->outcome.kind != OUTCOME_EXITED || peer->outcome.value != 0;
}

/* As a scenario does it: from this process, to the last reaped task. */
static int run_box_stages(struct series *stages)
{
	struct box_options options = { .mechanisms = FILTER_ALL_MECHANISMS };
	char why[BOX_WHY];
	struct box *box;
	int failed;

	stage_begun = now_ms();
	if (box_open(&box, &options, why) < 0) {
		fprintf(stderr, "bench: %s\n", why);
		exit(EXIT_BROKEN);
	}
	end_stage(stages, OPEN);
	if (stages && box_put_file(box, "/box/true", "/bin/true", 0755) < 0)
		return -1;
	end_stage(stages, PUT);
	failed = run_in(box, stages ? "/box/true" : "/bin/true", stages);
	box_close(box);
	end_stage(stages, CLOSE);
	return failed;
}

/* The isolation mode that a box gets here. */
static const char *mode_here(void)
{
	struct box_options options = { .mechanisms = FILTER_ALL_MECHANISMS };
	char why[BOX_WHY];
	struct box *box;
	enum isolation mode;

	if (box_open(&box, &options, why) < 0) {
		fprintf(stderr, "bench: %s\n", why);
		exit(EXIT_BROKEN);
	}
	mode = box_isolation(box);
	box_close(box);
	return isolation_name(mode);
}

static int run_box(void)
{
	return run_box_stages(NULL);
}

/*** its peers ***/

static int run_bare(void)
{
	return run_program((const char *const[]){ "/bin/true", NULL });
}

static int exec_true(void *unused)
{
	(void)unused;
	execl("/bin/true", "true", (char *)NULL);
	_exit(127);
}

/*
 * What the kernel asks for the namespaces of a full box alone: nothing is mounted,
 * limited, filtered or watched.  Whatever has them all cannot cost less.
 */
static int run_namespaces(void)
{
	static char stack[64 << 10] __attribute__((aligned(16)));
	int status = -1;
	pid_t pid = clone(exec_true, stack + sizeof(stack),
		CLONE_VM | CLONE_VFORK | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC |
			CLONE_NEWUTS | CLONE_NEWNET | SIGCHLD,
		NULL);

	if (pid > 0)
		waitpid(pid, &status, 0);
	return status;
}

/* The cheapest that it can do: the host's files as they are. */
static int run_bubblewrap(void)
{
	return run_program((const char *const[]){
		"bwrap", "--unshare-all", "--ro-bind", "/", "/", "/bin/true", NULL });
}

/* The host's link as a link, its folder as a mount, what it has not left out. */
static size_t add_top_folder(const char **argv, const char *path, char target[64])
{
	ssize_t length = readlink(path, target, 63);

	argv[0] = length > 0 ? "--symlink" : "--ro-bind-try";
	argv[1] = length > 0 ? target : path;
	argv[2] = path;
	target[length > 0 ? length : 0] = '\0';
	return 3;
}

/* A root of its own that has what ours has. */
static int run_bubblewrap_private(void)
{
	static const char *const folders[] = { "/bin", "/lib", "/lib64" };
	static const char *const rest[] = { "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
		"/bin/true", NULL };
	const char *argv[32] = { "bwrap", "--unshare-all", "--ro-bind", "/usr", "/usr" };
	char targets[3][64];
	size_t count = 5;

	for (size_t i = 0; i < 3; i++)
		count += add_top_folder(&argv[count], folders[i], targets[i]);
	memcpy(&argv[count], rest, sizeof(rest));
	return run_program(argv);
}

/* Its box must be made before and removed after each run: isolate(1). */
static int run_isolate(void)
{
	static const char *const steps[][7] = {
		{ "isolate", "--box-id=999", "--silent", "--init", NULL },
		{ "isolate", "--box-id=999", "--silent", "--run", "--", "/bin/true", NULL },
		{ "isolate", "--box-id=999", "--silent", "--cleanup", NULL },
	};
	int failed = 0;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		failed |= run_program(steps[i]);
	return failed;
}

static int run_firejail(void)
{
	return run_program(
		(const char *const[]){ "firejail", "--quiet", "--noprofile", "/bin/true", NULL });
}

static int run_firejail_profile(void)
{
	return run_program((const char *const[]){ "firejail", "--quiet", "/bin/true", NULL });
}

enum { BARE, NAMESPACES, BOX, BUBBLEWRAP };

static struct candidate {
	const char *name;
	const char *program; /* that must be installed; NULL: nothing */
	int (*run)(void);
	unsigned turns; /* takes part in one round of so many; 0: in none */
	struct series series;
} candidates[] = {
	[BARE] = { "fork and exec of /bin/true", NULL, run_bare },
	[NAMESPACES] = { "the same in bare namespaces", NULL, run_namespaces },
	[BOX] = { "the same in a box", NULL, run_box },
	[BUBBLEWRAP] = { "bwrap --unshare-all", "bwrap", run_bubblewrap },
	{ "bwrap, private root", "bwrap", run_bubblewrap_private },
	{ "isolate --init, --run, --cleanup", "isolate", run_isolate },
	{ "firejail --noprofile", "firejail", run_firejail },
	{ "firejail, default profile", "firejail", run_firejail_profile },
};

enum { CANDIDATES = sizeof(candidates) / sizeof(*candidates) };

/*** one table ***/

static bool is_installed(const char *program)
{
	char path[4096];
	char *folders = strdup(getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");
	bool found = false;

	for (char *rest = folders, *folder; folders && (folder = strsep(&rest, ":")) && !found;) {
		snprintf(path, sizeof(path), "%s/%s", folder, program);
		found = access(path, X_OK) == 0;
	}
	free(folders);
	return found;
}

/* Tries each once: which are here, which refuse, which are slow. */
static void choose_candidates(void)
{
	const char *missing = NULL;

	for (int i = 0; i < CANDIDATES; i++) {
		struct candidate *c = &candidates[i];
		double begun = now_ms();

		if (c->program && !is_installed(c->program)) {
			if (!missing || strcmp(missing, c->program) != 0)
				printf("%s%s", missing ? ", " : "not installed: ", c->program);
			missing = c->program;
			continue;
		}
		c->turns = c->run() != 0 ? 0 : now_ms() - begun > SLOW_MS ? SLOW_TURNS : 1;
	}
	printf("%s", missing ? "\n" : "");
	for (int i = 0; i < CANDIDATES; i++)
		if (!candidates[i].turns &&
			(!candidates[i].program || is_installed(candidates[i].program)))
			printf("installed, but refuses to run as this user: %s\n",
				candidates[i].name);
	if (!candidates[BOX].turns || !candidates[BARE].turns)
		exit(EXIT_BROKEN);
}

static void run_or_die(const struct candidate *c)
{
	if (c->run() == 0)
		return;
	fprintf(stderr, "bench: '%s' failed\n", c->name);
	exit(EXIT_BROKEN);
}

static void take_turns(void)
{
	for (unsigned round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < CANDIDATES; i++) {
			struct candidate *c = &candidates[i];
			double begun;

			if (!c->turns || round % c->turns)
				continue;
			run_or_die(c);
			begun = now_ms();
			run_or_die(c);
			c->series.times[c->series.count++] = now_ms() - begun;
		}
	}
}

static void print_goals(double bare)
{
	double box = quantile(&candidates[BOX].series, 50);

	printf("box over bare: %+.2f ms (goal: at most +1.5)\n", box - bare);
	if (candidates[NAMESPACES].turns)
		printf("of that the kernel's namespaces alone: %+.2f ms\n",
			quantile(&candidates[NAMESPACES].series, 50) - bare);
	for (int i = BUBBLEWRAP; i < CANDIDATES; i++)
		if (candidates[i].turns)
			printf("box / %s: %.2f (goal: below 1)\n", candidates[i].name,
				box / quantile(&candidates[i].series, 50));
	printf("\n");
}

static void measure_box(void)
{
	double bare;

	choose_candidates();
	take_turns();
	bare = quantile(&candidates[BARE].series, 50);
	printf("%-32s %12s %12s %14s\n", "one run of /bin/true", "median", "95th pct.",
		"over bare");
	for (int i = 0; i < CANDIDATES; i++) {
		struct candidate *c = &candidates[i];
		double median = quantile(&c->series, 50);

		if (c->turns)
			printf("%-32s %9.2f ms %9.2f ms %+11.2f ms\n", c->name, median,
				quantile(&c->series, 95), median - bare);
	}
	print_goals(bare);
}

static void measure_stages(void)
{
	static const char *const names[STAGES] = { "open", "put /bin/true", "start", "settle",
		"close" };
	static struct series stages[STAGES];
	double sum = 0;

	for (int round = 0; round < ROUNDS; round++) {
		if (run_box_stages(stages) != 0) {
			fprintf(stderr, "bench: /bin/true failed in a box\n");
			exit(EXIT_BROKEN);
		}
	}
	printf("%-32s %12s %12s\n", "the stages of a box", "median", "95th pct.");
	for (int i = 0; i < STAGES; i++) {
		sum += quantile(&stages[i], 50);
		printf("%-32s %9.2f ms %9.2f ms\n", names[i], quantile(&stages[i], 50),
			quantile(&stages[i], 95));
	}
	printf("%-32s %9.2f ms\n\n", "all of them", sum);
}

/*** deadlocks ***/

/* From a program's start, before its last progress, until the box has settled; < 0: it did not. */
static double deadlock_ms(const char *path)
{
	struct box_options options = { .mechanisms = FILTER_ALL_MECHANISMS };
	const char *const argv[] = { "/box/program", NULL };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	enum box_rest rest = BOX_EMPTY;
	struct box_peer *peer;
	char why[BOX_WHY];
	struct box *box;
	double begun, took = -1;

	if (box_open(&box, &options, why) < 0) {
		fprintf(stderr, "bench: %s\n", why);
		exit(EXIT_BROKEN);
	}
	if (box_put_file(box, argv[0], path, 0755) == 0) {
		begun = now_ms();
		if (box_start(box,
			    &(struct box_program){ .argv = argv, .fds = { null, null, null } },
			    &peer) == 0 &&
			box_settle(box, &rest) == 0 && rest == BOX_SETTLED)
			took = now_ms() - begun;
	}
	close(null);
	box_close(box);
	return took;
}

static void measure_deadlocks(const char *folder)
{
	static struct series series;
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[4096];

	while (dir && (entry = readdir(dir)) && series.count < ROUNDS) {
		double took;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		took = deadlock_ms(path);
		if (took < 0) {
			fprintf(stderr, "bench: %s is not seen to block for ever\n", path);
			exit(EXIT_BROKEN);
		}
		series.times[series.count++] = took;
	}
	if (dir)
		closedir(dir);
	printf("%zu ways to block for ever, from start to verdict: median %.1f ms, 95th pct. %.1f "
	       "ms "
	       "(goal: 100)\n\n",
		series.count, quantile(&series, 50), quantile(&series, 95));
}

/*** grades ***/

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
			exit(EXIT_BROKEN);
		}
		cpu[i] = children_cpu() - before;
	}
	qsort(cpu, GRADES, sizeof(double), by_value);
	printf("%-32s %9.2f s of CPU time (goal: 3)\n", assignment, cpu[GRADES / 2]);
}

int main(int argc, char **argv)
{
	bool stages = argc > 1 && strcmp(argv[1], "--stages") == 0;
	const struct passwd *user = getpwuid(geteuid());
	int next = 1 + stages;
	const char *deadlocks = NULL;

	if (next + 1 < argc && strcmp(argv[next], "--deadlocks") == 0) {
		deadlocks = argv[next + 1];
		next += 2;
	}

	printf("as %s (uid %u), isolation mode %s\n", user ? user->pw_name : "a user", geteuid(),
		mode_here());
	fflush(stdout);
	measure_box();
	if (stages)
		measure_stages();
	if (deadlocks)
		measure_deadlocks(deadlocks);
	if (next < argc)
		printf("one grade of the reference, every scenario and analyser, median of %d\n",
			GRADES);
	for (int i = next + 1; i < argc; i++)
		measure_grade(argv[next], argv[i]);
	return 0;
}
