/*
 * proctor replay: a schedule that was kept, step by step, or in a debugger.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/cmd/options.h"
#include "harness/cmd/replay_graded.h"
#include "harness/cmd/screen.h"
#include "harness/core/home.h"
#include "harness/explore/replay.h"
#include "harness/report/paper.h"

static int status_of(int error)
{
	return error == -ENOEXEC || error == -ESRCH ? FAULT_EXIT_USAGE : FAULT_EXIT_BROKEN;
}

static void put_head(const struct paper *paper, const struct kept *kept)
{
	cleanup_buf struct buf text = BUF_INIT;

	for (char **word = kept->argv; *word; word++) {
		cleanup_free char *typed = screen_word(*word);

		buf_printf(&text, "%s%s", text.length ? " " : "", typed);
	}
	buf_printf(&text, ": %s, seen first by %s", explored_word(kept->kind), kept->name);
	paper_text(paper, "", text.data, INK_STRONG);
	if (!kept_is_of(kept))
		paper_text(paper, "",
			"The program is another one than when this was kept: what follows may "
			"be, too.",
			INK_SKIPPED);
	paper_blank(paper);
}

static int tell(const struct kept *kept, const char *library)
{
	const struct report_style style = screen_style(false);
	cleanup_buf struct buf found = BUF_INIT, text = BUF_INIT, why = BUF_INIT;
	const struct paper paper = { .out = &text, .width = style.width, .colour = style.colour };
	int status, shows = replay_kept(kept, library, &found, &why);

	if (shows < 0) {
		warn("%s", why.data);
		return status_of(shows);
	}
	put_head(&paper, kept);
	paper_lines(&paper, found.data);
	if (!shows) {
		paper_blank(&paper);
		paper_text(&paper, "", "The fault was not seen this time.", INK_BAD);
	}
	status = screen_put(&text);
	return status ? status : shows ? FAULT_EXIT_FULL : FAULT_EXIT_POINTS;
}

/*** a debugger ***/

/*
 * In our place: so it is an ancestor of the process, which Yama's ptrace_scope wants of it, and
 * the processes end soon after it does.  System calls come as SIGSYS first.
 */
static void become_gdb(void *data, pid_t pid)
{
	cleanup_free char *number = xasprintf("%d", pid);
	const char *argv[] = { "gdb", "-q", "-p", number, "-ex", "handle SIGSYS nostop noprint",
		"-ex", "thread apply all backtrace", NULL };

	(void)data;
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	die("gdb cannot be started: %s", strerror(errno));
}

static bool has_gdb(void)
{
	const char *paths = getenv("PATH");
	cleanup_free char *copy = xstrdup(paths ? paths : "");
	char *rest = copy, *part;

	while ((part = strsep(&rest, ":"))) {
		cleanup_free char *file = file_join(*part ? part : ".", "gdb");

		if (access(file, X_OK) == 0)
			return true;
	}
	return false;
}

static int debug(const struct kept *kept, const char *library, unsigned process, unsigned step)
{
	const struct replay_stop stop = { .process = process, .step = step, .look = become_gdb };
	cleanup_buf struct buf why = BUF_INIT;
	int error;

	if (!has_gdb()) {
		warn("gdb is not installed: the package is called gdb (apt install gdb)");
		return FAULT_EXIT_USAGE;
	}
	error = replay_stop(kept, library, &stop, &why);
	warn("%s", why.data);
	return status_of(error);
}

/* The program runs in another folder than ours (caller frees). */
static char *find_library(void)
{
	cleanup_free char *near = file_join(home()->libraries, "explorer/libtsan.so");
	char *library = realpath(near, NULL);

	if (!library)
		die("cannot find %s: %s", near, strerror(errno));
	return library;
}

/* Without a number: what there is. */
static int replay_graded(const struct verb *verb, const char *dir, const char *word)
{
	unsigned number;
	char end;

	if (!word)
		return replay_graded_list(dir);
	if (sscanf(word, "%9u%c", &number, &end) != 1)
		options_refuse(verb, "%s is no number of what was found", word);
	return replay_graded_show(dir, number);
}

static int run_replay(int argc, char **argv)
{
	const struct verb *verb = verb_find("replay");
	cleanup_kept struct kept kept = KEPT_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	unsigned process = 0, step = 0;
	const struct option_spec specs[] = {
		{ "gdb", 0, OPTION_NUMBER, &process },
		{ "at", 0, OPTION_NUMBER, &step },
		{ NULL },
	};
	int first = options_parse(verb, argc, argv, specs, 1, 2);
	cleanup_free char *library = NULL;

	if (step && !process)
		options_refuse(verb, "--at wants --gdb");
	if (file_is_dir(argv[first])) {
		if (process)
			options_refuse(verb, "--gdb wants a FILE.schedule");
		return replay_graded(verb, argv[first], first + 1 < argc ? argv[first + 1] : NULL);
	}
	if (first + 1 < argc)
		options_refuse(verb, "%s is not wanted after a file", argv[first + 1]);
	if (kept_load(argv[first], &kept, &why) < 0) {
		warn("%s", why.data);
		return FAULT_EXIT_USAGE;
	}
	library = find_library();
	return process ? debug(&kept, library, process, step) : tell(&kept, library);
}

REGISTRY_ADD(verbs, verb) = {
	.name = "replay",
	.usage = "replay [--gdb PROCESS [--at STEP]] FILE.schedule, or DIR/SUBMISSION [NUMBER]",
	.about = "a schedule that shows a fault again, step by step or in gdb",
	.help = "\n"
		"FILE.schedule was written by `proctor explore --keep`. Its program runs once "
		"more, "
		"as\n"
		"it did then: who ran, which call, on what, with which result, until it goes "
		"wrong.\n"
		"\n"
		"      --gdb PROCESS   stop there, and look at that process with gdb: 2 is what is "
		"told\n"
		"                      as \"process 2\"\n"
		"      --at STEP       stop before that step instead\n"
		"\n"
		"The program runs with your rights, not in a box.\n"
		"\n"
		"DIR/SUBMISSION is what `proctor grade -o` wrote: lists what the explorer found, "
		"or "
		"shows\n"
		"the one of that NUMBER, again and in a box of its own.\n"
		"\n"
		"Exit status: 0 the fault was seen again, 1 it was not, 2 usage or a program that "
		"cannot\n"
		"be explored, 3 a breakdown of the explorer or of this machine.\n",
	.run = run_replay,
};
