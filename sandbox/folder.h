/*
 * The private folder that isolation mode `plain` has instead of a root of its own.
 *
 * The paths that a caller of the box uses (/box, /tmp) lie in it, and are
 * translated wherever they are whole words: files put and fetched, working
 * folder, arguments, environment.  In the other modes a folder has the path ""
 * and every path stays as it is.
 */
#ifndef PROCTOR_SANDBOX_FOLDER_H
#define PROCTOR_SANDBOX_FOLDER_H

#include <stddef.h>

enum { FOLDER_PATH = 64 };

struct folder {
	char path[FOLDER_PATH]; /* "" where the box has a root of its own */
};

/* Makes one below the host's /tmp, for the caller's user alone. 0 or a negative errno. */
int folder_make(struct folder *ret);

/*
 * The path of the host for a path of the box, into `text`; itself when it needs
 * no translation or does not fit.
 */
const char *folder_path(const struct folder *folder, const char *path, char *text, size_t room);

/*
 * The same for a word of an environment or an option, NAME=VALUE: every part of VALUE that
 * stands between colons is translated.
 */
const char *folder_variable(const struct folder *folder, const char *word, char *text, size_t room);

/* The path of the box for a path of the host: what folder_path() did, undone. */
const char *folder_inside(const struct folder *folder, const char *path);

/*
 * Removes a tree, as its owner: folders that forbid it are opened up first,
 * however deep, however many.  No link is followed.  0 or a negative errno of
 * what could not be removed; what could is gone.
 */
int folder_remove(const char *path);

#endif
