/*
 * What the parts that look at handlers share.
 */
#ifndef PROCTOR_MISUSE_HANDLER_H
#define PROCTOR_MISUSE_HANDLER_H

#include <stdbool.h>
#include <stdint.h>

/* One more than the highest signal. */
enum { MISUSE_SIGNALS = 65 };

/* A signal's bit in a set of them. */
static inline uint64_t misuse_bit(int number)
{
	return UINT64_C(1) << (number - 1);
}

/* A handler that runs. */
struct misuse_running {
	int signal;
	char origin; /* as in a record */
	uintptr_t place; /* of the handler's code */
};

/* The innermost handler that runs in this thread; NULL: none, or it is too deep to be known. */
const struct misuse_running *misuse_running(void);
bool misuse_is_in_handler(void);

/* A jump: what runs in this thread from now on is in no handler. */
void misuse_leave_handlers(void);

/* The signals that have a handler of the program's. */
uint64_t misuse_handled(void);

/* Where the handler of a signal lies, 0: it has none now, or none of the program's. */
uintptr_t misuse_handler_of(int number);

/* open.c: nothing was noted yet of these signals, whose handler is a new one. */
void misuse_open_forget(uint64_t signals);

#endif
