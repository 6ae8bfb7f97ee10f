/*
 * What every task of a box is doing and holds: the evidence for an explanation.
 *
 * witness_write() runs in a child of init (it parses debug information that a
 * student's linker wrote) and writes lines, fields separated by tabs.  Each begins with
 * what it is and whose: TID a task, TGID a process.  Of each task
 *
 *	task	TID	TGID	PPID	STATE	CALL	ARG0 … ARG5	NAME
 *	frame	TID	FUNCTION	FILE	LINE	CALLED	innermost first; "" and 0 when
 *unknown CALLED: the function that this line calls
 *
 * of each process its descriptors, with what fdinfo and fstat(2) say
 *
 *	fd	TGID	NUMBER	ACCESS	TARGET	KIND	FILE
 *		ACCESS: r w rw; TARGET as in /proc/PID/fd; FILE: DEVICE:INODE
 *		KIND: pipe fifo socket file folder device mqueue eventfd epoll signalfd timerfd
 *		pidfd inotify other
 *	info	TGID	NUMBER	NAME	VALUE …
 *		count N (eventfd), signals MASK (signalfd), armed 0|1 (timerfd), process PID
 *(pidfd), watches FD EVENTS (epoll), messages CURRENT MOST (mqueue)
 *	lock	TGID	NUMBER	CLASS	TYPE	PID	FIRST	LAST	CLASS: FLOCK POSIX OFDLCK;
 *TYPE: READ WRITE
 *
 * of a task's call what its arguments stand for
 *
 *	word	TID	ADDRESS	VALUE	OWNER	SYMBOL	TYPE	OFFSET	SHARED	OBJECT	MAPPING
 *		a futex: the word, the one 8 bytes on, the variable, its type, where in it the word
 *		lies, 1 for memory that processes share, what stands for the word in every process
 *		that shares it, the file that is mapped
 *	around	TID	W0 … W23	the words about it: W12 is the word itself
 *	wants	TID	NUMBER	EVENTS	a descriptor that it polls; poll(2)'s bits
 *	path	TID	FLAGS	KIND	FILE	PATH	what it opens
 *	address	TID	ADDRESS	what it connects to
 *	range	TID	TYPE	FIRST	LAST	the record lock that it wants; LAST: -1 for the end
 *	semaphore	TID	ID	KEY	NUMBER	OPERATION	VALUE	PID	one for each
 *operation VALUE: -1 when unknown; PID: who changed it last queue	TID	ID	KEY	TYPE
 *MESSAGES	BYTES	MOST	-1: unknown
 *	message	TID	TYPE	SIZE	one that lies in that queue
 *	signals	TID	MASK	the signals that end the wait
 *
 * and of each socket that any of them holds
 *
 *	socket	INODE	FAMILY	TYPE	STATE	LOCAL	REMOTE	PEER	QUEUED	BACKLOG
 *		FAMILY: unix inet; TYPE: stream dgram seqpacket; STATE: listen connected
 *		connecting other; PEER: the inode of the other end, 0: none or unknown;
 *		QUEUED: bytes to read, or connections that wait for accept; -1: unknown
 *
 * Attaching stops the tasks: only for a box whose verdict is known.
 *
 * Source: proc(5), elfutils libdwfl.h, futex(2), sock_diag(7), fcntl_locking(2).
 */
#ifndef PROCTOR_SANDBOX_WITNESS_H
#define PROCTOR_SANDBOX_WITNESS_H

#include <stdbool.h>

#include "sandbox/folder.h"

/*
 * `stop`: all tasks are stopped first and stay so, or the first one that is
 * interrupted may go on and change what the others show.  `folder`: the private
 * folder, whose paths are told as the box's.
 */
void witness_write(int fd, const struct folder *folder, bool stop);

#endif
