#include "sandbox/spins.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sandbox/loop.h"
#include "sandbox/source.h"
#include "sandbox/task_text.h"
#include "sandbox/tasks.h"
#include "sandbox/tracee.h"

/* Who computes takes longest to follow, and a few of them say it all. */
enum { MOST_TASKS = 512, MOST_FOLLOWED = 64, MOST_NONE = 4 };

struct runner {
	struct task task;
	unsigned long long ticks;
	struct tracee tracee;
	bool beside; /* its process has one that is followed: it is held meanwhile */
	bool followed;
};

struct runners {
	struct runner list[MOST_TASKS];
	size_t count;
	bool too_many; /* to say anything of all */
};

static const char *const kind_words[] = {
	[LOOP_NONE] = "none",
	[LOOP_CALL] = "call",
	[LOOP_MEMORY] = "memory",
};

static unsigned long long ticks_of(const struct task *task)
{
	char path[64];
	char text[1024];
	size_t length = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", task->tgid, task->tid);
	file = fopen(path, "re");
	if (file) {
		length = fread(text, 1, sizeof(text) - 1, file);
		fclose(file);
	}
	text[length] = '\0';
	return task_text_own_ticks(text);
}

static int collect(const struct task *task, void *data)
{
	struct runners *runners = data;

	if (task->tgid <= 0 || task->state == 'Z' || task->state == 'X')
		return 0;
	runners->too_many = runners->count == MOST_TASKS;
	if (runners->too_many)
		return 1;
	runners->list[runners->count++] = (struct runner){ .task = *task, .ticks = ticks_of(task) };
	return 0;
}

/* One that shows S without a call is only about to look whether it has to sleep. */
static bool runs(const struct runner *runner)
{
	const struct task *task = &runner->task;

	return task->state == 'R' || task->state == 'D' || (task->state == 'S' && task->call < 0);
}

/* Those that run and have used a good part of the time, as who was just woken has not. */
static void choose(struct runners *runners)
{
	enum { GOOD_PART = 16 };
	unsigned long long most = 0;
	int followed = 0;

	for (size_t i = 0; i < runners->count; i++)
		if (runs(&runners->list[i]) && runners->list[i].ticks > most)
			most = runners->list[i].ticks;
	for (size_t i = 0; i < runners->count; i++) {
		struct runner *runner = &runners->list[i];

		runner->followed = runs(runner) && most > 0 && runner->ticks * GOOD_PART >= most;
		followed += runner->followed;
		for (size_t j = 0; runner->followed && j < runners->count; j++)
			if (runners->list[j].task.tgid == runner->task.tgid)
				runners->list[j].beside = true;
	}
	runners->too_many |= followed > MOST_FOLLOWED;
}

/* A signal may come first: it is let go with that, and held behind it. */
static void hold(struct runner *runner)
{
	enum { SIGNALS = 100 };
	int error = -EAGAIN;

	for (int left = SIGNALS; left > 0 && error == -EAGAIN; left--) {
		error = tracee_seize(&runner->tracee, runner->task.tid);
		if (!error)
			error = tracee_hold(&runner->tracee);
	}
}

/*
 * Nobody else runs while one is followed, or what it looks at could change.  The
 * others are stopped last, since their parent is told of that by SIGCHLD.
 */
static void stop_all(struct runners *runners)
{
	for (size_t i = 0; i < runners->count; i++)
		if (runners->list[i].beside)
			hold(&runners->list[i]);
	for (size_t i = 0; i < runners->count; i++)
		if (!runners->list[i].beside)
			kill(runners->list[i].task.tgid, SIGSTOP);
}

/* Stopped before they are let go, so they stay where they are. */
static void leave_stopped(struct runners *runners)
{
	for (size_t i = 0; i < runners->count; i++)
		if (runners->list[i].beside)
			kill(runners->list[i].task.tgid, SIGSTOP);
	for (size_t i = 0; i < runners->count; i++) {
		struct runner *runner = &runners->list[i];

		if (runner->followed)
			tracee_leave(&runner->tracee);
		else
			tracee_let_go(&runner->tracee);
	}
}

/*** where ***/

/* The first line of the loop, whatever it was doing when it was stopped. */
static struct source_place where_it_begins(Dwfl *dwfl, const struct loop *loop)
{
	struct source_place first = { NULL, NULL, 0 };

	for (size_t i = 0; dwfl && i < loop->places_count; i++) {
		struct source_place place = source_at(dwfl, loop->places[i]);

		if (!place.file || place.line <= 0)
			continue;
		if (!first.file || (strcmp(place.file, first.file) == 0 && place.line < first.line))
			first = place;
	}
	return first;
}

/*** telling ***/

/* Control bytes could forge lines; file and symbol names are the student's. */
static void put_text(FILE *out, const char *text)
{
	for (; text && *text; text++)
		fputc((unsigned char)*text < 0x20 ? '?' : *text, out);
}

static void tell(FILE *out, const struct runner *runner, const struct loop *loop,
	const struct folder *folder)
{
	Dwfl *dwfl = source_open(runner->task.tgid);
	struct source_place place = where_it_begins(dwfl, loop);

	fprintf(out, "spin\t%d\t%d\t%s\t%u\t%u\t%d\t%ld", runner->task.tid, runner->task.tgid,
		kind_words[loop->kind], loop->steps, loop->times, loop->call.number,
		loop->call.result);
	for (int i = 0; i < 3; i++)
		fprintf(out, "\t0x%lx", loop->call.arguments[i]);
	fputc('\t', out);
	put_text(out, place.function);
	fputc('\t', out);
	put_text(out, place.file ? folder_inside(folder, place.file) : NULL);
	fprintf(out, "\t%d\n", place.line);
	fflush(out);
	if (dwfl)
		dwfl_end(dwfl);
}

/* Ends us, and lets go of everybody, should a task not stop that has no reason not to. */
static void limit_time(unsigned seconds)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	alarm(seconds);
}

static void follow_all(struct runners *runners, FILE *out, const struct folder *folder)
{
	static struct loop loop;
	int none = 0;

	for (size_t i = 0; i < runners->count && none < MOST_NONE; i++) {
		struct runner *runner = &runners->list[i];

		if (!runner->followed)
			continue;
		if (!runner->tracee.held || loop_follow(&runner->tracee, &loop) != 0)
			loop.kind = LOOP_NONE;
		none += loop.kind == LOOP_NONE;
		tell(out, runner, &loop, folder);
	}
}

void spins_write(int fd, const struct folder *folder)
{
	enum { LAST_RESORT = 120 };
	static struct runners runners;
	FILE *out = fdopen(fd, "w");

	if (!out)
		return;
	limit_time(LAST_RESORT);
	tasks_each(collect, &runners);
	choose(&runners);
	stop_all(&runners);
	if (!runners.too_many) {
		follow_all(&runners, out, folder);
		fputs("spun\n", out);
	}
	leave_stopped(&runners);
	fclose(out);
}

/* Whether this line is none, or tells of a task that waits. */
static bool is_in_vain(const char *line, bool *any)
{
	const char *kind = line;

	if (strncmp(line, "spin\t", 5) != 0)
		return true;
	for (int tabs = 0; kind && tabs < 3; tabs++)
		kind = strchr(kind + (tabs > 0), '\t');
	*any = true;
	return kind && (strncmp(kind, "\tcall\t", 6) == 0 || strncmp(kind, "\tmemory\t", 8) == 0);
}

bool spins_in_vain(const char *text)
{
	bool any = false;

	for (const char *line = text; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, "spun\n", 5) == 0)
			return any;
		if (!is_in_vain(line, &any))
			return false;
	}
	return false;
}
