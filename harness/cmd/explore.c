/*
 * proctor explore: a program under many schedules, without an assignment.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "explorer/choice.h"
#include "explorer/strategy.h"
#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/interrupt.h"
#include "harness/cmd/options.h"
#include "harness/cmd/screen.h"
#include "harness/core/home.h"
#include "harness/explore/campaign.h"
#include "harness/explore/describe.h"
#include "harness/explore/replay.h"
#include "harness/report/paper.h"

/* What to read about each, for a student. */
static const struct {
	const char *title;
	const char *read;
} kinds[EXPLORED_KINDS] = {
	[EXPLORED_RACE] = { "Race", "sem_overview(7), pthread_mutex_lock(3p), shm_overview(7)" },
	[EXPLORED_DEADLOCK] = { "Deadlock",
		"pipe(7), sem_wait(3), pthread_mutex_lock(3p), wait(2)" },
	[EXPLORED_LIVELOCK] = { "Livelock", "sched_yield(2), pthread_cond_wait(3p)" },
	[EXPLORED_CRASH] = { "Crash", "signal(7)" },
	[EXPLORED_STATUS] = { "Exit status", "exit(3)" },
};

struct shown {
	bool terminal;
	bool first; /* what is found first is enough */
	unsigned schedules;
};

static bool show_progress(void *data, unsigned done, size_t faults)
{
	const struct shown *shown = data;

	if (shown->terminal)
		fprintf(stderr, "\r%u of %u schedules, %zu found ", done, shown->schedules, faults);
	return !interrupt_seen() && !(shown->first && faults > 0);
}

static void end_progress(const struct shown *shown)
{
	if (shown->terminal)
		fprintf(stderr, "\r\033[K");
}

static void put_word(struct buf *out, const char *word)
{
	cleanup_free char *typed = screen_word(word);

	buf_printf(out, " %s", typed);
}

static void put_leaver(struct buf *out, const struct session_program *program)
{
	static const char *const words[] = {
		[LEAVER_NONE] = "",
		[LEAVER_INPUT] = " --leave stdin",
		[LEAVER_OUTPUT] = " --leave stdout",
		[LEAVER_CHILD] = " --leave child",
	};

	if (program->input_is_pipe && program->leaver != LEAVER_INPUT)
		buf_adds(out, " --piped");
	if (program->leaver == LEAVER_PROCESS)
		buf_printf(out, " --leave %u", program->leaving_process + 1);
	else
		buf_adds(out, words[program->leaver]);
}

/* The command that shows it again, as it would be typed. */
static void put_command(
	struct buf *out, const struct explored_fault *fault, const struct session_program *program)
{
	cleanup_buf struct buf decisions = BUF_INIT;

	buf_adds(out, "proctor explore --replay ");
	if (fault->confirmed && fault->decisions.count &&
		decisions_add(&decisions, &fault->decisions))
		buf_printf(out, "list:%s", decisions.data);
	else
		schedule_name_add(out, &fault->schedule);
	if (program->input) {
		buf_adds(out, " --input");
		put_word(out, program->input);
	}
	put_leaver(out, program);
	buf_adds(out, " --");
	for (const char *const *word = program->argv; *word; word++)
		put_word(out, *word);
}

static void put_fault(const struct paper *paper, const struct campaign *campaign,
	const struct explored_fault *fault, const struct session_program *program)
{
	cleanup_buf struct buf seen = BUF_INIT, command = BUF_INIT;
	struct paper inner = *paper;

	inner.indent += 2;
	buf_printf(&seen, "%u of %u schedules, first in number %u (%s)", fault->seen,
		campaign->schedules, fault->first, strategies[fault->schedule.strategy]->name);
	put_command(&command, fault, program);
	paper_blank(paper);
	paper_text(paper, "", kinds[fault->kind].title, INK_BAD);
	paper_lines(&inner, fault->text);
	if (fault->story) {
		paper_text(&inner, "", "How it comes to that:", INK_PLAIN);
		paper_lines(&inner, fault->story);
	}
	if (!fault->confirmed)
		paper_labelled(paper, "  Unsure:",
			"The same schedule has not shown it again. Does the program depend on a "
			"file that it "
			"changes, on its process ID, or on chance?",
			INK_SKIPPED);
	paper_labelled(paper, "  Seen in:", seen.data, INK_PLAIN);
	paper_labelled(paper, "  Again:", command.data, INK_FAINT);
	paper_labelled(paper, "  Read:", kinds[fault->kind].read, INK_FAINT);
}

/* What can be said of schedules that were not drawn. */
static void put_seen(const struct paper *paper, const struct search_seen *seen)
{
	cleanup_buf struct buf text = BUF_INIT;

	if (seen->all)
		buf_printf(
			&text, "All %u schedules that there are have been seen.", seen->bound_runs);
	else if (seen->bound >= 0)
		buf_printf(&text, "All %u schedules with at most %d interruption%s have been seen.",
			seen->bound_runs, seen->bound, seen->bound == 1 ? "" : "s");
	else if (seen->runs)
		buf_printf(&text,
			"The search is not complete: %u schedules are not all of those without an "
			"interruption.",
			seen->runs);
	if (text.length)
		paper_text(paper, "", text.data, INK_PLAIN);
}

