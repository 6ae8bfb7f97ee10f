/*
 * The box, tried: each check does in a small box what grading does in a large
 * one, since a sysctl that reads well proves nothing in a container.
 */
#include "harness/cmd/checkup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/text.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/core/home.h"
#include "harness/steps/grounds.h"
#include "sandbox/box.h"

/*** why there is no box ***/

/* A switch of the kernel that can forbid user namespaces. */
struct setting {
	const char *name; /* as sysctl(8) has it */
	const char *path;
	long forbids; /* the value that does */
	long wanted;
};

static const struct setting settings[] = {
	{ "user.max_user_namespaces", "/proc/sys/user/max_user_namespaces", 0, 15000 },
	{ "user.max_pid_namespaces", "/proc/sys/user/max_pid_namespaces", 0, 15000 },
	{ "user.max_net_namespaces", "/proc/sys/user/max_net_namespaces", 0, 15000 },
	{ "user.max_mnt_namespaces", "/proc/sys/user/max_mnt_namespaces", 0, 15000 },
	{ "user.max_ipc_namespaces", "/proc/sys/user/max_ipc_namespaces", 0, 15000 },
	{ "kernel.unprivileged_userns_clone", "/proc/sys/kernel/unprivileged_userns_clone", 0, 1 },
	{ "kernel.apparmor_restrict_unprivileged_userns",
		"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 1, 0 },
};

/* The number in a file of /proc; `otherwise` when it is not there. */
static long read_number(const char *path, long otherwise)
{
	cleanup_buf struct buf text = BUF_INIT;

	return file_read(path, &text, 64) == 0 ? strtol(text.data, NULL, 10) : otherwise;
}

static char *advice_for_boxes(void)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		const struct setting *setting = &settings[i];

		if (read_number(setting->path, setting->wanted) == setting->forbids)
			buf_printf(&text, "%ssudo sysctl -w %s=%ld", text.length ? "\n" : "",
				setting->name, setting->wanted);
	}
	if (text.length == 0)
		buf_adds(&text,
			"No sysctl forbids it, so a container or a security module does. Docker: "
			"start it with --security-opt seccomp=unconfined --security-opt "
			"apparmor=unconfined --security-opt systempaths=unconfined.");
	return buf_steal(&text);
}

/*** small boxes ***/

/* What a program did in a box of its own. */
struct tried {
	struct outcome outcome;
	struct box_figures figures;
	char text[OUTCOME_TEXT_MAX];
};

static int open_plain(struct box **ret, char why[BOX_WHY])
{
	return box_open(ret,
		&(struct box_options){
			.mechanisms = FILTER_ALL_MECHANISMS,
			.limits = { .memory_mib = 1024, .cpu_ms = 20000 },
			.require = grounds_isolation(),
		},
		why);
}

static int start_quiet(struct box *box, const char *const *argv, const char *const *environment,
	struct box_peer **ret)
{
	cleanup_close int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		return -errno;
	return box_start(box,
		&(struct box_program){
			.argv = argv, .envp = environment, .fds = { null, null, null } },
		ret);
}

/* Runs it to its end; what only waits then is ended as a deadlock. */
static int run_out(
	struct box *box, const char *const *argv, const char *const *environment, struct tried *ret)
{
	struct box_peer *peer = NULL;
	enum box_rest rest;
	int error = start_quiet(box, argv, environment, &peer);

	if (!error)
		error = box_settle(box, &rest);
	if (!error && rest == BOX_SETTLED)
		error = box_condemn(box, (struct outcome){ OUTCOME_DEADLOCKED, 0 });
	if (error || !peer)
		return error;
	ret->outcome = peer->outcome;
	box_figures(box, &ret->figures);
	outcome_text(ret->outcome, ret->text);
	return 0;
}

static int try_alone(const char *const *argv, struct tried *ret)
{
	char why[BOX_WHY];
	struct box *box;
	int error = open_plain(&box, why);

	if (error)
		return error;
	error = run_out(box, argv, NULL, ret);
	box_close(box);
	return error;
}

static bool ended_well(int error, const struct tried *tried)
{
	return !error && outcome_equal(tried->outcome, (struct outcome){ OUTCOME_EXITED, 0 });
}

static char *how_it_ended(int error, const struct tried *tried)
{
	return error ? xasprintf("its box failed: %s", strerror(-error))
		     : xasprintf("it ended with %s in a box", tried->text);
}

/*** the checks ***/

