#include "harness/base/interrupt.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t seen;

static void note(int number)
{
	if (seen)
		_exit(128 + number);
	seen = number;
}

void interrupt_watch(void)
{
	struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

bool interrupt_seen(void)
{
	return seen != 0;
}

void interrupt_end(void)
{
	signal(seen, SIG_DFL);
	raise(seen);
	_exit(128 + seen);
}
