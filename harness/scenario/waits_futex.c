/*
 * Waits in futex(2): which of glibc's objects the word belongs to, and what its other words say.
 *
 * Which object it is the debug information tells, else the function that the student called.
 * Layouts are glibc's, the same since 2.25 (64-bit): sysdeps/nptl/bits/ *types*.h there.
 */
#include <linux/futex.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>

#include "harness/base/text.h"
#include "harness/scenario/stage.h"
#include "harness/scenario/waits.h"

/*** the word ***/

/* word TID ADDRESS VALUE OWNER SYMBOL TYPE OFFSET SHARED OBJECT MAPPING, and the words around. */
struct futex {
	const struct seen_fact *fact, *around;
	unsigned value;
	const char *symbol, *type, *object, *mapping;
	bool shared; /* the memory: processes share it */
	bool private; /* the call: only this process's tasks are woken */
};

static struct futex seen_futex(const struct scene *scene, const struct seen_task *task)
{
	const struct seen_fact *fact = scene_fact(scene, "word", task->tid);

	return (struct futex){
		.fact = fact,
		.around = scene_fact(scene, "around", task->tid),
		.value = (unsigned)fact_number(fact, 2),
		.symbol = fact_text(fact, 4),
		.type = fact_text(fact, 5),
		.shared = fact_number(fact, 7) != 0,
		.object = fact_text(fact, 8),
		.mapping = fact_text(fact, 9),
		.private = (task->arguments[1] & FUTEX_PRIVATE_FLAG) != 0,
	};
}

/* The word so many bytes behind the one that is waited on. */
static unsigned word_at(const struct futex *futex, int bytes)
{
	enum { WORD = 12 };

	return (unsigned)fact_number(futex->around, (size_t)(1 + WORD + bytes / 4));
}

/* "the mutex accounts[3].lock", "the named semaphore /empty", "a mutex on the heap". */
static const char *name_object(const struct futex *futex, const char *noun)
{
	static const char named[] = "/dev/shm/sem.";
	size_t plain = futex->type[0] ? strlen(futex->symbol) : strcspn(futex->symbol, "+");

	if (text_starts(futex->mapping, named))
		return scenario_text("the named semaphore /%.*s",
			(int)strcspn(futex->mapping + strlen(named), " "),
			futex->mapping + strlen(named));
	if (futex->symbol[0])
		return scenario_text("the %s %.*s", noun,
			futex->symbol[plain] == '+' && strcmp(noun, "mutex") != 0
				? (int)plain
				: (int)strlen(futex->symbol),
			futex->symbol);
	if (futex->shared)
		return scenario_text("a %s in shared memory", noun);
	if (strcmp(futex->mapping, "[heap]") == 0)
		return scenario_text("a %s on the heap", noun);
	return scenario_text("a %s at %s", noun, fact_text(futex->fact, 1));
}

/* Others that wait in the same object, as far as they wait on the same word. */
static size_t count_waiters(const struct wait *wait, const struct futex *futex)
{
	size_t count = 0;

	for (size_t i = 0; i < wait->scene->tasks_count; i++) {
		struct futex other = seen_futex(wait->scene, &wait->scene->tasks[i]);

		count += other.fact && strcmp(other.object, futex->object) == 0;
	}
	return count;
}

/*
 * Objects for one process that several use, or for several that only one sees: whoever acts on
 * the other side wakes nobody.  Whether it is told.
 */
static bool tell_wrong_sharing(
	struct wait *wait, const struct futex *futex, const char *noun, const char *how)
{
	if (!futex->fact || futex->shared != futex->private)
		return false;
	/* It is the cause, before all that waits for this task. */
	wait->rank = RANK_LOCK;
	if (futex->shared) {
		buf_printf(&wait->why,
			"The %s lies in memory that processes share, but was made for the threads "
			"of "
			"one process: what another process does with it wakes nobody here. ",
			noun);
		buf_printf(&wait->advice, "Make it for several processes: %s.", how);
	} else {
		buf_printf(&wait->why,
			"The %s was made for several processes, but lies in memory that this one "
			"has "
			"for itself: each process has a copy of its own. ",
			noun);
		buf_adds(&wait->advice, "Put it into shared memory: mmap() with MAP_SHARED before "
					"fork(), or shm_open().");
	}
	return true;
}

