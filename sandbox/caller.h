/*
 * From where in its own program a task makes the system call that it is in,
 * without stopping it: a task whose call waits for init's answer must not be
 * traced, since that would end the wait.
 *
 * Without its registers a stack cannot be unwound.  What can be had is the stack
 * pointer, and from there upwards the first address that lies behind a call
 * instruction of the program itself.  For libc's wrappers, which have no frame of
 * their own, that is the call of the wrapper.
 *
 * Source: proc(5), /proc/PID/syscall; the System V ABI of x86-64, section 3.2.
 */
#ifndef PROCTOR_SANDBOX_CALLER_H
#define PROCTOR_SANDBOX_CALLER_H

#include <stddef.h>
#include <sys/types.h>

/* Room for the text. */
enum { CALLER_TEXT = 512 };

/*
 * Writes "FILE\tLINE\tFUNCTION" (LINE 0 and FILE "": unknown; control bytes are
 * replaced), or nothing at all.  Reads the program's debug information, which may be
 * anything, so a process of its own does it.
 */
void caller_find(pid_t tid, char text[CALLER_TEXT]);

#endif
