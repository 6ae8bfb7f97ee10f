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
#include "harness/scenario/waits_futex.h"

struct futex futex_of(const struct scene *scene, const struct seen_task *task)
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

unsigned futex_word(const struct futex *futex, int bytes)
{
	enum { WORD = 12 };

	return (unsigned)fact_number(futex->around, (size_t)(1 + WORD + bytes / 4));
}

const char *futex_name(const struct futex *futex, const char *noun)
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
		struct futex other = futex_of(wait->scene, &wait->scene->tasks[i]);

		count += other.fact && strcmp(other.object, futex->object) == 0;
	}
	return count;
}

bool futex_tell_sharing(
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

/*** condition variables ***/

static void explain_condition(struct wait *wait, const struct futex *futex)
{
	wait_is(wait, RANK_DATA, futex_name(futex, "condition variable"), "pthread_cond_wait(3)");
	if (futex_tell_sharing(wait, futex, "condition variable",
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

	wait_is(wait, RANK_SEMAPHORE, futex_name(futex, "semaphore"), "sem_overview(7)");
	if (futex_tell_sharing(
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

/*** barriers ***/

/* How many came so far, the round (which is waited on), how many must come. */
static void explain_barrier(struct wait *wait, const struct futex *futex)
{
	unsigned came = futex_word(futex, -4) - futex_word(futex, 0);
	unsigned count = futex_word(futex, 4);

	wait_is(wait, RANK_SEMAPHORE, futex_name(futex, "barrier"), "pthread_barrier_wait(3)");
	if (came > 0 && came < count)
		buf_printf(&wait->why, "%u of %u threads have come. ", came, count);
	wait_add_others(wait, "come to it");
	buf_adds(&wait->advice, "The count of pthread_barrier_init() must be the number of threads "
				"that wait, each time.");
}

/*** what is none of these ***/

static void explain_word(struct wait *wait, const struct futex *futex)
{
	wait_is(wait, RANK_OTHER, futex_name(futex, "futex"), "futex(2)");
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

static const struct {
	const char *name; /* of the type, or of the function */
	explain_futex_word *explain;
} kinds[] = {
	{ "pthread_mutex_t", futex_mutex },
	{ "mtx_t", futex_mutex },
	{ "pthread_cond_t", explain_condition },
	{ "cnd_t", explain_condition },
	{ "pthread_rwlock_t", futex_rwlock },
	{ "pthread_barrier_t", explain_barrier },
	{ "sem_t", explain_semaphore },
	{ "pthread_mutex_lock", futex_mutex },
	{ "mtx_lock", futex_mutex },
	{ "pthread_cond_wait", explain_condition },
	{ "cnd_wait", explain_condition },
	{ "pthread_rwlock_rdlock", futex_rwlock },
	{ "pthread_rwlock_wrlock", futex_rwlock },
	{ "pthread_barrier_wait", explain_barrier },
	{ "sem_wait", explain_semaphore },
	{ "pthread_join", explain_join },
	{ "thrd_join", explain_join },
	{ "pthread_once", futex_once },
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
		return futex_mutex;
	if (!how)
		how = find_kind(wait->call);
	if (!how && text_starts(futex->mapping, "/dev/shm/sem."))
		return explain_semaphore;
	return how ? how : explain_inner_lock;
}

static void explain_futex(struct wait *wait)
{
	struct futex futex = futex_of(wait->scene, wait->task);

	choose_kind(wait, &futex)(wait, &futex);
}

const struct way waits_in_futex[] = {
	{ SYS_futex, explain_futex },
	{ .explain = NULL },
};
