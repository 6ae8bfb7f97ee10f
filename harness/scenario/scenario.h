/*
 * How a scenario is written.
 *
 * A scenario is one situation that a program must handle: a C function that
 * starts peers in a box, acts when the box has settled, and says what it
 * expects.  Criterion runs each in a process of its own; what it saw becomes
 * one observation (core/observation.h).
 *
 *	SCENARIO(eof, child_stops_when_input_ends,
 *		.about = "The child sees end of file once every write end is closed")
 *	{
 *		struct peer *relay = peer_start("relay", .input = PEER_PIPE);
 *
 *		peer_say(relay, "alpha\n");
 *		settle();
 *		peer_close_input(relay);
 *		expect_outcome(relay, EXITED(0));
 *		expect_output(relay, "ALPHA\nlines: 1\n");
 *		expect_nothing_left();
 *	}
 *
 * There is one box a scenario; it opens with the first peer and is closed, and
 * the census taken, when the body returns or an expectation is not met.
 * Nothing here waits for a time: peers are pumped until the box has settled
 * (sandbox/tasks.h), so a verdict does not depend on the machine's load.
 *
 * The first expectation that is not met ends the scenario: verdict failed.
 * When our own side cannot work the verdict is broken.
 */
#ifndef PROCTOR_SCENARIO_SCENARIO_H
#define PROCTOR_SCENARIO_SCENARIO_H

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/base/registry.h"
#include "sandbox/outcome.h"

/*** scenarios ***/

/* What a scenario says of itself; the last arguments of SCENARIO(). */
struct scenario_options {
	const char *about; /* what it asks of the program: one sentence for students */
	const char *read; /* what to read when it fails: "pipe(7)" */
	unsigned cpu_ms; /* CPU time that it may take, where that is more than the assignment's */
};

/* A scenario as SCENARIO() registers it. */
struct scenario {
	const char *name; /* suite/name */
	struct scenario_options options;
	void (*body)(void);
};

REGISTRY_DECLARE(scenarios, scenario);

