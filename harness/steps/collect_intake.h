/*
 * What is taken in while collecting: the files in memory, what was left out,
 * and the caps.  For the files of this step only (collect*.c).
 *
 * All is held in memory (COLLECT_TOTAL_SIZE is small) so that nothing is written
 * before the whole has been found good, and names are given when all are known.
 *
 * Who fills it goes, for each entry in turn, through
 *	collect_count()       1. an entry more; too many?
 *	collect_is_litter()   2. left out and noted: go to the next
 *	collect_check_name()  3. too long or too deep?
 *	collect_leave_out()   4. for what is no regular file, or
 *	collect_take()           for what is.
 * Names are relative, without `.`, `..` or empty components.  Functions return 0,
 * or a negative errno with a sentence in `why`; -EINVAL is bad input.
 */
#ifndef PROCTOR_STEPS_COLLECT_INTAKE_H
#define PROCTOR_STEPS_COLLECT_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "harness/base/buf.h"

/* A file that was taken. */
struct collect_file {
	char *was; /* as handed in; collect_layout() takes the stripped folders off */
	char *stored; /* its safe name; NULL before collect_layout() */
	struct buf bytes;
	bool executable;
};

/* Something that was not. */
struct collect_left {
	char *name; /* as handed in */
	const char *why; /* a few words, not owned */
};

struct collect_intake {
	char *path; /* what is being collected, as sentences call it */
	const char *from; /* "folder", "file", "zip" or "tar" */
	char *top; /* folders that collect_layout() stripped; NULL: none */
	struct collect_file *files;
	size_t files_count;
	struct collect_left *left;
	size_t left_count;
	size_t entries;
	size_t bytes;
	struct buf *why; /* borrowed */
};

#define cleanup_intake __attribute__((cleanup(collect_intake_release)))

void collect_intake_release(struct collect_intake *in);

/* Where the bytes of a file come from. */
struct collect_stream {
	/* Bytes read, 0 at the end, or a negative errno with the sentence in `why`. */
	ssize_t (*read)(void *handle, void *into, size_t length);
	void *handle;
	bool executable;
};

int collect_count(struct collect_intake *in);
bool collect_is_litter(struct collect_intake *in, const char *name, bool folder);
int collect_check_name(struct collect_intake *in, const char *name);
void collect_leave_out(struct collect_intake *in, const char *name, const char *why);

/* Takes a file, unless it is a compiled program; a second one of that name replaces the first. */
int collect_take(struct collect_intake *in, const char *name, const struct collect_stream *stream);

/* The words for what is no regular file; NULL for a regular file. */
const char *collect_special(mode_t mode);

/* Bad input: "PATH: SENTENCE"; -EINVAL. */
int collect_refuse(struct collect_intake *in, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * The input could not be read.  Where that lies in the input (a file without
 * permission, a loop of links) it is bad input, else the errno stays.  `name` NULL: PATH itself.
 */
int collect_unreadable(struct collect_intake *in, const char *name, int error);

/* A name fit for a sentence (caller frees). */
char *collect_show(const char *name);

/* Strips lone folders and gives every file its safe name; sorts files and what was left out. */
void collect_layout(struct collect_intake *in);

/* The open file as the file `name`; `fd` stays the caller's. */
int collect_file(struct collect_intake *in, int fd, const char *name);

/* All that is in the open folder, but for the folder `except` (NULL: none); takes over `fd`. */
int collect_folder(struct collect_intake *in, int fd, const struct stat *except);

/* All that is in the open archive; `fd` stays the caller's. */
int collect_archive(struct collect_intake *in, int fd);

#endif
