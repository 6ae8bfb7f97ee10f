/*
 * What libmisuse.so wrote down in one process (misuse/record.h).
 *
 * It is written in the submission's own process, to a folder that the submission may write
 * to as well: hostile input, of which only the form is sure once it was read.
 */
#ifndef PROCTOR_ANALYSE_MISUSE_LOG_H
#define PROCTOR_ANALYSE_MISUSE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/base/buf.h"
#include "misuse/record.h"

struct misuse_record {
	const char *word;
	const char *fields[MISUSE_FIELDS]; /* behind the word; "" for those that it has not */
};

/* What one process did as one program: from a start, by fork or exec, to the next. */
struct misuse_image {
	int pid;
	const char *how; /* "exec", "fork"; "": a process in its parent's memory (vfork) */
	const char *program; /* its path inside of the box; "": not known */
	struct misuse_record *records;
	size_t count;
	const char *end; /* how it ended, "exit" or "_exit"; "": by a signal, or by exec */
	unsigned long lost; /* records that could not be written */
};

struct misuse_log {
	struct misuse_image *images;
	size_t count;
	char *text; /* that all of it points into */
};

#define MISUSE_LOG_INIT                                                                            \
	{                                                                                          \
		.images = NULL                                                                     \
	}
#define cleanup_misuse_log __attribute__((cleanup(misuse_log_release)))

/*
 * 0, or a negative errno with a sentence in `why`.  A last line without an end, which a kill in
 * the middle of it leaves, is passed over.
 */
int misuse_log_load(const char *path, struct misuse_log *ret, struct buf *why);
void misuse_log_release(struct misuse_log *log);

/* A field as an address, or as a number. */
uint64_t misuse_address(const struct misuse_record *record, size_t field);
unsigned long misuse_number(const struct misuse_record *record, size_t field);

/* The first record of the image with that word, from `from` on; NULL: none. */
const struct misuse_record *misuse_next_record(
	const struct misuse_image *image, const char *word, const struct misuse_record *from);

#endif
