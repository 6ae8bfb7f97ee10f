/*
 * Names that students give, made safe to store, to print and to hand to a
 * compiler or to make.
 *
 * A safe component has only A-Z a-z 0-9 . _ + - and begins with neither `-` (an
 * option) nor `.` unless a letter or digit follows (.gitignore, but not `..x`).
 * Each other character becomes one `_`, however many bytes it has in UTF-8.
 */
#ifndef PROCTOR_STEPS_COLLECT_NAME_H
#define PROCTOR_STEPS_COLLECT_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* What a name promises by its extension, in upper or lower case. */
enum collect_kind { COLLECT_OTHER, COLLECT_SOURCE, COLLECT_ARCHIVED };

enum collect_kind collect_name_kind(const char *name);

/* One component made safe; as it is when it was safe (caller frees). */
char *collect_name_safe(const char *component, size_t length);

/* A component told apart from others: "a_b.c" and 2 give "a_b_2.c" (caller frees). */
char *collect_name_numbered(const char *component, unsigned number);

/*
 * The submission's name, fit for a results folder: the last component of `path`
 * without the extension of an archive or .c file, made safe and never hidden
 * (caller frees).  `.` and `..` are named after the folder that they stand for.
 */
char *collect_name(const char *path);

#endif
