/*
 * What is left in a box: a grading fact.
 *
 * census_write() runs in init and writes one line a thing, fields separated by
 * tabs, each name escaped so that it holds neither tab nor newline:
 *
 *	process	PID	NAME	still alive
 *	zombie	PID	NAME	ended, and its living parent has not waited for it
 *	sysv-shm|sysv-sem|sysv-msg	ID	KEY
 *	posix-shm|posix-sem|posix-mq	NAME
 *	fifo|socket	PATH
 *
 * Source: proc(5) /proc/sysvipc, mq_overview(7), shm_overview(7), sem_overview(7).
 */
#ifndef PROCTOR_SANDBOX_CENSUS_H
#define PROCTOR_SANDBOX_CENSUS_H

void census_write(int fd);

#endif