/*** mutexes ***/

static const char mutex_how[] = "pthread_mutexattr_setpshared() with PTHREAD_PROCESS_SHARED";

/* A robust or priority-inheriting mutex has its owner in the lock word itself: futex(2). */
static int owner_of(const struct futex *futex)
{
	unsigned owner = (unsigned)fact_number(futex->fact, 3);

	return (int)(owner ? owner : futex->value > 2 ? futex->value & FUTEX_TID_MASK : 0);
}

static void tell_holder(
	struct wait *wait, const struct futex *futex, const struct seen_task *holder)
{
	wait_for_task(wait, holder->tid);
	if (holder->tgid != wait->task->tgid && !futex->shared) {
		buf_printf(&wait->why,
			"%s held it when this process was made by fork(): the copy of the mutex "
			"here "
			"stays locked for ever.",
			scene_task_name(wait->scene, holder));
		buf_adds(&wait->advice, "Call fork() while no thread holds a lock, or before any "
					"thread is made.");
		return;
	}
	buf_printf(&wait->why, "%s holds it and waits itself%s.",
		scene_task_name(wait->scene, holder), wait_place(wait->scene, holder->tid));
	buf_adds(&wait->advice, "Take several mutexes in one order, the same in every thread, and "
				"hold none while waiting for something else.");
}

static void explain_mutex(struct wait *wait, const struct futex *futex)
{
	int owner = owner_of(futex);
	const struct seen_task *holder = scene_task(wait->scene, owner);

	wait_is(wait, RANK_LOCK, name_object(futex, "mutex"), "pthread_mutex_lock(3)");
	if (owner == wait->task->tid) {
		wait->rank = RANK_ITSELF;
		buf_adds(&wait->why, "It holds that mutex itself already.");
		buf_adds(&wait->advice,
			"Lock a mutex once, and unlock it on every way out of the function.");
	} else if (holder) {
		tell_holder(wait, futex, holder);
	} else if (owner) {
		buf_printf(&wait->why,
			"The task that locked it (%d) has ended without unlocking it.", owner);
		buf_adds(&wait->advice, "Unlock the mutex on every way out.");
	} else if (!tell_wrong_sharing(wait, futex, "mutex", mutex_how)) {
		buf_adds(&wait->why, "It counts as locked, but nobody holds it: it was never "
				     "initialised, or something wrote over it.");
		buf_adds(&wait->advice, "Call pthread_mutex_init() once, before anybody uses it.");
	}
}

/*** condition variables ***/

static void explain_condition(struct wait *wait, const struct futex *futex)
{
	wait_is(wait, RANK_DATA, name_object(futex, "condition variable"), "pthread_cond_wait(3)");
	if (tell_wrong_sharing(wait, futex, "condition variable",
		    "pthread_condattr_setpshared() with PTHREAD_PROCESS_SHARED"))
		return;
	wait_add_others(wait, "signal it");
	buf_adds(&wait->advice,
		"Test the condition in a while loop under the mutex before waiting, and change it "
		"under the same mutex: a signal that comes before the wait is lost.");
}

/*** semaphores ***/

static void explain_semaphore(struct wait *wait, const struct futex *futex)
{
	size_t waiters = count_waiters(wait, futex);

	wait_is(wait, RANK_SEMAPHORE, name_object(futex, "semaphore"), "sem_overview(7)");
	if (tell_wrong_sharing(
		    wait, futex, "semaphore", "the second argument of sem_init() must not be 0"))
		return;
	buf_printf(&wait->why, "Its value is %u", futex->value);
	if (waiters > 1)
		buf_printf(&wait->why, ", and %zu tasks wait in it", waiters);
	buf_adds(&wait->why, ". ");
	wait_add_others(wait, "post it");
	buf_adds(&wait->advice, "Check the initial value, and that each wait has its post.");
}