/* unshare(2) is what no assignment needs: the filter must refuse and name it. */
static void check_filter(struct checkup *checkup)
{
	static const char *const argv[] = { "/usr/bin/unshare", "-U", "/bin/true", NULL };
	struct tried tried = { .outcome = { OUTCOME_RUNNING, 0 } };
	int error = try_alone(argv, &tried);

	if (!error && tried.figures.denials_count > 0)
		checkup_add(checkup, "system calls", CHECKUP_FINE,
			xstrdup("the filter refuses what is not allowed, and names it"), NULL);
	else if (!error && tried.outcome.kind == OUTCOME_NOT_STARTED)
		checkup_add(checkup, "system calls", CHECKUP_NOTE,
			xstrdup("not tried: there is no /usr/bin/unshare"), NULL);
	else
		checkup_add(checkup, "system calls", CHECKUP_MISSING,
			error ? how_it_ended(error, &tried)
			      : xstrdup("refused calls cannot be named in reports"),
			xstrdup("seccomp user notification needs Linux 5.0 and "
				"CONFIG_SECCOMP_FILTER."));
}

static bool has_line(const char *text, const char *word)
{
	cleanup_free char *start = xasprintf("\n%s\t", word);

	return text_starts(text, start + 1) || strstr(text, start);
}

static void add_witness(struct checkup *checkup, const char *text)
{
	if (has_line(text, "task") && has_line(text, "fd"))
		checkup_add(checkup, "wait-for graph", CHECKUP_FINE,
			xstrdup("who waits for what can be read in a box"), NULL);
	else
		checkup_add(checkup, "wait-for graph", CHECKUP_MISSING,
			xstrdup("/proc/PID/syscall or /proc/PID/fd cannot be read in a box, so "
				"deadlocks are not explained"),
			xstrdup("/proc/PID/syscall needs CONFIG_HAVE_ARCH_TRACEHOOK; a container "
				"may hide it."));
	if (has_line(text, "frame"))
		checkup_add(checkup, "stacks", CHECKUP_FINE,
			xstrdup("where a task waits can be read (ptrace in a box)"), NULL);
	else
		checkup_add(checkup, "stacks", CHECKUP_MISSING,
			xasprintf("no stack can be read: kernel.yama.ptrace_scope is %ld",
				read_number("/proc/sys/kernel/yama/ptrace_scope", 0)),
			xstrdup("sudo sysctl -w kernel.yama.ptrace_scope=1"));
}

