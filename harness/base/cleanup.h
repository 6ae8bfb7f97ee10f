/*
 * Ownership that can be read from a declaration.
 *
 * A variable declared with one of these words is released when it goes out of
 * scope; steal_pointer() and steal_fd() hand it over instead.  Source: gcc
 * manual, "Common Variable Attributes", cleanup.
 */
#ifndef PROCTOR_BASE_CLEANUP_H
#define PROCTOR_BASE_CLEANUP_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Frees a malloc()ed pointer at the end of the scope. */
#define cleanup_free __attribute__((cleanup(cleanup_free_)))
/* Closes a descriptor (-1: none) at the end of the scope. */
#define cleanup_close __attribute__((cleanup(cleanup_close_)))
/* Closes a stdio stream (NULL: none) at the end of the scope. */
#define cleanup_fclose __attribute__((cleanup(cleanup_fclose_)))
/* Closes a directory stream (NULL: none) at the end of the scope. */
#define cleanup_closedir __attribute__((cleanup(cleanup_closedir_)))

static inline void cleanup_free_(void *pointer)
{
	free(*(void **)pointer);
}

static inline void cleanup_close_(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void cleanup_fclose_(FILE **stream)
{
	if (*stream)
		fclose(*stream);
}

static inline void cleanup_closedir_(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

/* Takes the value out of *fd, leaving -1, so that its cleanup does nothing. */
static inline int steal_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

/* Takes the pointer out of `pointer`, leaving NULL, keeping its type. */
#define steal_pointer(pointer)                                                                     \
	__extension__({                                                                            \
		__typeof__(pointer) stolen_ = (pointer);                                           \
		(pointer) = NULL;                                                                  \
		stolen_;                                                                           \
	})

#endif
