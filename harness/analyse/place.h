/*
 * From addresses in a student's program to lines of its source.
 *
 * All that is wanted is gathered first, since each program is read but once:
 *
 *	struct place_book book = PLACE_BOOK_INIT(dir);
 *
 *	place_want(&book, "relay", 0x11e9);
 *	place_find_all(&book);
 *	place = place_at(&book, "relay", 0x11e9);
 *
 * Debug information is hostile input to a library that was not written for such.  It
 * is read by a process of its own, which may do nothing but compute: a seccomp filter lets it
 * neither open, nor connect, nor start anything, and its CPU time is limited.
 */
#ifndef PROCTOR_ANALYSE_PLACE_H
#define PROCTOR_ANALYSE_PLACE_H

#include <stddef.h>
#include <stdint.h>

struct place {
	char *file; /* the student's, as handed in; "" when unknown */
	unsigned line; /* 0 when unknown */
	char *function; /* "" when unknown */
	unsigned callers; /* calls of that function in the program, as far as the compiler told */
};

struct place_entry {
	char *program;
	uint64_t address;
	struct place place;
};

struct place_book {
	const char *dir; /* that the programs lie in, borrowed */
	struct place_entry *entries;
	size_t count;
};

#define PLACE_BOOK_INIT(dir_)                                                                      \
	{                                                                                          \
		.dir = (dir_)                                                                      \
	}
#define cleanup_place_book __attribute__((cleanup(place_book_release)))

/*
 * Asks for the line of the call that returns to this address.  The program is a name in
 * `dir`; one that is no name of a file there is never found.
 */
void place_want(struct place_book *book, const char *program, uint64_t address);

/* Finds all that was asked for; what cannot be found stays unknown. */
void place_find_all(struct place_book *book);

/* What was found: never NULL, belongs to the book. */
const struct place *place_at(const struct place_book *book, const char *program, uint64_t address);

void place_book_release(struct place_book *book);

/*
 * place_dwarf.c: writes "INDEX\tLINE\tCALLERS\tFUNCTION\tFILE\n" for each address that has a place
 * in a file below /box.  Takes no descriptor but `fd`.
 */
void place_write(int fd, char *image, size_t length, const uint64_t *addresses, size_t count);

#endif
