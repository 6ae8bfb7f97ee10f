/*
 * Where a process ends.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "misuse/misuse.h"
#include "misuse/tracing.h"

/* What ends a program by a fault of its own. */
static const int deadly[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGPIPE, SIGTRAP, SIGSYS };

MISUSE_NEXT(sigaction);

static _Atomic pid_t ended; /* the process whose end was noted */

void misuse_trace_end(const char *how, int status)
{
	const int error = errno;
	const pid_t self = (pid_t)syscall(SYS_getpid);
	struct misuse_last at = { .call = how };
	struct misuse_line line;

	if (!misuse_traces || !misuse_is_at_home() || atomic_exchange(&ended, self) == self)
		return;
	misuse_chain_take(&at.chain);
	/* Where main was left cannot be seen from here. */
	if (strcmp(how, "return") == 0)
		at = *misuse_trace_last();
	misuse_line_word(&line, "end");
	misuse_line_text(&line, how, SIZE_MAX);
	misuse_line_number(&line, (uint64_t)(status & 0xff));
	misuse_line_text(&line, at.call ? at.call : "", SIZE_MAX);
	misuse_line_chain(&line, &at.chain);
	misuse_line_put(&line, NULL, 0);
	errno = error;
}

/* Then the signal's own doing follows: at the same instruction once more, or as it is sent again.
 */
static void on_death(int number, siginfo_t *info, void *context)
{
	struct misuse_line line;
	struct misuse_chain chain;

	(void)context;
	misuse_chain_take(&chain);
	misuse_line_word(&line, "died");
	misuse_line_number(&line, (uint64_t)number);
	misuse_line_chain(&line, &chain);
	misuse_line_put(&line, NULL, 0);
	/* SA_RESETHAND has put back what kills. */
	if (info->si_code <= 0 || number == SIGPIPE || number == SIGABRT)
		raise(number);
}

bool misuse_trace_is_ours(const void *handler)
{
	return misuse_traces && handler == (const void *)(uintptr_t)on_death;
}

/* A stack that has run out leaves no room for a handler. */
static void make_room(void)
{
	enum { ROOM = 64 << 10 };
	static char room[ROOM];

	sigaltstack(&(const stack_t){ .ss_sp = room, .ss_size = ROOM }, NULL);
}

void misuse_trace_watch_deaths(void)
{
	struct sigaction action = { .sa_flags = SA_SIGINFO | SA_RESETHAND | SA_ONSTACK };

	if (!misuse_traces)
		return;
	make_room();
	action.sa_sigaction = on_death;
	for (size_t i = 0; i < sizeof(deadly) / sizeof(*deadly); i++) {
		struct sigaction now;

		/* Past our own sigaction(): the program has not installed anything. */
		if (misuse_next(sigaction)(deadly[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
			misuse_next(sigaction)(deadly[i], &action, NULL);
	}
}
