/*
 * proctor-explore: the explorer's controller inside of a box.
 *
 * Theory of operation.  A scenario's explore() starts it in the place of the submission's
 * program (scenario/tool.h), with that program and its arguments behind its own:
 *
 *	proctor-explore REPORT LIBRARY --schedules N --seed N --cpu-ms N -- PROGRAM [ARGUMENT]...
 *
 * It runs the program under that many schedules (explore/campaign.h), in the one box that it is in
 * itself; each run reads what came in on its standard input.  What it saw it writes to
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
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/boxed/report.h"
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

int main(int argc, char **argv)
{
	enum { REPORT = 1, LIBRARY, SCHEDULES, SEED = 5, CPU_MS = 7, END = 9, PROGRAM };
	struct campaign_options options = { .strategy = -1 };
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_free char *input = NULL;
	struct report *report;
	struct campaign campaign;

	if (argc <= PROGRAM || strcmp(argv[END], "--") != 0)
		die("it is started by explore() in a scenario, and by nobody else");
	report = report_open(atoi(argv[REPORT]));
	input = take_input();
	options.program = (struct session_program){
		.argv = (const char *const *)(argv + PROGRAM),
		.library = argv[LIBRARY],
		.input = input,
	};
	options.schedules = (unsigned)number(argv, SCHEDULES, "--schedules");
	options.seed = number(argv, SEED, "--seed");
	options.cpu_ms = (unsigned)number(argv, CPU_MS, "--cpu-ms");
	report_listen(report, &options);
	if (campaign_run(&options, &campaign, &why) < 0) {
		report_refusal(report, why.data);
	} else {
		report_end(report, &campaign);
		campaign_release(&campaign);
	}
	return report_close(report) < 0 ? FAULT_EXIT_BROKEN : 0;
}
