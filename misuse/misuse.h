/*
 * libmisuse.so, from the inside.
 *
 * It is loaded by LD_PRELOAD and stands between a program and libc: each function
 * that it defines notes something and goes on to libc's own.  A correct program must
 * not be able to tell: errno, return values, cancellation points, dispositions and
 * descriptors are what they would be.  What runs in a handler, or may, calls nothing
 * that is not async-signal-safe, and takes no memory.
 *
 * A call counts only when it comes from the program's own code (misuse_place()):
 * what libc does on its own behalf is libc's affair.
 *
 * Sources: ld.so(8), dlsym(3), signal-safety(7), sigaction(2), fork(2), vfork(2).
 */
#ifndef PROCTOR_MISUSE_MISUSE_H
#define PROCTOR_MISUSE_MISUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define MISUSE_API __attribute__((visibility("default")))

/*** libc's own functions ***/

/* A function of libc's that stands behind one of ours. */
struct misuse_next {
	const char *name;
	void **function;
};

/* Looks up every one that is listed; called before the program's first instruction. */
void misuse_find_all(void);

/* Looks up one, for what runs before that. */
void *misuse_find(const char *name);

/* Declares next_NAME, libc's function behind ours of that name. */
#define MISUSE_NEXT(name_)                                                                         \
	static __typeof__(name_) *next_##name_;                                                    \
	static const struct misuse_next listed_##name_ __attribute__((                             \
		section("misuse_nexts"), used)) = { #name_, (void **)(void *)&next_##name_ }

/* Calls it. */
#define misuse_next(name_)                                                                         \
	(next_##name_ ? next_##name_                                                               \
		      : (*(void **)(void *)&next_##name_ = misuse_find(#name_), next_##name_))

/*** the process: process.c ***/

/* An address of the program's own code, less where it lies in memory; 0: not the program's. */
uintptr_t misuse_place(const void *address);

/* Where the function that uses this was called. */
#define MISUSE_HERE misuse_place(__builtin_return_address(0))

/* Whether this is the process whose memory this is: false in the child of vfork(). */
bool misuse_is_at_home(void);

/* The process that started the program from outside, -1: unknown. */
pid_t misuse_outside(void);

/* In a new process, after fork(). */
void misuse_begin_child(void);

/* The process is about to end: "exit" or "_exit". */
void misuse_end(const char *how);

/* The setting that a new program needs to be seen too; NULL: none. */
const char *const *misuse_settings(void);

/*** records: log.c ***/

/* Opens the log in that folder; NULL: nothing is written down. */
void misuse_log_open(const char *folder);

/* A field of a record. */
struct misuse_field {
	const char *text; /* NULL: the number */
	uint64_t number;
	bool hexadecimal;
};

/* Writes a record; a second one that says the same is left out. errno stays. */
void misuse_log(const char *word, const struct misuse_field *fields, size_t count);

#define MISUSE_TEXT(text_) ((struct misuse_field){ .text = (text_) })
#define MISUSE_NUMBER(number_) ((struct misuse_field){ .number = (uint64_t)(number_) })
#define MISUSE_PLACE(place_) ((struct misuse_field){ .number = (place_), .hexadecimal = true })
#define misuse_note(word_, ...)                                                                    \
	misuse_log((word_), (const struct misuse_field[]){ __VA_ARGS__ },                          \
		sizeof((const struct misuse_field[]){ __VA_ARGS__ }) /                             \
			sizeof(struct misuse_field))

/* Records that were not written. */
unsigned misuse_log_lost(void);

/* Nothing follows the end, though another thread may go on for a moment. */
void misuse_log_close(void);

/* Begins anew: for a process that fork() made. */
void misuse_log_restart(void);

/*** handlers: handler.c, jump.c, open.c ***/

/* In a process that fork() made: nothing was noted in it yet. */
void misuse_handlers_restart(void);

/* The program calls a function, at `place`, that no handler may call. */
void misuse_unsafe(const char *call, uintptr_t place);

/* The same for one that does no harm outside of a handler: exit() is a program's last word. */
void misuse_unsafe_in_handler(const char *call, uintptr_t place);

/*** streams: stream.c ***/

void misuse_stream_opened(FILE *stream);
/* Before it is closed: also writes what is pending. */
void misuse_stream_closing(FILE *stream);
void misuse_stream_purged(FILE *stream);
/* Before its buffer is written; NULL: every stream's. */
void misuse_stream_flushing(FILE *stream, const char *way);
/* Before a descriptor is closed or replaced; -1: before any may be. */
void misuse_stream_descriptor(int fd);
/* The program printed to it. */
void misuse_stream_printed(FILE *stream, uintptr_t place);
void misuse_stream_forking(uintptr_t place);
void misuse_stream_exec_failed(void);

/*** children: child.c ***/

void misuse_child_add(pid_t pid, uintptr_t place);
/* A pipe was closed: a child may come to its end by that. */
void misuse_children_pipe_closed(uintptr_t place);
/* In a process that fork() made: it has none. */
void misuse_children_forget(void);
void misuse_children_end(void);

/*** descriptors: descriptor.c ***/

void misuse_descriptor_made(int fd, uintptr_t place);
/* Notes what stays open over exec. */
void misuse_descriptors_exec(uintptr_t place, char *const *arguments, char *const *environment);

/*** record locks: lock.c ***/

void misuse_lock_command(int fd, int command, const void *argument, uintptr_t place);
void misuse_lock_closing(int fd, uintptr_t place);
void misuse_locks_forget(void);

#endif
