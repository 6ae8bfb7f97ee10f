/*
 * The box: fresh namespaces with a PID 1 of ours, the only parent of student
 * code.  This is the keeper's side; box.c opens with the theory of operation.
 *
 * The caller's steps:
 *
 *	box_open(&box, &options, &why);
 *	box_put(box, "/box/relay", fd, 0755);
 *	stream_pipe_in(&peer->feed, &ends[0]); …
 *	box_watch_feed(box, &feed); box_watch_capture(box, &capture);
 *	box_start(box, &program, &peer);       the ends may be closed now
 *	box_settle(box, &rest);                as often as wanted
 *	box_census(box, &text);
 *	box_close(box);
 *
 * Functions return 0 (or what they say) or a negative errno.  -EPIPE means that
 * init is gone, -ENOMEM that the host ran out of memory: ours, never the
 * student's fault.
 */
#ifndef PROCTOR_SANDBOX_BOX_H
#define PROCTOR_SANDBOX_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "sandbox/filter.h"
#include "sandbox/isolation.h"
#include "sandbox/ledger.h"
#include "sandbox/limits.h"
#include "sandbox/outcome.h"
#include "sandbox/root.h"
#include "sandbox/stream.h"

struct box;

enum { BOX_PEERS = 16, BOX_DENIALS = POLICY_RULES, BOX_WHY = 256, BOX_HIGH = 2 };

struct box_options {
	enum isolation require; /* refuse a mode below this one */
	struct limits limits; /* zeroes take LIMITS_DEFAULT */
	filter_mechanisms mechanisms; /* what the seccomp rule lets through */
	bool tool; /* programs run under a tool that catches every signal (Valgrind) */
	const char *hidden[ROOT_HIDDEN]; /* folders below /usr that must not be seen; NULL: none */
};

/* A program to start; all borrowed. */
struct box_program {
	const char *const *argv; /* NULL-terminated */
	const char *const *envp; /* NULL-terminated, added to PATH, HOME, LANG, …; NULL: none */
	const char *cwd; /* NULL: /box */
	int fds[3]; /* standard input, output, error; stay the caller's */
	/*
	 * More descriptors for a tool that the program runs under, from a number at the top of
	 * what it may have; stay the caller's.
	 */
	int high[BOX_HIGH];
	size_t high_count;
	int high_at; /* the number of high[0]; the others follow it */
};

/* A program that was started; belongs to the box. */
struct box_peer {
	pid_t pid; /* in the box's PID namespace */
	struct outcome outcome;
	int64_t cpu_us; /* once it has ended */
};

/* What the box is like when nothing happens in it any more. */
enum box_rest {
	BOX_SETTLED, /* tasks are left, and each waits for someone else */
	BOX_EMPTY, /* no task is left */
};

/* A rule that denied a call, and from where in the program it was called the first time. */
struct box_denial {
	int rule; /* index in policy_rules */
	unsigned line; /* 0: unknown */
	char file[128]; /* as the program's debug information has it; "" unknown */
	char function[64];
};

/* Figures of the whole box so far. */
struct box_figures {
	int64_t cpu_us;
	int64_t wall_us;
	unsigned orphans; /* processes that ended without their parent's wait, daemons apart */
	unsigned tasks; /* at the last sample */
	struct box_denial denials[BOX_DENIALS]; /* each rule once, in order */
	size_t denials_count;
	bool ended_by_us; /* a limit or a verdict: what was left was killed */
};

/*
 * Opens a box in the best isolation mode that this host allows.  On failure
 * `why` has one sentence for people about what the host does not allow; on
 * success it says what the modes above the one taken lack, "" for nothing.
 */
int box_open(struct box **ret, const struct box_options *options, char why[BOX_WHY]);

/* The mode that it was opened in. */
enum isolation box_isolation(const struct box *box);

/*
 * The private folder on the host that stands for the box's /: "" but in plain.
 * Compilers must be told (-ffile-prefix-map), so that no path of it is remembered.
 */
const char *box_folder(const struct box *box);

/* What a control group limits beside our own watch: "memory and tasks by cgroup v2", "none". */
enum { BOX_LIMITS = 64 };
const char *box_limits(const struct box *box, char text[BOX_LIMITS]);

/* Whether the census can tell this box's IPC objects from others'. */
bool box_owns_objects(const struct box *box);

/* Kills what is left in it and frees all. Peers are gone afterwards; streams are the caller's. */
void box_close(struct box *box);

/* Copies an open file (from its current offset) into the box. */
int box_put(struct box *box, const char *path, int fd, mode_t mode);

/* The same, from a path of the host. */
int box_put_file(struct box *box, const char *path, const char *host_path, mode_t mode);

/* A read-only descriptor of a regular file in the box, or a negative errno. */
int box_get(struct box *box, const char *path);

/* Names of the regular files in a folder of the box, each NUL-ended; the caller frees. */
int box_list(struct box *box, const char *path, char **ret_names, size_t *ret_length);

/* Has box_pump() move these on; they stay the caller's and must outlive the box. */
int box_watch_feed(struct box *box, struct feed *feed);
int box_watch_capture(struct box *box, struct capture *capture);
int box_watch_ledger(struct box *box, struct ledger *ledger);

/*
 * Starts a program.  When exec fails the peer is there with the outcome
 * NOT_STARTED and 0 is returned; other failures are ours.
 */
int box_start(struct box *box, const struct box_program *program, struct box_peer **ret);

/* Sends a signal to a peer or to another process of the box; -ESRCH when it is gone. */
int box_signal(struct box *box, pid_t pid, int signal);

/* The living children of a process, oldest first; how many. */
ssize_t box_children(struct box *box, pid_t pid, pid_t *ret, size_t room);

/* Moves streams and takes events, waiting at most `wait_us` for the first. 1: something moved. */
int box_pump(struct box *box, int64_t wait_us);

/*
 * Waits until nothing happens in the box any more (sandbox/tasks.h says what
 * that means), pumping all the while and enforcing the limits: when one is
 * passed, everything in the box is killed and each living peer's outcome is
 * that limit.  0 or a negative errno: -ENOMEM and -ETIME when this machine had
 * no memory or CPU time for the box's tasks, which is no fault of theirs.
 */
int box_settle(struct box *box, enum box_rest *ret);

/* What such an error means, for people: a sentence without its end. */
const char *box_trouble(int error);

/*
 * The same for whoever would do nothing more then: it also waits for an alarm that is
 * pending without a handler, which will end its process.  Every process is asked
 * (sandbox/timers.h), and so disturbed a little, in a way that it cannot notice.
 */
int box_settle_for_good(struct box *box, enum box_rest *ret);

/* Ends everything in the box; each peer that lives gets this outcome. */
int box_condemn(struct box *box, struct outcome outcome);

/*
 * The text of sandbox/witness.h; the caller frees.  Looking at a task interrupts
 * its call, and a write may come back short and go on: so `verdict` is from now
 * on the outcome of each peer that lives, however it ends; RUNNING: none is known,
 * and how they end is to be ignored.
 */
int box_witness(struct box *box, struct outcome verdict, char **ret_text);

/*
 * Where the CPU time went, when the outcome is SPINNING or CPU_LIMIT: the text of
 * sandbox/spins.h with that of sandbox/witness.h behind it; NULL: it could not be seen.  The box's.
 */
const char *box_spins(const struct box *box);

/* The text of sandbox/census.h; the caller frees. */
int box_census(struct box *box, char **ret_text);

void box_figures(const struct box *box, struct box_figures *ret);

#endif
