/*
 * Runs of one program under the explorer's schedules: the controller's side of
 * explorer/.
 *
 * The program runs as it is, with the rights of whoever calls: a student's own, at
 * a desk.  It is loaded once, and forked for each run; it is pinned to one CPU, has its
 * addresses at fixed places, and reads /dev/null or a file.  No process of it outlives its run.
 * There is one session at a time in a process: the arena has one address.
 */
#ifndef PROCTOR_EXPLORE_SESSION_H
#define PROCTOR_EXPLORE_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "explorer/arena.h"
#include "harness/base/buf.h"
#include "harness/explore/circumstances.h"

/* Who is made to leave, where CHOICE_LEAVE is asked for: explorer/choice.h. */
enum session_leaver {
	LEAVER_NONE,
	LEAVER_INPUT, /* the writer of stdin: it ends early */
	LEAVER_OUTPUT, /* the reader of stdout */
	LEAVER_CHILD, /* any process but the first */
	LEAVER_PROCESS,
};

/* What is run; everything is borrowed. */
struct session_program {
	const char *const *argv; /* NULL-terminated; argv[0] is looked up in PATH */
	const char *library; /* libtsan.so of ours, also for programs that are not linked with it */
	const char *input; /* a file for stdin, NULL: /dev/null */
	const char *folder; /* where it runs, and where relative names begin; NULL: ours */
	/* Called before each run, when no process of the one before is left; NULL: nobody is. */
	void (*before)(void *data);
	void *data;
	/* stdin is a pipe that somebody outside has written it to, 1 MiB at most, and has closed.
	 */
	bool input_is_pipe; /* so it is where its writer may leave */
	enum session_leaver leaver;
	unsigned leaving_process; /* LEAVER_PROCESS: its index */
	bool sigpipe_is_fault; /* death by it, also where somebody is made to leave */
};

/* How often each task does each operation. */
struct session_profile {
	uint16_t counts[ARENA_TASKS][OPERATIONS];
	uint32_t processes;
	uint32_t steps[ARENA_PROCESSES]; /* of each */
	uint32_t writes; /* to stdout, where its reader may leave */
};

/* How it is run once. */
struct session_order {
	int strategy; /* strategy_find() */
	uint64_t seed;
	uint64_t expected_steps; /* what a plain run took; 0: unknown */
	const struct session_profile *profile; /* of a plain run; NULL: unknown */
	uint64_t steps_limit;
	bool races; /* look for them */
	/* What the strategy `list` follows. */
	const struct decision *decisions;
	uint32_t decisions_count;
	/* Where it stops, as in the arena; 0: it goes on to its end. */
	uint32_t stop_before, stop_in_race;
	/* Called while nobody can go on any more and all still live; NULL: nobody looks. */
	void (*stopped)(void *data, const struct arena *arena);
	void *data;
	uint32_t choices; /* bits of enum choice (explorer/choice.h): what the seed draws from */
	const struct circumstances *circumstances; /* as they were; NULL: the seed draws them */
};

enum session_end {
	SESSION_ENDED, /* all processes have ended */
	SESSION_DEADLOCK,
	SESSION_LIVELOCK, /* all ask again and again, and nothing changes */
	SESSION_STOPPED, /* where the order says */
	SESSION_UNFINISHED, /* CPU time, steps or a minute were used up */
};

struct session_result {
	enum session_end end;
	int status; /* wait status of the first process, where it ended by itself; else -1 */
	struct buf output, errors; /* stdout and stderr, as they were written */
	struct buf holders[ARENA_TASKS]; /* holders.h, of who is left waiting */
	bool leaves_by_choice; /* somebody did: another output or status is no fault then, */
	bool sigpipe_is_fault; /* and whether this is */
	const struct arena *arena; /* as the run left it, until the next one */
};

struct session;

/* Loads it. -ENOEXEC: there is no way to control it, as `why` says; or another negative errno. */
int session_open(struct session **ret, const struct session_program *program, struct buf *why);

/* 0, or a negative errno: the session is to be closed then. */
int session_run(
	struct session *session, const struct session_order *order, struct session_result *ret);

/* Of a run, from what is left of its arena. */
void session_profile_take(struct session_profile *profile, const struct arena *arena);

/* CPU time of all runs so far, in milliseconds: as the kernel counts it, in ticks. */
uint64_t session_cpu_ms(const struct session *session);

void session_result_release(struct session_result *result);

void session_close(struct session *session);

#endif
