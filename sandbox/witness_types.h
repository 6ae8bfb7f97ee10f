/*
 * Types of a program's objects, from its debug information, and the way down to a part of one.
 *
 * Source: DWARF 5, chapter 5; elfutils libdw.h.
 */
#ifndef PROCTOR_SANDBOX_WITNESS_TYPES_H
#define PROCTOR_SANDBOX_WITNESS_TYPES_H

#include <elfutils/libdw.h>

#include "sandbox/witness_parts.h"

/* Adds to the text of a name; what does not fit is cut. */
void witness_append(struct witness_name *name, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The type of a variable, or of another type, if it has one. */
bool witness_type_of(Dwarf_Die *die, Dwarf_Die *ret);

/* Bytes of an object of this type; 0 when unknown. */
Dwarf_Word witness_size_of(Dwarf_Die *type);

/*
 * Leaves typedefs and qualifiers aside, but for the types that are told as a whole, as
 * pthread_mutex_t is.  False when there is nothing behind them (void).
 */
bool witness_peel(Dwarf_Die *type);

/*
 * Tells the way from an object of this type down to what lies at the offset: "[3].lock".
 * `joint` stands before the first member: "." or "->".
 */
void witness_describe(
	struct witness_name *name, Dwarf_Die type, unsigned long offset, const char *joint);

#endif
