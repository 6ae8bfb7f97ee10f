/*
 * What the files of init's side share, and init's answers to the keeper.
 */
#ifndef PROCTOR_SANDBOX_SERVE_H
#define PROCTOR_SANDBOX_SERVE_H

#include <stdint.h>
#include <sys/types.h>

#include "sandbox/beside.h"
#include "sandbox/fence.h"
#include "sandbox/folder.h"
#include "sandbox/init.h"
#include "sandbox/nursery.h"
#include "sandbox/wire.h"

enum { SERVE_PEERS = 16 };

/* A program that the keeper started. */
struct started {
	pid_t pid; /* 0 once it has been reaped */
	pid_t session; /* the number that it and its session began with */
};

struct init {
	struct init_options options;
	int control;
	int deaths; /* signalfd of SIGCHLD */
	int64_t reaped_us;
	struct beside beside; /* not plain */
	struct milestone networked; /* full: the network namespace is there */
	struct milestone looped; /* full: its loopback is up */
	bool failed; /* full: there is no network */
	bool told; /* the keeper has had its first answer */
	struct nursery nursery;
	struct folder folder; /* plain: the private folder */
	struct fence fence; /* plain */
	struct started started[SERVE_PEERS];
	size_t started_count;
	uint64_t acts; /* denied calls answered, which each woke a task, and tasks reaped */
	bool denied[POLICY_RULES]; /* by the index of the rule: the keeper was told */
	struct wire_message in, out;
};

/* Takes one question and answers it. Ends the process when the keeper is gone. */
void serve_question(struct init *init);

/* Answers with what is in init->out. */
void serve_answer(struct init *init, int number);

/* Answers with a descriptor, which is closed then, or with the negative errno in its place. */
void serve_answer_fd(struct init *init, int fd);

/* Kills everything in the box but init itself, also what is being forked at this moment. */
void serve_kill_all(struct init *init);

/* Ends init: plain has to clean up after itself, elsewhere the PID namespace does. */
void serve_end(struct init *init, int status) __attribute__((noreturn));

#endif
