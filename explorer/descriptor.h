/*
 * What the families of calls on descriptors share: whether one would block, and what a
 * call on it means for memory and for locks.
 *
 * Whether a call would block is asked by poll(2): nobody else runs, so the answer
 * holds until the call is made.
 */
#ifndef PROCTOR_EXPLORER_DESCRIPTOR_H
#define PROCTOR_EXPLORER_DESCRIPTOR_H

#include <sys/uio.h>

#include "explorer/calls.h"

/* The runtime's own, which the program is kept from. */
bool descriptor_is_ours(long fd) HIDDEN;

/* Ready for events of poll(2), or in an error that is the call's to tell. */
bool descriptor_is_ready(int fd, short events) HIDDEN;

bool descriptor_is_nonblocking(int fd) HIDDEN;

/* A pipe, FIFO or socket without O_NONBLOCK. */
bool descriptor_may_wait(int fd) HIDDEN;

/* The kernel has read or written (SLOT_WRITE) memory for a call: an access as any other. */
void descriptor_touched(long address, long length, unsigned how, uint64_t place) HIDDEN;
void descriptor_touched_vector(
	const struct iovec *vector, long count, long length, unsigned how, uint64_t place) HIDDEN;

/* When a wait on a socket is given up: SO_RCVTIMEO, SO_SNDTIMEO of socket(7). 0: never. */
uint64_t descriptor_give_up_at(int fd, int option) HIDDEN;

/* Makes the call once there is something to be read: for call_blocking(). */
long descriptor_try_in(struct call *call) HIDDEN;

/* Key of the locks on its file. 0: none is open there. */
object_key descriptor_locks(int fd) HIDDEN;

#endif
