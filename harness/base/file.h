/*
 * Whole files and folders.  All descriptors are close-on-exec; all functions
 * return 0 or a negative errno unless they say otherwise.
 */
#ifndef PROCTOR_BASE_FILE_H
#define PROCTOR_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "harness/base/buf.h"

/* Appends the file's content, at most `cap` bytes (else -EFBIG). */
int file_read(const char *path, struct buf *into, size_t cap);

/* Writes all the bytes to an open descriptor, in as many write(2) as it takes. */
int file_write_fd(int fd, const void *bytes, size_t length);

/*
 * Opens `name` below `dirfd` (or AT_FDCWD) for reading if it is a regular file:
 * follows no link in the last component, never waits for a FIFO's writer and
 * never touches a device.  Returns the descriptor or a negative errno; -ELOOP
 * for a symbolic link, -EISDIR for a folder, -EINVAL for any other kind.
 */
int file_open_regular(int dirfd, const char *name);

/*
 * Writes the file as a whole or not at all: a temporary file beside it, synced
 * and renamed, so that a full disk or a kill leaves the old one (or none).
 */
int file_write(const char *path, const void *bytes, size_t length);

/* mkdir -p, mode 0777 less the umask. */
int file_mkdir_p(const char *path);

/* rm -r without following links; a missing path is no error. */
int file_remove_tree(const char *path);

/* Copies one regular file with its permission bits; `to` must not exist. */
int file_copy(const char *from, const char *to);

/* Copies a tree of folders and regular files; links and others are left out. */
int file_copy_tree(const char *from, const char *to);

bool file_exists(const char *path);
bool file_is_dir(const char *path);

/* "DIR/NAME" (caller frees); NAME alone when it is absolute or DIR is NULL. */
char *file_join(const char *dir, const char *name);

/* Last component of a path, without trailing slashes (caller frees). */
char *file_basename(const char *path);

/* A fresh private folder below $TMPDIR or /tmp (caller frees); NULL: errno. */
char *file_temp_dir(void);

/*
 * The names in a folder without . and .., sorted bytewise, as a NULL-terminated
 * array; free with file_list_free().  NULL: errno.
 */
char **file_list(const char *path);
void file_list_free(char **names);

#endif
