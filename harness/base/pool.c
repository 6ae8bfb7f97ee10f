#include "harness/base/pool.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/interrupt.h"

/* A child at work. */
struct worker {
	size_t index;
	pid_t pid;
};

struct gang {
	const struct pool *pool;
	struct worker *workers;
	struct pollfd *polled; /* the workers' pidfds, in the same order */
	size_t count;
};

static int begin(struct gang *gang, size_t index)
{
	pid_t pid;
	int fd;

	/* What stdio holds would be printed by both. */
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid == 0)
		_exit(gang->pool->work(index, gang->pool->data));
	fd = pidfd_open(pid, 0);
	if (fd < 0)
		return -errno;
	gang->workers[gang->count] = (struct worker){ index, pid };
	gang->polled[gang->count++] = (struct pollfd){ fd, POLLIN, 0 };
	return 0;
}

static void end(struct gang *gang, size_t at)
{
	struct worker worker = gang->workers[at];
	int status = 0;

	while (waitpid(worker.pid, &status, 0) < 0 && errno == EINTR)
		;
	close(gang->polled[at].fd);
	gang->count--;
	gang->workers[at] = gang->workers[gang->count];
	gang->polled[at] = gang->polled[gang->count];
	if (gang->pool->done)
		gang->pool->done(worker.index, status, gang->pool->data);
}

static void wait_for_some(struct gang *gang)
{
	if (poll(gang->polled, gang->count, -1) < 0)
		return;
	for (size_t i = gang->count; i > 0; i--)
		if (gang->polled[i - 1].revents)
			end(gang, i - 1);
}

int pool_run(const struct pool *pool)
{
	unsigned width = pool->width ? pool->width : 1;
	cleanup_free struct worker *workers = xcalloc(width, sizeof(*workers));
	cleanup_free struct pollfd *polled = xcalloc(width, sizeof(*polled));
	struct gang gang = { .pool = pool, .workers = workers, .polled = polled };
	size_t next = 0;
	int error = 0;

	while (gang.count > 0 || (next < pool->count && !error && !interrupt_seen())) {
		while (gang.count < width && next < pool->count && !error && !interrupt_seen())
			error = begin(&gang, next++);
		if (gang.count > 0)
			wait_for_some(&gang);
	}
	if (!error && interrupt_seen() && next < pool->count)
		error = -EINTR;
	return error;
}

unsigned pool_width(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	return CPU_COUNT(&set) > 0 ? (unsigned)CPU_COUNT(&set) : 1;
}
