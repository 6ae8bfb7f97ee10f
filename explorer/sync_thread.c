#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "explorer/raw.h"
#include "explorer/sync.h"

struct start {
	void *(*function)(void *);
	void *argument;
	unsigned task;
	uint64_t mask;
};

/* libc's pthread_t to task, in each process; small, and dead ones are found again first. */
static struct {
	pthread_t thread;
	unsigned task;
	bool used;
} threads[ARENA_TASKS];

static void note_thread(pthread_t thread, unsigned task)
{
	threads[task].thread = thread;
	threads[task].task = task;
	threads[task].used = true;
}

void threads_begin(void)
{
	for (unsigned i = 0; i < ARENA_TASKS; i++)
		threads[i].used = false;
	note_thread((pthread_t)__builtin_thread_pointer(), self.task); /* as glibc has it */
}

/* The latest with this number: libc gives numbers again. -1: not ours. */
static int task_of(pthread_t thread)
{
	for (int i = ARENA_TASKS - 1; i >= 0; i--)
		if (threads[i].used && threads[i].thread == thread)
			return i;
	return -1;
}

/* Another thread may have had it, whose end was told to nobody. */
static void forget_stack(void)
{
	pthread_attr_t attributes;
	void *lowest;
	size_t size;

	self.inside++;
	if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
		if (pthread_attr_getstack(&attributes, &lowest, &size) == 0)
			shadow_clear((uint64_t)(uintptr_t)lowest, size);
		pthread_attr_destroy(&attributes);
	}
	self.inside--;
}

static void *run(void *data)
{
	struct start start = *(struct start *)data;

	self.stack_end = (uint64_t)(uintptr_t)__builtin_thread_pointer();
	task_begin(start.task);
	/* First: libc's locks may be held by threads that wait for their turn. */
	dispatch_arm();
	self.inside++;
	LIBC(free)(data);
	self.inside--;
	forget_stack();
	/* Born with all blocked, so that no signal finds it before it has its turn. */
	raw(SYS_rt_sigprocmask, SIG_SETMASK, &start.mask, 0, 8);
	return start.function(start.argument);
}

EXPORT int pthread_create(pthread_t *restrict ret, const pthread_attr_t *restrict attributes,
	void *(*function)(void *), void *restrict argument)
{
	struct start *start;
	struct masked masked;
	int task, error;

	if (!self.attached || self.inside)
		return LIBC(pthread_create)(ret, attributes, function, argument);
	masked = step_begin(OP_CREATE, 0, PLACE);
	start = LIBC(malloc)(sizeof(*start));
	task = start ? task_make(me()->process) : -1;
	if (task < 0) {
		LIBC(free)(start);
		step_end(&masked, 0, EAGAIN);
		return EAGAIN;
	}
	*start = (struct start){ function, argument, (unsigned)task, me()->mask };
	self.page = 0; /* from now on there is shadow of our own memory */
	ARENA->tasks[task].mask = me()->mask;
	self.selector = 0; /* the kernel's clone is libc's to make */
	error = LIBC(pthread_create)(ret, attributes, run, start);
	self.selector = 1;
	if (error) {
		if (error == EAGAIN)
			limit_note(EXPLORE_LIMIT_TASKS, 0);
		ARENA->tasks[task].state = TASK_DEAD;
		LIBC(free)(start);
	} else {
		note_thread(*ret, (unsigned)task);
	}
	step_end(&masked, 0, error ? error : task);
	return error;
}

/* libc's join waits for the kernel's word that the thread is no more, which is soon then. */
static int really_join(pthread_t thread, void **ret)
{
	int error;

	self.selector = 0;
	error = LIBC(pthread_join)(thread, ret);
	self.selector = 1;
	return error;
}

EXPORT int pthread_join(pthread_t thread, void **ret)
{
	struct masked masked;
	object_key key;
	int task, error;

	if (!self.attached || self.inside)
		return LIBC(pthread_join)(thread, ret);
	task = task_of(thread);
	if (task < 0)
		return really_join(thread, ret);
	if ((unsigned)task == self.task)
		return EDEADLK;
	key = key_make(KEY_TASK, (uint64_t)task, 0);
	masked = step_begin(OP_JOIN, key, PLACE);
	while (ARENA->tasks[task].state != TASK_DEAD)
		step_wait(OP_JOIN, key);
	clock_acquire(key);
	error = really_join(thread, ret);
	if (error == 0)
		threads[task].used = false;
	step_end(&masked, 0, error);
	return error;
}

EXPORT int pthread_tryjoin_np(pthread_t thread, void **ret)
{
	int task = self.attached && !self.inside ? task_of(thread) : -1;
	struct masked masked;

	if (task < 0)
		return LIBC(pthread_tryjoin_np)(thread, ret);
	if (ARENA->tasks[task].state == TASK_DEAD)
		return pthread_join(thread, ret);
	masked = step_begin(OP_JOIN, key_make(KEY_TASK, (uint64_t)task, 0), PLACE);
	step_asked(&masked, EBUSY);
	return EBUSY;
}

/*** once ***/

/* What is to be done once by this thread now: a function may itself ask for another once. */
static _Thread_local struct {
	void (*function)(void);
	pthread_once_t *once;
} doing;

/* What was done is known before anybody is told that it is done. */
static void do_once(void)
{
	pthread_once_t *once = doing.once;

	doing.function();
	self.inside++;
	clock_release(key_of(once));
	self.inside--;
}

/* libc's waits by a futex, which is caught; its edges are ours. */
EXPORT int pthread_once(pthread_once_t *once, void (*function)(void))
{
	__typeof__(doing) before = doing;
	int error;

	if (!self.attached || self.inside)
		return LIBC(pthread_once)(once, function);
	doing.function = function;
	doing.once = once;
	error = LIBC(pthread_once)(once, do_once);
	doing = before;
	self.inside++;
	clock_acquire(key_of(once));
	self.inside--;
	return error;
}

/*** cancelling ***/

/* Where a thread that is cancelled would end is not followed. */
EXPORT int pthread_cancel(pthread_t thread)
{
	if (self.attached)
		limit_note(EXPLORE_LIMIT_CANCEL, 0);
	return LIBC(pthread_cancel)(thread);
}
