/*
 * proctor-explore: the explorer's controller inside of a box.
 *
 * Theory of operation.  A scenario's explore() starts it in the place of the submission's
 * program (scenario/tool.h), with that program and its arguments behind its own:
 *
 *	proctor-explore REPORT LIBRARY --schedules N --seed N --cpu-ms N --objects 0|1
 *		FOLDER... -- PROGRAM [ARGUMENT]...
 *
 * It runs the program under that many schedules (explore/campaign.h), in the one box that it is in
 * itself; each run reads what came in on its standard input, and finds the box as the first one did
 * (boxed/tidy.h; the folders are those that a program may write to).  What it saw it writes to
 * descriptor REPORT, a line of JSON each (boxed/report.h), and judges nothing.  No program that it
 * runs inherits that descriptor.
 *
 * It has no more rights than the programs: it reads what they leave in the arena and in
 * their files in here, and is as little believed as they are.  A report that has no last line tells
 * that it did not come to its end.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/boxed/report.h"
#include "harness/boxed/tidy.h"
#include "harness/explore/campaign.h"

enum { MOST_INPUT = 64 << 20 };

/* The number behind a word of ours. */
static uint64_t number(char **argv, int at, const char *word)
{
	uint64_t value;
	char end;

	if (strcmp(argv[at], word) != 0 || sscanf(argv[at + 1], "%" SCNu64 "%c", &value, &end) != 1)
		die("%s with a number was expected, not %s", word, argv[at]);
	return value;
}

/* Our standard input as a file that each run reads from its beginning (caller frees). */
static char *take_input(void)
{
	cleanup_buf struct buf bytes = BUF_INIT;
	int fd = memfd_create("input", MFD_CLOEXEC);
	int error = fd < 0 ? -errno : buf_read_fd(&bytes, STDIN_FILENO, MOST_INPUT);

	if (!error)
		error = file_write_fd(fd, bytes.data, bytes.length);
	if (error)
		die("cannot take the input: %s", strerror(-error));
	return xasprintf("/proc/self/fd/%d", fd);
}

/* Where "--" stands, and what is in front of it ends there. */
static int end_of_ours(int argc, char **argv, int from)
{
	for (int i = from; i < argc - 1; i++)
		if (strcmp(argv[i], "--") == 0) {
			argv[i] = NULL;
			return i;
		}
	die("it is started by explore() in a scenario, and by nobody else");
}

static void run(struct report *report, const struct campaign_options *options)
{
	cleanup_buf struct buf why = BUF_INIT;
	struct campaign campaign;

	if (campaign_run(options, &campaign, &why) < 0) {
		report_refusal(report, why.data);
		return;
	}
	report_end(report, &campaign);
	campaign_release(&campaign);
}

/*
 * What its user may execute and not read shows nobody its memory and descriptors (proc(5),
 * PR_GET_DUMPABLE): but whoever starts the first program of a box may still read everything when it
 * does.  So it is executed once more.
 */
static void hide(char **argv)
{
	static const char again[] = "PROCTOR_EXPLORE_AGAIN";

	if (prctl(PR_GET_DUMPABLE) == 1 && !getenv(again)) {
		setenv(again, "1", 1);
		execv("/proc/self/exe", argv);
	}
	unsetenv(again); /* it is nothing for the programs */
}

static void before_run(void *data)
{
	tidy_up(data);
}

static int explore(int argc, char **argv)
{
	enum { REPORT = 1, LIBRARY, SCHEDULES, SEED = 5, CPU_MS = 7, OBJECTS = 9, FOLDERS = 11 };
	int end = end_of_ours(argc, argv, FOLDERS);
	struct tidy *tidy = tidy_open(
		(const char *const *)(argv + FOLDERS), number(argv, OBJECTS, "--objects") == 1);
	cleanup_free char *input = take_input();
	struct campaign_options options = {
		.program = {
			.argv = (const char *const *)(argv + end + 1),
			.library = argv[LIBRARY],
			.input = input,
			.before = before_run,
			.data = tidy,
		},
		.schedules = (unsigned)number(argv, SCHEDULES, "--schedules"),
		.strategy = -1,
		.seed = number(argv, SEED, "--seed"),
		.cpu_ms = (unsigned)number(argv, CPU_MS, "--cpu-ms"),
	};
	struct report *report = report_open(atoi(argv[REPORT]));
	int error;

	report_listen(report, &options);
	run(report, &options);
	error = report_close(report);
	tidy_close(tidy);
	return error < 0 ? FAULT_EXIT_BROKEN : 0;
}

int main(int argc, char **argv)
{
	hide(argv);
	return explore(argc, argv);
}
