/*
 * What the parts of a session share: the program that is loaded (session.c), what is told of a
 * run by its processes (session_news.c), and the run itself (session_run.c).
 */
#ifndef PROCTOR_EXPLORE_SESSION_PARTS_H
#define PROCTOR_EXPLORE_SESSION_PARTS_H

#include <poll.h>

#include "harness/explore/session.h"

/* A process of the run whose death is watched. */
struct watched {
	int fd; /* pidfd */
	pid_t pid;
};

struct session {
	struct arena *arena;
	int arena_fd, output, errors;
	enum session_leaver leaver;
	unsigned leaving_process;
	bool sigpipe_is_fault;
	struct buf input; /* of a pipe from outside */
	int input_end; /* for reading; -1: it is none */
	int news[2], orders[2];
	pid_t loader; /* the process that forks the runs */
	int loader_fd;
	struct watched watched[ARENA_PROCESSES];
	size_t watched_count;
	bool stuck, reaped, ready; /* what was told */
	unsigned long long cpu; /* when nothing had been heard for a while */
	uint64_t steps;
	void (*before)(void *data);
	void *data;
};

/* What is polled: the news, the loader's death, and that of each process that is watched. */
enum { POLLED_NEWS, POLLED_LOADER, POLLED_WATCHED, POLLED = POLLED_WATCHED + ARENA_PROCESSES };

/*** session_outside.c ***/

/* Opens what the program reads: a file, or a pipe whose content is kept. 0 or a negative errno. */
int session_input_open(struct session *session, const struct session_program *program, int *ret_fd,
	struct buf *why);

/* Before a run: who leaves in it and when, and what it finds in its input. 0 or a negative errno.
 */
int session_outside_set(struct session *session, const struct session_order *order);

/*** session_run.c ***/

/* A process has died: where it had the token, that is handed on. Nothing, if it is known. */
void session_bury(struct session *session, pid_t pid);

/*** session_news.c ***/

/* Takes what was told: who was born is watched from now on. */
void session_take_news(struct session *session);

/* Until something is told or somebody dies. False: neither, for too long. */
bool session_listen(const struct session *session, struct pollfd polled[POLLED]);

/* Whether steps were made, or CPU time was used, since it was asked last. */
bool session_goes_on(struct session *session);

#endif
