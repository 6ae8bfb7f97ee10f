/*
 * What the files of the keeper's side share: the box as it is known outside.
 */
#ifndef PROCTOR_SANDBOX_KEEPER_H
#define PROCTOR_SANDBOX_KEEPER_H

#include <stdint.h>
#include <sys/types.h>

#include "sandbox/box.h"
#include "sandbox/cgroup.h"
#include "sandbox/folder.h"
#include "sandbox/user.h"
#include "sandbox/wire.h"

enum { KEEPER_FEEDS = 16, KEEPER_CAPTURES = 32 };

struct box {
	int wire;
	int death; /* pidfd of init */
	int timer; /* timerfd: when the settle watch looks again */
	pid_t init;
	enum isolation isolation;
	struct user user;
	struct folder folder;
	struct limits limits;
	struct filter filter;
	struct cgroup group;
	bool grouped; /* there is one */
	int64_t group_seen_us; /* when its events were last read */
	bool starved; /* the host was out of memory: nothing that is told of programs holds */
	struct box_peer peers[BOX_PEERS];
	size_t peers_count;
	struct feed *feeds[KEEPER_FEEDS];
	size_t feeds_count;
	struct capture *captures[KEEPER_CAPTURES];
	size_t captures_count;
	struct ledger *ledger; /* NULL: none */
	bool witnessed; /* programs that live were interrupted: `over` stands, however they end */
	struct outcome over; /* why we ended it; RUNNING: we did not */
	struct box_figures figures;
	char *spins; /* sandbox/spins.h, once CPU time is used up; NULL: none */
	bool empty; /* init has told that nothing is left in it */
	int64_t opened_us;
	int64_t idle_us; /* in which nothing happened but timers ran */
	int64_t calm_us; /* after which no task wanted a CPU: all that counts as wall time */
	uint64_t progress; /* as the last sample told it */
	bool watched; /* that sample counted bytes as well */
	int64_t progress_cpu_us; /* CPU time when it last changed */
	struct wire_message message; /* the last answer */
};

/* Fills box->spins; every task is stopped then. 0 or a negative errno. */
int keeper_look_at_spins(struct box *box);

/* CLOCK_MONOTONIC. */
int64_t keeper_now_us(void);

/*
 * Sends a question and waits for its answer, which is then in box->message;
 * events that come meanwhile are taken.  The answer's number, or a negative
 * errno (-EPIPE: init is gone).
 */
int keeper_ask(
	struct box *box, const struct wire_note *question, const void *payload, size_t length);

/* Waits for the answer to a question that was sent. */
int keeper_hear(struct box *box);

/*
 * What the kernel says of the box's control group: MEMORY_LIMIT, PROCESS_LIMIT,
 * or RUNNING for nothing; sets box->starved.
 */
struct outcome keeper_group_says(struct box *box);

/* Takes the events that are there: 1 when there was one, 0, or a negative errno. */
int keeper_take_events(struct box *box);

#endif
