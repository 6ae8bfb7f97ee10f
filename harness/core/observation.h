/*
 * What one run of one scenario showed: one line of run.jsonl.
 *
 * The scenario process writes it (harness/scenario/record.c), judge reads it.
 * The line, with `?` where a key may be missing:
 *
 *	{ "scenario": "eof/child_stops_when_input_ends", "about": "…",
 *	  "tool"?: "memcheck",            which tool the peers ran under; none: plain
 *	  "verdict": "passed|failed|broken",
 *	  "reason"?: "…",                 one sentence, when not passed
 *	  "mode": "full",                 the box's isolation mode
 *	  "seed": 123,                    of the random input, to see it again
 *	  "cpu_ms": 4.2, "wall_ms": 9.9,
 *	  "expectations": [ { "met": true, "what": "outcome of relay",
 *	                      "expected": "EXITED(0)", "seen": "DEADLOCKED",
 *	                      "read"?: "pipe(7)", "at": "scenarios.c:41",
 *	                      "pid"?: 2,      the peer that it is about
 *	                      "output"?: { "offset": 7, "line": 3,  where what it printed is wrong
 *	                                   "misplaced": false,   that line is right elsewhere
 *	                                   "only_case": false } } ],  … but for its case
 *	  "peers": [ { "name": "relay", "argv": ["relay", "-n", "3"], "pid": 2,
 *	               "stdout_inode": 123,     of the pipe that is its standard output; 0: none
 *	               "program": "student|reference",
 *	               "outcome": "DEADLOCKED", "status"?: 0, "cause"?: "…",
 *	               "stdout": "first bytes", "stderr": "first bytes",
 *	               "stdout_bytes": 10, "stderr_bytes": 0 } ],
 *	  "waits"?: [ { "kind": "itself|stopped|lock|full|data|semaphore|other|end",
 *	                                                  the cause comes first
 *	                "peer": "relay", "pid": 3, "tid": 3, "parent": 2, "task": "child 3",
 *	                "call": "read", "on": "the read end of a pipe (descriptor 3)",
 *	                "why": "…sentence: who could end the wait, and why nobody will…",
 *	                "advice"?: "Close descriptor 4 after fork().",
 *	                "read"?: "pipe(7)",       the manual page
 *	                "frames": [ { "file": "relay.c", "line": 41, "function": "work" } ] } ],
 *	  "spins"?: [ { "kind": "call|memory|none",    CPU time is used up: what each running task
 *did: repeat a call, look at memory, compute "peer": "relay", "pid": 2, "tid": 2, "task": "relay",
 *	                "call": "read",                the libc function that it is in; "" for none
 *	                "result": "EAGAIN",            of the system call, "0"; "" without one
 *	                "times": 8, "steps": 120,      it was made, in so many instructions
 *	                "file": "relay.c", "line": 41, "function": "work" } ],   the loop's begin
 *	  "denied": [ { "what": "DENIED(shmget)",     a call that the seccomp filter refused, once
 *	                "kind": "mechanism|never|alone",        (sandbox/policy.h tells them apart)
 *	                "why": "this assignment allows anonymous pipes, not …",
 *	                "file"?: "relay.c", "line"?: 30, "function"?: "main" } ],
 *	  "census": { "processes": 0, "orphans": 0, "zombies": 0, "left": ["…"] },
 *	  "explored"?: { "schedules": 60,   under the explorer: how many were run, of how many
 *	                 "asked": 60, "unfinished": 0, "steps": 58,
 *	                 "cut_short": false },
 *	  "evidence"?: ["tools/memcheck/eof.child…/1.xml"],  paths beside run.jsonl: what the tool
 *	                                                      reported, one file a process
 *	  "reports"?: { "processes": 2,     how many of them reported
 *	                "shut": false,      a program shut the socket that they report to
 *	                "over": false } }   they reported more than is kept
 */
#ifndef PROCTOR_CORE_OBSERVATION_H
#define PROCTOR_CORE_OBSERVATION_H

#include <jansson.h>
#include <stddef.h>

#include "harness/base/buf.h"
#include "harness/core/verdict.h"

/* The tool of runs that failed and were repeated: it gives what they showed a place, no verdict. */
#define OBSERVATION_TRACED "trace"
/* The same once more, for where the values come from that it printed. */
#define OBSERVATION_VALUES "values"

struct observation {
	const char *scenario; /* suite/name, borrowed from `record` */
	const char *tool; /* borrowed; NULL: a plain run */
	enum verdict verdict;
	const char *reason; /* borrowed; "" when passed */
	json_t *record; /* the whole line, owned */
};

struct observations {
	struct observation *list;
	size_t count;
};

#define cleanup_observations __attribute__((cleanup(observations_release)))

void observations_release(struct observations *observations);

/*
 * Takes each line of `lines` (an array as jsonl_load() gives it, borrowed).
 * 0, or -EBADMSG with a sentence in `why`.
 */
int observations_from_json(const json_t *lines, struct observations *ret, struct buf *why);

#endif