static void put_summary(const struct paper *paper, const struct campaign *campaign)
{
	cleanup_buf struct buf text = BUF_INIT, limits = BUF_INIT;
	size_t confirmed = campaign_confirmed(campaign);

	paper_blank(paper);
	if (confirmed == 0)
		buf_printf(&text, "Nothing found in %u schedules of some %llu steps.",
			campaign->schedules, (unsigned long long)campaign->steps);
	else
		buf_printf(&text, "%zu found in %u schedules of some %llu steps.", confirmed,
			campaign->schedules, (unsigned long long)campaign->steps);
	paper_text(paper, "", text.data, confirmed ? INK_BAD : INK_GOOD);
	put_seen(paper, &campaign->seen);
	if (campaign->outputs > 1) {
		buf_reset(&text);
		buf_printf(&text,
			"%u different outputs were seen: right, if the order of lines is left "
			"open.",
			campaign->outputs);
		paper_text(paper, "", text.data, INK_FAINT);
	}
	if (campaign->unfinished) {
		buf_reset(&text);
		buf_printf(&text,
			"%u schedules were not finished: too much CPU time, or too many steps.",
			campaign->unfinished);
		paper_text(paper, "", text.data, INK_FAINT);
	}
	describe_limits(&limits, campaign->limits, campaign->limit_call);
	if (limits.length)
		paper_text(paper, "", limits.data, INK_FAINT);
}

/* What the caller has asked for cannot be: the program, or its input. */
static bool is_usage(int error)
{
	return error == -ENOEXEC || error == -EFBIG;
}

static int explore(struct campaign_options *options, bool first)
{
	struct shown shown = { isatty(STDERR_FILENO), first, options->schedules };
	const struct report_style style = screen_style(false);
	cleanup_buf struct buf text = BUF_INIT, why = BUF_INIT;
	const struct paper paper = { .out = &text, .width = style.width, .colour = style.colour };
	struct campaign campaign;
	int status, error;

	options->progress = show_progress;
	options->data = &shown;
	interrupt_watch();
	error = campaign_run(options, &campaign, &why);
	end_progress(&shown);
	if (error) {
		warn("%s", why.data);
		return is_usage(error) ? FAULT_EXIT_USAGE : FAULT_EXIT_BROKEN;
	}
	for (size_t i = 0; i < campaign.faults_count; i++)
		put_fault(&paper, &campaign, &campaign.faults[i], &options->program);
	put_summary(&paper, &campaign);
	status = screen_put(&text);
	if (!status)
		status = campaign_confirmed(&campaign) ? FAULT_EXIT_POINTS : FAULT_EXIT_FULL;
	campaign_release(&campaign);
	if (interrupt_seen())
		interrupt_end();
	return status;
}

static int replay(const struct verb *verb, const struct session_program *program, const char *name)
{
	static const char list[] = "list:";
	cleanup_decisions struct decisions decisions = DECISIONS_INIT;
	bool listed = strncmp(name, list, strlen(list)) == 0;
	const struct report_style style = screen_style(false);
	cleanup_buf struct buf found = BUF_INIT, text = BUF_INIT, why = BUF_INIT;
	const struct paper paper = { .out = &text, .width = style.width, .colour = style.colour };
	struct schedule_name schedule;
	int error;

	if (listed ? !decisions_parse(name + strlen(list), &decisions)
		   : !schedule_name_parse(name, &schedule) || strategies[schedule.strategy]->told)
		options_refuse(verb,
			"--replay wants a schedule as `proctor explore` printed it, not %s", name);
	error = replay_named(program, listed ? NULL : &schedule, &decisions, &found, &why);
	if (error) {
		warn("%s", why.data);
		return is_usage(error) ? FAULT_EXIT_USAGE : FAULT_EXIT_BROKEN;
	}
	paper_lines(&paper, found.data);
	return screen_put(&text);
}

static void set_leaver(const struct verb *verb, struct session_program *program, const char *name)
{
	static const struct {
		const char *name;
		enum session_leaver leaver;
	} leavers[] = {
		{ "stdin", LEAVER_INPUT },
		{ "stdout", LEAVER_OUTPUT },
		{ "child", LEAVER_CHILD },
	};
	char end;

	for (size_t i = 0; i < sizeof(leavers) / sizeof(*leavers); i++)
		if (strcmp(name, leavers[i].name) == 0)
			program->leaver = leavers[i].leaver;
	if (sscanf(name, "%u%c", &program->leaving_process, &end) == 1 &&
		program->leaving_process-- > 0)
		program->leaver = LEAVER_PROCESS;
	if (program->leaver == LEAVER_NONE)
		options_refuse(verb,
			"--leave wants stdin, stdout, child or the number of a process, not %s",
			name);
	program->input_is_pipe |= program->leaver == LEAVER_INPUT;
}

