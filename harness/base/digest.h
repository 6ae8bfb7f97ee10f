/*
 * SHA-256 (FIPS 180-4, through libmd) as lower-case hexadecimal text: of bytes,
 * of a file, of a tree.
 *
 * Functions that can fail return 0 or a negative errno and fill `ret` only on
 * success.
 */
#ifndef PROCTOR_BASE_DIGEST_H
#define PROCTOR_BASE_DIGEST_H

#include <stddef.h>

/* 64 hexadecimal digits and the NUL. */
#define DIGEST_SIZE 65

void digest_bytes(const void *bytes, size_t length, char ret[DIGEST_SIZE]);

/* Of a regular file's content; anything else is refused as file_open_regular() does. */
int digest_file(const char *path, char ret[DIGEST_SIZE]);

/*
 * Of all regular files below a folder, whatever order readdir(3) gives them in:
 * SHA-256 over, for each file in bytewise order of its name relative to `path`,
 * the name, its size in decimal and the digest of its content, each ended by a
 * NUL.  Links, FIFOs, devices, empty folders, owners, modes and times do not count.
 */
int digest_tree(const char *path, char ret[DIGEST_SIZE]);

#endif
