/*
 * What lies around the boxes: kernel, tools, disk, and the judges of our own
 * assignments.
 */
#include "harness/cmd/checkup.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/command.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/core/assignment.h"
#include "harness/core/home.h"
#include "harness/steps/oracle.h"

static void check_kernel(struct checkup *checkup)
{
	struct utsname host;

	if (uname(&host) == 0)
		checkup_add(checkup, "kernel", CHECKUP_FINE,
			xasprintf("%s %s on %s", host.sysname, host.release, host.machine), NULL);
}

/* `proctor explore` sees libc's own calls by syscall user dispatch; grading does without. */
static void check_explorer(struct checkup *checkup)
{
	if (prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_OFF, 0, 0, 0) == 0)
		checkup_add(checkup, "explorer", CHECKUP_FINE,
			xstrdup("proctor explore can follow every system call"), NULL);
	else
		checkup_add(checkup, "explorer", CHECKUP_NOTE,
			xstrdup("proctor explore cannot follow system calls: this kernel has no "
				"syscall user dispatch"),
			xstrdup("a kernel of Linux 5.11 or later"));
}

/*** programs ***/

struct tool {
	const char *name;
	const char *use; /* what it is for */
	const char *advice;
};

static const struct tool tools[] = {
	{ "gcc", "builds the scenarios of an assignment", "sudo apt-get install gcc libc6-dev" },
	{ "make", "builds submissions with a Makefile of their own", "sudo apt-get install make" },
	{ "patch", "makes the known bugs that `validate` tries", "sudo apt-get install patch" },
};

static void check_tool(struct checkup *checkup, const struct tool *tool)
{
	const char *const argv[] = { tool->name, "--version", NULL };
	cleanup_buf struct buf output = BUF_INIT;
	int status;
	int error = command_run(&(struct command){ .argv = argv }, &output, &status);

	output.data[strcspn(output.data, "\n")] = '\0';
	if (!error && status == 0)
		checkup_add(checkup, tool->name, CHECKUP_FINE, xstrdup(output.data), NULL);
	else
		checkup_add(checkup, tool->name, CHECKUP_MISSING,
			xasprintf("not found; it %s", tool->use), xstrdup(tool->advice));
}

/*** disk ***/

static void check_disk(struct checkup *checkup)
{
	static const double mib = 1 << 20;
	/* MiB: a large submission with its build and evidence. */
	enum { ENOUGH = 256, KIB = 1024 };
	const char *base = getenv("TMPDIR");
	const char *folder = base && *base ? base : "/tmp";
	struct statvfs disk;
	double left;

	if (statvfs(folder, &disk) < 0 || access(folder, W_OK | X_OK) < 0) {
		checkup_add(checkup, "disk", CHECKUP_FATAL,
			xasprintf("cannot write to %s: %s", folder, strerror(errno)),
			xstrdup("Set TMPDIR to a folder that can be written."));
		return;
	}
	left = (double)disk.f_bavail * (double)disk.f_frsize / mib;
	checkup_add(checkup, "disk", left < ENOUGH ? CHECKUP_MISSING : CHECKUP_FINE,
		left < KIB ? xasprintf("%.0f MiB free in %s", left, folder)
			   : xasprintf("%.1f GiB free in %s", left / KIB, folder),
		left < ENOUGH ? xstrdup("Set TMPDIR to a folder with more room.") : NULL);
}

void checkup_host(struct checkup *checkup)
{
	check_kernel(checkup);
	check_explorer(checkup);
	for (size_t i = 0; i < sizeof(tools) / sizeof(*tools); i++)
		check_tool(checkup, &tools[i]);
	check_disk(checkup);
}

/*** assignments ***/

static void sort_out(const char *name, struct buf *current, struct buf *stale, struct buf *unread)
{
	cleanup_free char *dir = home_assignment(name);
	cleanup_buf struct buf why = BUF_INIT;
	struct assignment *assignment;
	struct buf *list;

	if (!dir)
		return;
	if (assignment_load(dir, &assignment, &why) < 0) {
		buf_printf(unread, "%s%s", unread->length ? "; " : "", why.data);
		return;
	}
	list = oracle_is_built(assignment) ? current : stale;
	buf_printf(list, "%s%s", list->length ? ", " : "", name);
	assignment_free(assignment);
}

void checkup_assignments(struct checkup *checkup)
{
	cleanup_free char *dir = file_join(home()->data, "assignments");
	cleanup_buf struct buf current = BUF_INIT;
	cleanup_buf struct buf stale = BUF_INIT;
	cleanup_buf struct buf unread = BUF_INIT;
	char **names = file_list(dir);

	for (char **name = names; name && *name; name++)
		sort_out(*name, &current, &stale, &unread);
	file_list_free(names);
	if (current.length)
		checkup_add(checkup, "assignments", CHECKUP_FINE,
			xasprintf("ready: %s", current.data), NULL);
	if (stale.length)
		checkup_add(checkup, "assignments", CHECKUP_NOTE,
			xasprintf("to be built on first use: %s", stale.data), NULL);
	if (unread.length)
		checkup_add(checkup, "assignments", CHECKUP_MISSING, buf_steal(&unread), NULL);
	if (!names)
		checkup_add(checkup, "assignments", CHECKUP_MISSING,
			xasprintf("cannot read the folder %s", dir), NULL);
}
