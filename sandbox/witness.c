#include "sandbox/witness.h"

#include <signal.h>
#include <sys/uio.h>
#include <unistd.h>

#include "sandbox/tasks.h"
#include "sandbox/witness_parts.h"

/*
 * Stacks are the dear part, and sixty-four children of one loop stand at one line.
 * More bytes than this nobody takes from us.
 */
enum { MOST_TASKS = 160, MOST_STACKS = 12, MOST_BYTES = 2 << 20 };

struct witness {
	FILE *out;
	const struct folder *folder;
	struct task tasks[MOST_TASKS];
	size_t count;
	struct witness_sockets sockets;
	int stacks;
};

void witness_put(FILE *out, const char *text)
{
	for (; text && *text; text++)
		fputc((unsigned char)*text < 0x20 || *text == 0x7f ? '?' : *text, out);
}

bool witness_read(pid_t pid, unsigned long address, void *into, size_t size)
{
	struct iovec local = { into, size };
	struct iovec remote = { (void *)address, size };

	return process_vm_readv(pid, &local, 1, &remote, 1, 0) == (ssize_t)size;
}

static int remember(const struct task *task, void *data)
{
	struct witness *witness = data;

	if (task->tgid > 0 && task->tgid != getpid() && task->state != 'Z' && task->state != 'X')
		witness->tasks[witness->count++] = *task;
	return witness->count == MOST_TASKS;
}

static void write_task(struct witness *witness, const struct task *task, Dwfl *dwfl)
{
	fprintf(witness->out, "task\t%d\t%d\t%d\t%c\t%d", task->tid, task->tgid, task->ppid,
		task->state, task->call);
	for (int i = 0; i < 6; i++)
		fprintf(witness->out, "\t0x%lx", task->arguments[i]);
	fputc('\t', witness->out);
	witness_put(witness->out, task->name);
	fputc('\n', witness->out);
	/* Who sleeps uninterruptibly, as vfork(2) does, cannot be attached to: we would wait for
	 * it. */
	if (dwfl && task->state != 'D')
		witness_write_stack(witness->out, dwfl, task->tid);
	witness_write_call(witness->out, dwfl, task, witness->folder);
}

static bool is_first_of_process(const struct witness *witness, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (witness->tasks[i].tgid == witness->tasks[index].tgid)
			return false;
	return true;
}

/* By its first thread that lives: the leader may have ended before the others. */
static void write_process(struct witness *witness, const struct task *first)
{
	Dwfl *dwfl = witness->stacks++ < MOST_STACKS ? witness_attach(first->tid) : NULL;

	for (size_t i = 0; i < witness->count; i++)
		if (witness->tasks[i].tgid == first->tgid)
			write_task(witness, &witness->tasks[i], dwfl);
	witness_write_fds(witness->out, first, witness->folder, &witness->sockets);
	if (dwfl)
		dwfl_end(dwfl);
	fflush(witness->out);
}

static void stop_all(const struct witness *witness)
{
	for (size_t i = 0; i < witness->count; i++)
		kill(witness->tasks[i].tgid, SIGSTOP);
}

void witness_write(int fd, const struct folder *folder, bool stop)
{
	/* Attaching waits for a task to stop; one that never does must not hold up the grader. */
	enum { LAST_RESORT_S = 30 };
	static struct witness witness;
	sigset_t none;

	sigemptyset(&none);
	signal(SIGALRM, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	alarm(LAST_RESORT_S);
	witness.folder = folder;
	witness.out = fdopen(fd, "w");
	if (!witness.out)
		return;
	tasks_each(remember, &witness);
	if (stop)
		stop_all(&witness);
	for (size_t i = 0; i < witness.count && ftell(witness.out) < MOST_BYTES; i++)
		if (is_first_of_process(&witness, i))
			write_process(&witness, &witness.tasks[i]);
	witness_write_sockets(witness.out, &witness.sockets, folder);
	fclose(witness.out);
}