/* Defines a scenario suite/name. */
#define SCENARIO(suite_, name_, ...)                                                               \
	static void scenario_##suite_##_##name_(void);                                             \
	REGISTRY_ADD(scenarios, scenario) = {                                                      \
		.name = #suite_ "/" #name_,                                                        \
		.options = { __VA_ARGS__ },                                                        \
		.body = scenario_##suite_##_##name_,                                               \
	};                                                                                         \
	Test(suite_, name_)                                                                        \
	{                                                                                          \
		scenario_run(#suite_ "/" #name_);                                                  \
	}                                                                                          \
	static void scenario_##suite_##_##name_(void)

/* Runs the scenario of that name; SCENARIO() calls it. */
void scenario_run(const char *name);

/*** peers ***/

/* A program started in the box, seen only from outside. */
struct peer;

/* Where a peer's standard input comes from. */
enum peer_input {
	PEER_NULL, /* the default: an empty input, end of file at once */
	PEER_PIPE, /* a pipe that the scenario feeds: peer_say(), peer_close_input() */
	PEER_BYTES, /* all of .bytes (or .text), then end of file; fed as it is taken */
};

/* Which build of a program to start. */
enum peer_program {
	PEER_STUDENT, /* the submission's, the default */
	PEER_REFERENCE, /* the reference's */
};

struct peer_options {
	const char *const *args; /* arguments after the program's name, NULL-terminated */
	const char *arguments; /* or one string, split at blanks: "-n 3" */
	enum peer_input input;
	const char *text; /* for PEER_BYTES: a string … */
	const void *bytes; /* … or bytes */
	size_t length;
	struct peer *output_to; /* its standard output is that peer's standard input: a direct
				   pipe (that peer was started with .input = PEER_PIPE and
				   not yet fed) */
	bool output_closed; /* the read end of its standard output is closed from the
			       start: writing gives SIGPIPE or EPIPE */
	bool unread; /* nobody reads its standard output until peer_read_on() */
	enum peer_program program;
	const char *const *environment; /* NAME=VALUE, added to the clean environment */
};

/*
 * Starts a program of the assignment by its name.  Exec failures are the
 * outcome NOT_STARTED.  The peer belongs to the scenario.
 *
 *	peer_start("relay", .arguments = "-n 3", .input = PEER_BYTES, .text = "a\nb\n")
 */
#define peer_start(name, ...) peer_start_((name), (struct peer_options){ __VA_ARGS__ })
struct peer *peer_start_(const char *name, struct peer_options options);

/* Feeds text or bytes; they are written as the peer takes them. */
void peer_say(struct peer *peer, const char *text);
void peer_say_bytes(struct peer *peer, const void *bytes, size_t length);

/* Closes the harness's end of its input, after all that was said is written. */
void peer_close_input(struct peer *peer);

/* Closes the read end of its standard output: the next write gives SIGPIPE/EPIPE. */
void peer_close_output(struct peer *peer);

/* Begins to read the output of a peer started with .unread. */
void peer_read_on(struct peer *peer);

/* Sends a signal to the peer itself. */
void peer_signal(struct peer *peer, int signal);
/* SIGKILL; SIGSTOP; SIGCONT. */
void peer_kill(struct peer *peer);
void peer_stop(struct peer *peer);
void peer_continue(struct peer *peer);

/*
 * The peer's living child processes, as they are when the box has settled,
 * oldest first.  peer_children() counts them; peer_signal_child() signals the
 * index-th (0: oldest), which ends the scenario as failed when there is none.
 */
size_t peer_children(struct peer *peer);
void peer_signal_child(struct peer *peer, size_t index, int signal);

/* What has come out so far (call settle() first). Valid until the next call on the peer. */
const char *peer_output(struct peer *peer, size_t *ret_length);
const char *peer_errors(struct peer *peer, size_t *ret_length);

/*** time ***/

/*
 * Waits until the box has settled: every task in it is blocked in a call that
 * only someone else's act can end, or gone, and everything said has been
 * written as far as the peers take it.  Limits still hold: a peer that spins
 * or prints for ever is ended, and its outcome says so.
 */
void settle(void);

/*** expectations ***/

#define EXITED(n) ((struct outcome){ OUTCOME_EXITED, (n) })
#define SIGNALLED(n) ((struct outcome){ OUTCOME_SIGNALLED, (n) })

/* Settles, then compares how the peer ended. */
#define expect_outcome(peer, ...) expect_outcome_((peer), (__VA_ARGS__), __FILE__, __LINE__)
void expect_outcome_(struct peer *peer, struct outcome wanted, const char *file, int line);

/* Settles; the peer must have ended by itself with any exit status but 0. */
#define expect_failure(peer) expect_failure_((peer), __FILE__, __LINE__)
void expect_failure_(struct peer *peer, const char *file, int line);

/* Settles; the peer must still be there (blocked), not ended. */
#define expect_running(peer) expect_running_((peer), __FILE__, __LINE__)
void expect_running_(struct peer *peer, const char *file, int line);

/* Settles, then compares all of its standard output so far, line by line. */
#define expect_output(peer, text) expect_output_((peer), (text), __FILE__, __LINE__)
void expect_output_(struct peer *peer, const char *wanted, const char *file, int line);

/* The same, byte by byte: offsets and hexadecimal when they differ. */
#define expect_bytes(peer, bytes, length)                                                          \
	expect_bytes_((peer), (bytes), (length), __FILE__, __LINE__)
void expect_bytes_(
	struct peer *peer, const void *wanted, size_t length, const char *file, int line);

/* Something must (not) have been printed on standard error. */
#define expect_errors(peer) expect_errors_((peer), true, __FILE__, __LINE__)
#define expect_no_errors(peer) expect_errors_((peer), false, __FILE__, __LINE__)
void expect_errors_(struct peer *peer, bool some, const char *file, int line);

/*
 * Nothing may be left in the box: no process that still lives, no child that
 * its parent has not waited for (zombies and orphans that our init had to reap), no
 * IPC object, no FIFO or socket file.  A daemon, in a session of its own, that has
 * ended was nobody's to wait for.
 */
#define expect_nothing_left() expect_nothing_left_(__FILE__, __LINE__)
void expect_nothing_left_(const char *file, int line);

/*
 * Any other condition. `what` says what was looked at ("number of children"),
 * expected and seen are texts made with printf formats: see expectf().
 */
#define expect_that(met, what, expected, seen)                                                     \
	expect_that_((met), (what), (expected), (seen), __FILE__, __LINE__)
void expect_that_(bool met, const char *what, const char *expected, const char *seen,
	const char *file, int line);

/*
 * The same for what a peer has printed: `offset` is that of the first byte that is wrong, the
 * output's length where something is missing at its end.  Then the report can tell which line of
 * the program wrote it.
 */
#define expect_printed(peer, met, offset, what, expected, seen)                                    \
	expect_printed_((peer), (met), (offset), (what), (expected), (seen), __FILE__, __LINE__)
void expect_printed_(struct peer *peer, bool met, size_t offset, const char *what,
	const char *expected, const char *seen, const char *file, int line);

/* printf into memory that lives as long as the scenario. */
const char *scenario_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Memory that lives as long as the scenario, zeroed. */
void *scenario_memory(size_t size);

/*
 * Runs the submission's program and the reference's with the same arguments
 * and input in equal boxes and compares exit status and standard output (as
 * text; the first line that differs is shown).  Once in a scenario.
 */
#define expect_same_as_reference(name, ...)                                                        \
	expect_same_as_reference_((name), (struct peer_options){ __VA_ARGS__ }, __FILE__, __LINE__)
void expect_same_as_reference_(
	const char *name, struct peer_options options, const char *file, int line);

/*** schedules ***/

/* What explore() runs, and what is right in every schedule; all borrowed. */
struct exploration {
	const char *const *args; /* as in struct peer_options … */
	const char *arguments;
	const char *text; /* … of its standard input; none: it is empty */
	const void *bytes;
	size_t length;
	int status; /* its exit status: 0, the default */
	const char *output; /* its standard output, where there is one right one … */
	bool as_reference; /* … or status and output are those of the reference's plain run … */
	/* … or what is wrong with it, in words, NULL for nothing; `expected` is what it looks for.
	 */
	const char *(*fault)(const char *output, size_t length, const void *data);
	const void *data;
	const char *expected;
	unsigned schedules; /* how many; 0: 100 */
	unsigned cpu_ms; /* CPU time after which no more are begun; 0: 5000 */
};

/*
 * Runs the submission's program under many schedules (explorer/): races, deadlocks and the
 * like are found by the explorer, and status and output must be right in each of
 * them.  That is done in runs of their own, where assignment.yaml names the scenario for the
 * tool `explorer`, and with schedules that are drawn from the submission's digest; in a
 * plain run, and under other tools, the program is run once.  Once in a scenario, and its only
 * peer.
 *
 *	explore("relay", .arguments = "-n 2", .text = "a\nb\n", .output = "A\nB\nlines: 2\n");
 *
 * Outputs of up to 64 KiB can be right.  Time is virtual in such runs: what was wrong after a
 * time-out has passed is shown to the staff only.
 */
#define explore(name, ...) explore_((name), (struct exploration){ __VA_ARGS__ }, __FILE__, __LINE__)
void explore_(const char *name, struct exploration exploration, const char *file, int line);

/*** random input ***/

/*
 * Numbers drawn from the submission's digest and the scenario's name: fresh
 * for each submission, the same when it is graded again.
 */
uint32_t random_below(uint32_t bound); /* 0 … bound - 1 */

/*
 * `count` random printable lines of `shortest` … `longest` characters, each
 * ended by a newline; NUL-terminated, lives as long as the scenario.
 */
char *random_lines(size_t count, size_t shortest, size_t longest);

#endif
