/*
 * Where programs are born: a thread of init's that is under the filter itself, so
 * that its children are from their first instruction.
 *
 * The kernel takes a tenth of a millisecond and more to compile a filter, and this
 * thread has it done while the box still opens; one listener hears the denied calls of
 * all programs.  What it clones is init's child: a thread's children are its
 * process's.
 *
 *	nursery_begin(&nursery, &plan);
 *	…
 *	nursery_ask(&nursery, &program);
 *	nursery_take(&nursery, &pid);
 *	nursery.listener: denied calls
 *
 * It is no thread of libc's: errno is shared with init.  Until it is ready, and
 * while something is born, init makes system calls and nothing else.
 *
 * Source: clone(2), seccomp(2), seccomp_unotify(2), landlock(7).
 */
#ifndef PROCTOR_SANDBOX_NURSERY_H
#define PROCTOR_SANDBOX_NURSERY_H

#include <sys/types.h>

#include "sandbox/fence.h"
#include "sandbox/filter.h"
#include "sandbox/milestone.h"
#include "sandbox/program.h"

struct nursery_plan {
	const struct filter *filter; /* looked at behind `before` */
	const struct fence *fence; /* NULL: the box has a root of its own */
	/* What the thread does before it goes under the filter, and behind it; NULL: nothing. */
	int (*before)(void *data), (*behind)(void *data); /* 0 or a negative errno */
	void *data;
};

struct nursery {
	struct nursery_plan plan;
	struct milestone ready;
	int error; /* a negative errno of getting ready, and then nothing can be born; 0 */
	int listener; /* once something has been born: where denied calls are told; else -1 */
	struct milestone asked, answered;
	const struct program *program;
	pid_t born; /* or a negative errno */
};

/* Starts the thread, with all signals blocked and no_new_privs set. 0 or a negative errno. */
int nursery_begin(struct nursery *nursery, const struct nursery_plan *plan);

/* Waits until it is ready, which need not be done. 0 or a negative errno. */
int nursery_join(const struct nursery *nursery);

/* program_start() in the thread, while the caller goes on; `program` must stay until it is taken.
 */
void nursery_ask(struct nursery *nursery, const struct program *program);

/* Waits for it. 0 or a negative errno; -EBADMSG: it never came to exec. */
int nursery_take(struct nursery *nursery, pid_t *ret_pid);

#endif