/*** the end of a thread: the word is its TID ***/

static void explain_join(struct wait *wait, const struct futex *futex)
{
	const struct seen_task *thread = scene_task(wait->scene, (int)futex->value);

	wait_is(wait, RANK_END, "the end of a thread", "pthread_join(3)");
	if (!thread || thread == wait->task) {
		buf_adds(&wait->why, "That thread waits itself and never ends.");
		return;
	}
	wait->on = scenario_text("the end of %s", scene_task_name(wait->scene, thread));
	buf_printf(&wait->why, "%s waits itself%s and never ends.",
		scene_task_name(wait->scene, thread), wait_place(wait->scene, thread->tid));
	wait_for_task(wait, thread->tid);
}

/*** read-write locks ***/

/* readers, writers, the two words that are waited on, two more, the writer's TID. */
enum { RW_PHASE = 8, RW_WRITERS = 12, RW_WRITER = 24, RW_WRLOCKED = 2, RW_READER_SHIFT = 3 };

/* Where in the lock the word lies: a writer that waits for readers has registered itself. */
static int rwlock_offset(const struct futex *futex, bool writes)
{
	int offset = (int)fact_number(futex->fact, 6);

	if (strcmp(futex->type, "pthread_rwlock_t") == 0 && offset >= 0 && offset <= RW_WRITERS)
		return offset;
	return !writes || word_at(futex, -RW_PHASE) & RW_WRLOCKED ? RW_PHASE : RW_WRITERS;
}

static void explain_rwlock(struct wait *wait, const struct futex *futex)
{
	bool writes = strstr(wait->call, "wr") != NULL;
	int start = -rwlock_offset(futex, writes);
	int writer = (int)word_at(futex, start + RW_WRITER);
	unsigned readers = word_at(futex, start) >> RW_READER_SHIFT;
	const struct seen_task *holder = scene_task(wait->scene, writer);

	wait_is(wait, RANK_LOCK, name_object(futex, "read-write lock"),
		writes ? "pthread_rwlock_wrlock(3)" : "pthread_rwlock_rdlock(3)");
	if (writer == wait->task->tid) {
		wait->rank = RANK_ITSELF;
		buf_adds(&wait->why, "It holds that lock for writing itself already.");
	} else if (holder) {
		buf_printf(&wait->why, "%s holds it for writing and waits itself%s.",
			scene_task_name(wait->scene, holder), wait_place(wait->scene, holder->tid));
		wait_for_task(wait, holder->tid);
	} else if (writer) {
		buf_printf(&wait->why,
			"The task that locked it for writing (%d) has ended without unlocking it.",
			writer);
	} else if (writes && readers) {
		buf_printf(&wait->why,
			"It is locked for reading (%u time%s), and who holds it so is "
			"noted nowhere. ",
			readers, readers == 1 ? "" : "s");
		wait_add_others(wait, "unlock it");
	} else {
		wait_add_others(wait, "unlock it");
	}
	buf_adds(&wait->advice,
		"Unlock it on every way out, and never lock for writing what the same "
		"thread has locked for reading.");
}

/*** barriers ***/

/* How many came so far, the round (which is waited on), how many must come. */
static void explain_barrier(struct wait *wait, const struct futex *futex)
{
	unsigned came = word_at(futex, -4) - word_at(futex, 0);
	unsigned count = word_at(futex, 4);

	wait_is(wait, RANK_SEMAPHORE, name_object(futex, "barrier"), "pthread_barrier_wait(3)");
	if (came > 0 && came < count)
		buf_printf(&wait->why, "%u of %u threads have come. ", came, count);
	wait_add_others(wait, "come to it");
	buf_adds(&wait->advice, "The count of pthread_barrier_init() must be the number of threads "
				"that wait, each time.");
}

