/*
 * What the processes of a box write to one socket, kept apart by who wrote it.
 *
 * A tool that runs inside of the submission's processes (Valgrind) reports through
 * it.  The kernel names the writer of each piece (unix(7), SO_PASSCRED), so nobody
 * can write in another's name; and what was written cannot be taken back, changed or
 * put in another place, as a file in the box could be.  A program can still add to
 * its own page: whoever reads it looks for what the tool would not have written.
 */
#ifndef PROCTOR_SANDBOX_LEDGER_H
#define PROCTOR_SANDBOX_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { LEDGER_PAGES = 1024, LEDGER_PAGE = 16 << 20, LEDGER_BYTES = 64 << 20 };

/* What one process wrote. */
struct ledger_page {
	pid_t writer; /* as the keeper numbers it */
	char *bytes;
	size_t length;
	size_t room;
	bool over; /* there was more than is kept */
};

struct ledger {
	int fd; /* the keeper's end; -1: closed */
	int writers_end; /* for the programs; held open, so that an end of file tells of shutdown(2)
			  */
	struct ledger_page *pages; /* in the order of their first words */
	size_t count;
	size_t bytes; /* of all pages */
	bool shut; /* a program shut the socket: nobody could write any more */
	bool over; /* more writers or bytes than are kept */
};

#define LEDGER_INIT                                                                                \
	{                                                                                          \
		.fd = -1, .writers_end = -1                                                        \
	}

/* 0 or a negative errno. Both ends are close-on-exec. Free with ledger_release(). */
int ledger_open(struct ledger *ret);

/* Takes what is there without waiting. True when something came. */
bool ledger_move(struct ledger *ledger);

void ledger_release(struct ledger *ledger);

#endif
