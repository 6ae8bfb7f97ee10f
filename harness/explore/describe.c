#include "harness/explore/describe.h"

#include <string.h>

/* What an operation is called in a trace, and what who is blocked in it waits for. */
static const struct {
	const char *name;
	const char *wait;
} operations[OPERATIONS] = {
	[OP_NONE] = { "nothing", "its turn" },
	[OP_START] = { "begins", "its turn" },
	[OP_FORK] = { "fork()", "fork()" },
	[OP_EXEC] = { "exec()", "exec()" },
	[OP_EXIT] = { "exits", "its end" },
	[OP_WAIT] = { "wait()", "wait() for a child to end" },
	[OP_CREATE] = { "pthread_create()", "pthread_create()" },
	[OP_JOIN] = { "pthread_join()", "pthread_join() for a thread to end" },
	[OP_OPEN] = { "open()", "open() of a FIFO for somebody at its other end" },
	[OP_CLOSE] = { "close()", "close()" },
	[OP_READ] = { "read()", "read() for data, or for the end of file" },
	[OP_WRITE] = { "write()", "write() for room" },
	[OP_CONNECT] = { "connect()", "connect()" },
	[OP_ACCEPT] = { "accept()", "accept() for a client" },
	[OP_POLL] = { "poll()", "poll(), select() or epoll_wait() for a descriptor to be ready" },
	[OP_LOCK] = { "pthread_mutex_lock()", "pthread_mutex_lock() for a mutex" },
	[OP_UNLOCK] = { "pthread_mutex_unlock()", "pthread_mutex_unlock()" },
	[OP_COND_WAIT] = { "pthread_cond_wait()",
		"pthread_cond_wait() for a signal, or for its mutex" },
	[OP_COND_SIGNAL] = { "pthread_cond_signal()", "pthread_cond_signal()" },
	[OP_COND_BROADCAST] = { "pthread_cond_broadcast()", "pthread_cond_broadcast()" },
	[OP_RWLOCK_READ] = { "pthread_rwlock_rdlock()", "pthread_rwlock_rdlock() for the writer" },
	[OP_RWLOCK_WRITE] = { "pthread_rwlock_wrlock()",
		"pthread_rwlock_wrlock() for readers or a writer" },
	[OP_RWLOCK_UNLOCK] = { "pthread_rwlock_unlock()", "pthread_rwlock_unlock()" },
	[OP_SPIN_LOCK] = { "pthread_spin_lock()", "pthread_spin_lock() for a spin lock" },
	[OP_SPIN_UNLOCK] = { "pthread_spin_unlock()", "pthread_spin_unlock()" },
	[OP_BARRIER] = { "pthread_barrier_wait()", "pthread_barrier_wait() for the others" },
	[OP_SEM_WAIT] = { "sem_wait()", "sem_wait() for a semaphore that is 0" },
	[OP_SEM_POST] = { "sem_post()", "sem_post()" },
	[OP_SEMOP] = { "semop()", "semop() for a System V semaphore" },
	[OP_SEND] = { "sends a message", "room in a message queue" },
	[OP_RECEIVE] = { "receives a message", "a message in a queue" },
	[OP_FILE_LOCK] = { "file lock", "a lock on a file" },
	[OP_FUTEX_WAIT] = { "futex wait", "a futex" },
	[OP_FUTEX_WAKE] = { "futex wake", "a futex" },
	[OP_SIGNAL] = { "kill()", "kill()" },
	[OP_SIGNAL_WAIT] = { "pause(), sigsuspend() or sigwait()",
		"pause(), sigsuspend() or sigwait() for a signal" },
	[OP_SLEEP] = { "sleep()", "sleep()" },
	[OP_YIELD] = { "goes on", "its turn" },
	[OP_NAME] = { "name of a file, or key", "its turn" },
	[OP_ATOMIC] = { "atomic operation", "its turn" },
	[OP_OTHER] = { "call", "a call" },
	[OP_LEAVE] = { "is killed from outside", "its end" },
};

const char *describe_operation(enum operation operation)
{
	return operations[operation].name;
}

void describe_task(struct buf *out, const struct arena *arena, unsigned index)
{
	const struct task *task = &arena->tasks[index];

	if (task->number > 0)
		buf_printf(out, "thread %u of ", task->number);
	buf_printf(out, "process %u", task->process + 1);
}

static void put_side(struct buf *out, struct lines *lines, const struct arena *arena,
	const struct explore_side *side)
{
	buf_adds(out, "  ");
	describe_task(out, arena, side->task);
	buf_adds(out, side->write ? " writes at " : " reads at ");
	lines_add(lines, out, arena, side->program, side->place);
	buf_adds(out, "\n");
}

