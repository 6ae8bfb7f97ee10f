/*
 * What the kernel, and the world outside, may do to a program beside saying who runs
 * next: choices of a schedule.  They are drawn from a stream of their own, so that who
 * runs next is the same with them and without, as long as they make no difference.
 *
 * Each must be legal by the manual pages, for one that is not would accuse right
 * programs:
 *
 * CHOICE_PARTS
 *	A write of more than PIPE_BUF bytes to a pipe or FIFO goes in parts, and others
 *	read, write and send signals in between.  It still returns when all is written, unless a
 *	handler has run (then it tells the part); with O_NONBLOCK it may end after any
 *	part.  What is at most PIPE_BUF bytes is never cut, and so never read in parts:
 *	pipe(7), PIPE_BUF.  And read(2) takes all that is in a pipe, up to what it was asked for:
 *	POSIX.1, read().
 *	A stream socket keeps no boundaries, and what has arrived is given "rather than waiting
 *	for receipt of the full amount": recv(2).  So each read may give a part; not with
 *	MSG_WAITALL, MSG_PEEK or SO_RCVLOWAT.  A send without waiting may take a part; one that
 *	waits takes all: send(2).  A pipe from outside is written by nobody knows whom: each read
 *	may give a part.  But nothing of this once somebody has asked how much there is (FIONREAD,
 *	MSG_PEEK) or is told of changes only (EPOLLET, O_ASYNC): a part then means that there
 *	was no more, epoll(7), question 9.
 *	Files, datagrams, queues, eventfd(2) and its kin are never cut.
 *
 * CHOICE_SMALL
 *	Pipes and FIFOs hold two pages: what an ordinary user's have who has many, pipe(7),
 *	pipe-user-pages-soft; "Applications should not rely on a particular capacity".  With a
 *	single page a write may wait though there is room (fs/pipe.c, PIPE_MIN_DEF_BUFFERS), so
 *since Linux 5.14 only who asks for it has that.
 *
 * CHOICE_LEAVE
 *	Somebody goes at a point of the schedule: a process is killed (SIGKILL), the reader
 *	of the output closes it (EPIPE and SIGPIPE, pipe(7)), the writer of the input ends
 *	early.
 *
 * EINTR is none of them: signals come when they are sent, and the schedule alone says where
 * that finds their target (calls_signal.c).
 */
#ifndef PROCTOR_EXPLORER_CHOICE_H
#define PROCTOR_EXPLORER_CHOICE_H

#include <stddef.h>

#include "explorer/arena.h"

enum choice { CHOICE_PARTS = 1, CHOICE_SMALL = 2, CHOICE_LEAVE = 4 };

/* Those that need nobody's asking. */
enum { CHOICES_OF_KERNEL = CHOICE_PARTS | CHOICE_SMALL };

/* A word for each, lowest bit first; NULL ends. */
extern const char *const choice_words[];

/* A number below `count`, which is not 0: the same for the same seed. */
uint64_t choice_draw(struct arena *arena, uint64_t count);

/*
 * How many of `whole` bytes, which is not 0, go at once: all of them every other time.  A part
 * is one of the run's decisions (decision.h), and is taken again with them.
 */
size_t choice_part(struct arena *arena, size_t whole);

#endif