static void set_choices(
	const struct verb *verb, struct campaign_options *options, const char *words)
{
	options->choices = CHOICES_OF_KERNEL;
	if (words && strcmp(words, "none") == 0)
		options->choices = 0;
	else if (words && (!circumstances_choices_parse(words, &options->choices) ||
				  (options->choices & CHOICE_LEAVE)))
		options_refuse(
			verb, "--choices wants parts, small, parts+small or none, not %s", words);
}

static int run_explore(int argc, char **argv)
{
	const struct verb *verb = verb_find("explore");
	struct campaign_options options = { .strategy = -1, .schedules = 200, .search = true };
	const char *strategy = NULL, *name = NULL, *choices = NULL, *leaver = NULL;
	bool first_only = false;
	unsigned seed = 1;
	const struct option_spec specs[] = {
		{ "schedules", 'n', OPTION_NUMBER, &options.schedules },
		{ "strategy", 's', OPTION_TEXT, &strategy },
		{ "first", 0, OPTION_FLAG, &first_only },
		{ "seed", 0, OPTION_NUMBER, &seed },
		{ "input", 'i', OPTION_TEXT, &options.program.input },
		{ "keep", 'k', OPTION_TEXT, &options.keep },
		{ "piped", 0, OPTION_FLAG, &options.program.input_is_pipe },
		{ "choices", 0, OPTION_TEXT, &choices },
		{ "leave", 0, OPTION_TEXT, &leaver },
		{ "sigpipe", 0, OPTION_FLAG, &options.program.sigpipe_is_fault },
		{ "replay", 0, OPTION_TEXT, &name },
		{ NULL },
	};
	int first = options_parse(verb, argc, argv, specs, 1, -1);
	cleanup_free char *library = file_join(home()->libraries, "explorer/libtsan.so");

	if (strategy) {
		options.strategy = strategy_find(strategy);
		if (options.strategy < 0 || options.strategy == strategy_find("list"))
			options_refuse(verb,
				"there is no strategy %s: fifo, surw, pos, pct, random, starve "
				"and complete are known",
				strategy);
	}
	if (options.schedules == 0)
		options_refuse(verb, "--schedules wants at least 1");
	if (options.program.input && access(options.program.input, R_OK) < 0)
		options_refuse(verb, "cannot read %s: %s", options.program.input, strerror(errno));
	if (options.keep && file_mkdir_p(options.keep) < 0)
		options_refuse(verb, "cannot make the folder %s", options.keep);
	set_choices(verb, &options, choices);
	if (leaver)
		set_leaver(verb, &options.program, leaver);
	options.seed = seed;
	options.program.argv = (const char *const *)(argv + first);
	options.program.library = library;
	return name ? replay(verb, &options.program, name) : explore(&options, first_only);
}

REGISTRY_ADD(verbs, verb) = {
	.name = "explore",
	.usage = "explore [OPTIONS] -- PROGRAM [ARGUMENT]...",
	.about = "run a program under many schedules: races, deadlocks, lost signals",
	.help = "\n"
		"Build PROGRAM with proctor-cc, which is called as gcc is (CC=proctor-cc). Its\n"
		"processes and threads then run one at a time, and a strategy decides at each "
		"system\n"
		"call and each lock who goes on. Time is virtual: sleep() costs nothing.\n"
		"\n"
		"  -n, --schedules N       how many (200)\n"
		"  -s, --strategy NAME     fifo, surw, pos, pct, random, starve (all in turn),\n"
		"                          or complete: each schedule once\n"
		"      --seed N            the same seed gives the same schedules (1)\n"
		"      --first             stop once something is found\n"
		"  -i, --input FILE        what PROGRAM reads (/dev/null)\n"
		"  -k, --keep FOLDER       write what is found as FOLDER/1.schedule, 2.schedule …\n"
		"      --piped             it comes through a pipe, in pieces\n"
		"      --choices WORDS     what the kernel may do beside, in half of the "
		"schedules:\n"
		"                          parts+small (the default), one of them, or none\n"
		"      --leave WHO         who is made to leave at any point: child or the number "
		"of\n"
		"                          a process (SIGKILL), stdout (its reader), stdin\n"
		"      --sigpipe           death by SIGPIPE is a fault also where --leave brings "
		"it\n"
		"      --replay SCHEDULE   one schedule again, step by step\n"
		"\n"
		"PROGRAM runs with your rights, not in a box: explore your own.\n"
		"\n"
		"Exit status: 0 nothing found, 1 something found, 2 usage or a program that cannot "
		"be\n"
		"explored, 3 a breakdown of the explorer or of this machine.\n",
	.run = run_explore,
};