void describe_race(struct buf *out, struct lines *lines, const struct arena *arena,
	const struct explore_finding *race)
{
	buf_printf(out, "%s use the same memory, and nothing orders them:\n",
		race->between_processes ? "Two processes" : "Two threads");
	put_side(out, lines, arena, &race->sides[0]);
	put_side(out, lines, arena, &race->sides[1]);
}

bool describe_is_waiting(const struct task *task)
{
	return task->state == TASK_BLOCKED || task->state == TASK_SLEEPING ||
	       task->state == TASK_READY;
}

static const struct object *find_object(const struct arena *arena, object_key key)
{
	for (uint32_t i = 0; i < arena->objects_count; i++)
		if (arena->objects[i].key == key)
			return &arena->objects[i];
	return NULL;
}

static void put_owner(
	struct buf *out, struct lines *lines, const struct arena *arena, const struct task *task)
{
	const struct object *object = find_object(arena, task->waits_for);
	unsigned owner = object ? object->owner : 0;

	if (owner == 0 || (task->doing != OP_LOCK && task->doing != OP_COND_WAIT &&
				  task->doing != OP_RWLOCK_READ && task->doing != OP_RWLOCK_WRITE &&
				  task->doing != OP_SPIN_LOCK))
		return;
	buf_adds(out, "; ");
	if (task == &arena->tasks[owner - 1])
		buf_adds(out, "it");
	else
		describe_task(out, arena, owner - 1);
	buf_adds(out, " has it since ");
	lines_add(lines, out, arena, arena->tasks[owner - 1].process, object->owner_place);
}

static void put_holders(struct buf *out, const struct task *task, const struct buf *holders)
{
	if (holders->length)
		buf_printf(out, "    its %s is open in %s\n",
			task->doing == OP_READ ? "write end" : "read end", holders->data);
}

void describe_waits(struct buf *out, struct lines *lines, const struct session_result *result)
{
	const struct arena *arena = result->arena;

	for (unsigned i = 0; i < arena->tasks_count; i++) {
		const struct task *task = &arena->tasks[i];

		if (!describe_is_waiting(task))
			continue;
		buf_adds(out, "  ");
		describe_task(out, arena, i);
		buf_printf(out, " waits in %s, at ", operations[task->doing].wait);
		lines_add(lines, out, arena, task->process, task->place);
		put_owner(out, lines, arena, task);
		buf_adds(out, "\n");
		put_holders(out, task, &result->holders[i]);
	}
}

static uint64_t hash_wait(struct lines *lines, const struct arena *arena, const struct task *task)
{
	cleanup_buf struct buf text = BUF_INIT;
	uint64_t hash = 0xcbf29ce484222325ULL; /* FNV-1a */

	buf_printf(&text, "%d ", (int)task->doing);
	lines_add(lines, &text, arena, task->process, task->place);
	for (size_t i = 0; i < text.length; i++)
		hash = (hash ^ (unsigned char)text.data[i]) * 0x100000001b3ULL;
	return hash;
}

uint64_t describe_waits_identity(struct lines *lines, const struct arena *arena)
{
	uint64_t seen[ARENA_TASKS], sum = 0;
	unsigned count = 0;

	for (unsigned i = 0; i < arena->tasks_count; i++) {
		const struct task *task = &arena->tasks[i];
		uint64_t hash;
		unsigned j = 0;

		if (!describe_is_waiting(task) || task->doing == OP_WAIT || task->doing == OP_JOIN)
			continue;
		hash = hash_wait(lines, arena, task);
		while (j < count && seen[j] != hash)
			j++;
		if (j < count)
			continue;
		seen[count++] = hash;
		sum += hash;
	}
	return sum;
}

void describe_limits(struct buf *out, uint32_t limits, int call)
{
	static const struct {
		enum explore_limit limit;
		const char *text;
	} texts[] = {
		{ EXPLORE_LIMIT_TASKS, "more processes and threads than are followed" },
		{ EXPLORE_LIMIT_OBJECTS, "more objects than are followed" },
		{ EXPLORE_LIMIT_SHADOW, "more memory than is followed" },
		{ EXPLORE_LIMIT_DISPATCH,
			"any system call: this kernel has no syscall user dispatch (Linux 5.11)" },
		{ EXPLORE_LIMIT_CANCEL, "pthread_cancel()" },
		{ EXPLORE_LIMIT_STILL, "a call that waits in the kernel" },
		{ EXPLORE_LIMIT_FOREIGN, "a program was executed that cannot be controlled" },
	};

	if (limits & EXPLORE_LIMIT_CALL)
		buf_printf(out, "Not followed: system call %d, which the explorer does not know.\n",
			call);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (limits & texts[i].limit)
			buf_printf(out, "Not followed: %s.\n", texts[i].text);
}