/*** what is none of these ***/

static void explain_once(struct wait *wait, const struct futex *futex)
{
	wait_is(wait, RANK_LOCK, name_object(futex, "pthread_once_t"), "pthread_once(3)");
	buf_adds(&wait->why, "The function that is called once has begun and does not return. ");
	wait_add_others(wait, "end it");
	buf_adds(&wait->advice,
		"That function must not call pthread_once() for itself, nor wait for "
		"somebody who does.");
}

static void explain_word(struct wait *wait, const struct futex *futex)
{
	wait_is(wait, RANK_OTHER, name_object(futex, "futex"), "futex(2)");
	if (futex->fact)
		buf_printf(&wait->why, "The value of that word is %u. ", futex->value);
	wait_add_others(wait, "wake it (FUTEX_WAKE)");
}

/* A lock of printf(3), malloc(3) and their like, inside of libc. */
static void explain_inner_lock(struct wait *wait, const struct futex *futex)
{
	(void)futex;
	wait_is(wait, RANK_LOCK, scenario_text("a lock inside of %s()", wait->call),
		"signal-safety(7)");
	buf_printf(&wait->why,
		"Whoever holds that lock does not go on: either a signal handler called %s() in "
		"the "
		"middle of a call that holds it, or fork() was called while another thread held "
		"it.",
		wait->call);
	buf_adds(&wait->advice,
		"Call only async-signal-safe functions in a signal handler, and in a "
		"child that a process with several threads has made.");
}

/*** which it is ***/

typedef void explain_futex_word(struct wait *wait, const struct futex *futex);

static const struct {
	const char *name; /* of the type, or of the function */
	explain_futex_word *explain;
} kinds[] = {
	{ "pthread_mutex_t", explain_mutex },
	{ "mtx_t", explain_mutex },
	{ "pthread_cond_t", explain_condition },
	{ "cnd_t", explain_condition },
	{ "pthread_rwlock_t", explain_rwlock },
	{ "pthread_barrier_t", explain_barrier },
	{ "sem_t", explain_semaphore },
	{ "pthread_mutex_lock", explain_mutex },
	{ "mtx_lock", explain_mutex },
	{ "pthread_cond_wait", explain_condition },
	{ "cnd_wait", explain_condition },
	{ "pthread_rwlock_rdlock", explain_rwlock },
	{ "pthread_rwlock_wrlock", explain_rwlock },
	{ "pthread_barrier_wait", explain_barrier },
	{ "sem_wait", explain_semaphore },
	{ "pthread_join", explain_join },
	{ "thrd_join", explain_join },
	{ "pthread_once", explain_once },
	{ "syscall", explain_word },
	{ "futex", explain_word },
};

static explain_futex_word *find_kind(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return kinds[i].explain;
	return NULL;
}

/* A waiter that was signalled takes the mutex again, by another operation than it waits with. */
static bool takes_mutex_again(const struct wait *wait)
{
	return (wait->task->arguments[1] & FUTEX_CMD_MASK) == FUTEX_WAIT &&
	       strstr(wait->call, "cond_");
}

static explain_futex_word *choose_kind(const struct wait *wait, const struct futex *futex)
{
	explain_futex_word *how = find_kind(futex->type);

	if (!how && takes_mutex_again(wait))
		return explain_mutex;
	if (!how)
		how = find_kind(wait->call);
	if (!how && text_starts(futex->mapping, "/dev/shm/sem."))
		return explain_semaphore;
	return how ? how : explain_inner_lock;
}

static void explain_futex(struct wait *wait)
{
	struct futex futex = seen_futex(wait->scene, wait->task);

	choose_kind(wait, &futex)(wait, &futex);
}

const struct way waits_in_futex[] = {
	{ SYS_futex, explain_futex },
	{ .explain = NULL },
};