/* cat with an input that stays open: nothing happens until we close our end. */
static int watch_cat(struct box *box, enum box_rest *ret_rest, char **ret_text)
{
	static const char *const argv[] = { "/bin/cat", NULL };
	cleanup_close int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	cleanup_close int ours = -1, theirs = -1;
	struct box_peer *peer;
	int ends[2];
	int error;

	if (null < 0 || pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	theirs = ends[0];
	ours = ends[1];
	error = box_start(
		box, &(struct box_program){ .argv = argv, .fds = { theirs, null, null } }, &peer);
	if (!error)
		error = box_settle(box, ret_rest);
	return error ? error : box_witness(box, (struct outcome){ OUTCOME_RUNNING, 0 }, ret_text);
}

static void check_settling(struct checkup *checkup)
{
	char why[BOX_WHY];
	enum box_rest rest = BOX_EMPTY;
	cleanup_free char *text = NULL;
	struct box *box;
	int error = open_plain(&box, why);

	if (!error) {
		error = watch_cat(box, &rest, &text);
		box_close(box);
	}
	if (error || rest != BOX_SETTLED) {
		checkup_add(checkup, "settling", CHECKUP_MISSING,
			xasprintf("a program that waits is not seen to wait: %s",
				error ? strerror(-error) : "it ended"),
			xstrdup("/proc/PID/syscall and /proc/PID/status must be readable."));
		return;
	}
	checkup_add(checkup, "settling", CHECKUP_FINE,
		xstrdup("a program that waits is seen to wait, without a time-out"), NULL);
	add_witness(checkup, text ? text : "");
}

static int put_source(struct box *box)
{
	static const char source[] = "int main(void) { return 0; }\n";
	cleanup_close int fd = memfd_create("source", MFD_CLOEXEC);
	ssize_t length = (ssize_t)strlen(source);

	if (fd < 0 || write(fd, source, (size_t)length) != length || lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	return box_put(box, "/box/try.c", fd, 0644);
}

static void check_compiler(struct checkup *checkup)
{
	static const char *const compile[] = { "/usr/bin/gcc", "-g", "-o", "/box/try", "/box/try.c",
		"-pthread", NULL };
	static const char *const start[] = { "/box/try", NULL };
	struct tried tried = { .outcome = { OUTCOME_RUNNING, 0 } };
	char why[BOX_WHY];
	struct box *box;
	int error = open_plain(&box, why);

	if (!error) {
		error = put_source(box);
		if (!error)
			error = run_out(box, compile, NULL, &tried);
		if (ended_well(error, &tried))
			error = run_out(box, start, NULL, &tried);
		box_close(box);
	}
	if (ended_well(error, &tried))
		checkup_add(checkup, "compiler", CHECKUP_FINE,
			xstrdup("gcc builds a program in a box, and it runs"), NULL);
	else
		checkup_add(checkup, "compiler", CHECKUP_FATAL,
			xasprintf("gcc: %s", how_it_ended(error, &tried)),
			xstrdup("sudo apt-get install gcc libc6-dev"));
}

static void check_valgrind(struct checkup *checkup)
{
	static const char *const argv[] = { "/usr/bin/valgrind", "--quiet", "--vgdb=no",
		"/bin/true", NULL };
	struct tried tried = { .outcome = { OUTCOME_RUNNING, 0 } };
	cleanup_free char *version = analyser_version(analyser("memcheck"));
	int error = try_alone(argv, &tried);

	if (ended_well(error, &tried))
		checkup_add(checkup, "valgrind", CHECKUP_FINE,
			xasprintf(
				"%s works in a box (memcheck, helgrind)", version ? version : "it"),
			NULL);
	else
		checkup_add(checkup, "valgrind", CHECKUP_MISSING,
			!error && tried.outcome.kind == OUTCOME_NOT_STARTED
				? xstrdup("there is no /usr/bin/valgrind: memory errors and races "
					  "are not looked for")
				: how_it_ended(error, &tried),
			xstrdup("sudo apt-get install valgrind libc6-dbg"));
}

/* The library of the analyser misuse, in front of a program that does nothing. */
static int watch_true(struct box *box, struct tried *ret, bool *ret_seen)
{
	const struct analyser *misuse = analyser("misuse");
	static const char *const argv[] = { "/bin/true", NULL };
	cleanup_free char *from = file_join(home()->libraries, misuse->libraries[0]);
	cleanup_free char *to = file_join(ANALYSER_LIBRARIES, misuse->libraries[0]);
	cleanup_free char *names = NULL;
	cleanup_close int empty = memfd_create("empty", MFD_CLOEXEC);
	size_t length = 0;
	int error = box_put_file(box, to, from, 0755);

	if (!error)
		error = box_put(box, "/tmp/.evidence/.keep", empty, 0600);
	if (!error)
		error = run_out(box, argv, misuse->environment, ret);
	if (!error)
		error = box_list(box, "/tmp/.evidence", &names, &length);
	/* ".keep" alone is what we have put there. */
	*ret_seen = length > sizeof(".keep");
	return error;
}

static void check_misuse(struct checkup *checkup)
{
	struct tried tried = { .outcome = { OUTCOME_RUNNING, 0 } };
	char why[BOX_WHY];
	struct box *box;
	bool seen = false;
	int error = open_plain(&box, why);

	if (!error) {
		error = watch_true(box, &tried, &seen);
		box_close(box);
	}
	if (ended_well(error, &tried) && seen)
		checkup_add(checkup, "misuse", CHECKUP_FINE,
			xstrdup("programs can be watched in a box (libmisuse.so)"), NULL);
	else
		checkup_add(checkup, "misuse", CHECKUP_MISSING,
			ended_well(error, &tried)
				? xstrdup("libmisuse.so is not loaded into programs in a box")
				: how_it_ended(error, &tried),
			xasprintf("%s/libmisuse.so must be there and fit this machine's libc: "
				  "make all, or make install",
				home()->libraries));
}

static void check_isolation(struct checkup *checkup, const struct box *box, const char *why)
{
	enum isolation isolation = box_isolation(box);

	if (isolation == ISOLATION_FULL)
		checkup_add(checkup, "boxes", CHECKUP_FINE, xstrdup("a box opens, isolation: full"),
			NULL);
	else
		checkup_add(checkup, "boxes", CHECKUP_NOTE,
			xasprintf("a box opens, isolation: only %s (%s). SECURITY.md tells what "
				  "it does not hold",
				isolation_name(isolation), why),
			advice_for_boxes());
}

/* Without a group the limits hold all the same, some milliseconds later. */
static void check_limits(struct checkup *checkup, const struct box *box)
{
	char kind[BOX_LIMITS];

	if (strcmp(box_limits(box, kind), "none") != 0)
		checkup_add(checkup, "limits", CHECKUP_FINE,
			xasprintf("memory and tasks are watched, beside %s", kind), NULL);
	else
		checkup_add(checkup, "limits", CHECKUP_NOTE,
			xstrdup("memory and tasks are watched, without a control group: a program "
				"may pass its limits for some milliseconds"),
			xstrdup("With systemd: systemd-run --user --scope proctor …"));
}

void checkup_box(struct checkup *checkup)
{
	char why[BOX_WHY];
	struct box *box;

	if (open_plain(&box, why) < 0) {
		checkup_add(checkup, "boxes", CHECKUP_FATAL, xstrdup(why), advice_for_boxes());
		return;
	}
	check_isolation(checkup, box, why);
	check_limits(checkup, box);
	box_close(box);
	check_filter(checkup);
	check_settling(checkup);
	check_compiler(checkup);
	check_valgrind(checkup);
	check_misuse(checkup);
}
