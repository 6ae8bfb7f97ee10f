#include "sandbox/reaper.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 4 };

/* Whose children they are: a fork of the keeper has none of them. */
static pid_t keeper;
static pid_t dying[MOST];
static size_t dying_count;

static bool ours(void)
{
	return keeper == getpid();
}

static bool reap(pid_t pid, int options)
{
	pid_t reaped;

	do
		reaped = waitpid(pid, NULL, options);
	while (reaped < 0 && errno == EINTR);
	return reaped != 0; /* an error: somebody else has waited for it */
}

static void reap_all(int options)
{
	size_t kept = 0;

	for (size_t i = 0; i < dying_count; i++)
		if (!reap(dying[i], options))
			dying[kept++] = dying[i];
	dying_count = kept;
}

static void reap_at_exit(void)
{
	if (ours())
		reap_all(0);
}

void reaper_take(pid_t pid)
{
	static bool registered;

	if (!ours())
		dying_count = 0;
	keeper = getpid();
	if (!registered)
		registered = atexit(reap_at_exit) == 0;
	reap_all(WNOHANG);
	if (dying_count == MOST) {
		reap(dying[0], 0);
		for (size_t i = 1; i < MOST; i++)
			dying[i - 1] = dying[i];
		dying_count--;
	}
	dying[dying_count++] = pid;
}

void reaper_look(void)
{
	if (ours())
		reap_all(WNOHANG);
}
