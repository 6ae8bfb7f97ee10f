/*
 * Files into and out of a box, from the inside.
 *
 * The host's folders are never mounted: content goes in and out through
 * descriptors that the keeper opened or receives, so no path of the host is
 * seen in the box and no link in the box is followed outside.
 */
#ifndef PROCTOR_SANDBOX_DEPOT_H
#define PROCTOR_SANDBOX_DEPOT_H

#include <sys/types.h>

/* Copies all of `fd` to a new file, making its folders. 0 or a negative errno. */
int depot_put(const char *path, int fd, mode_t mode);

/*
 * Opens a regular file to read; no link is followed anywhere on the way.
 * Returns a descriptor (close-on-exec) or a negative errno.
 */
int depot_get(const char *path);

/*
 * The names of the regular files in a folder, each NUL-ended, into `names`.
 * Returns the bytes used or a negative errno (-ENOSPC: too many).
 */
ssize_t depot_list(const char *path, char *names, size_t room);

#endif
