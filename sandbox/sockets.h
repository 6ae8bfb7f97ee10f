/*
 * What the kernel's own clocks may still do for a task that waits on a socket.
 *
 * A time-out that was set with SO_RCVTIMEO or SO_SNDTIMEO is no argument of the call and is
 * told nowhere in /proc.  TCP sends again what was not answered (a connection for whose queue
 * there was no room, above all) and holds small segments back until the last one is answered,
 * which the other side may put off: tcp(7).  So a copy of the descriptor is asked.
 *
 * What cannot be asked (pidfd_getfd(2): Linux 5.6, the right to trace the task) may have a
 * time-out: nobody is called deadlocked for what we do not know.
 *
 * Source: socket(7), tcp(7), pidfd_getfd(2).
 */
#ifndef PROCTOR_SANDBOX_SOCKETS_H
#define PROCTOR_SANDBOX_SOCKETS_H

#include <stdbool.h>

#include "sandbox/tasks.h"

/* Whether the task sleeps in a call on a socket that has a time-out for it, or may have one. */
bool socket_has_timeout(const struct task *task);

/* Whether TCP has sent something on this socket of a process that is not answered yet. */
bool socket_is_busy(pid_t tgid, int number);

#endif
