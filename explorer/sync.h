/*
 * The pthread and semaphore functions under the names of libc's: libc's own work is
 * done by libc's objects, tried and never waited for, so they stay what the program, a
 * debugger or a process without us would find.
 */
#ifndef PROCTOR_EXPLORER_SYNC_H
#define PROCTOR_EXPLORER_SYNC_H

#include "explorer/runtime.h"

#define EXPORT __attribute__((visibility("default")))

/* Where the caller of an exported function stands. */
#define PLACE ((uint64_t)(uintptr_t)__builtin_return_address(0))

/* libc's function behind the exported one of the same name; found once. */
#define LIBC(name)                                                                                 \
	__extension__({                                                                            \
		static __typeof__(&name) found_;                                                   \
		if (!found_)                                                                       \
			*(void **)&found_ = libc_function(#name); /* dlsym(3), NOTES */            \
		found_;                                                                            \
	})

/* Takes a mutex for a task that has the token, however long it lasts. An errno, 0. */
int mutex_take(void *mutex, enum operation operation) HIDDEN;
/* Lets it go, as part of another operation. An errno, 0. */
int mutex_release(void *mutex) HIDDEN;

#endif
