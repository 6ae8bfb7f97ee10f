/*
 * A failing schedule that is kept: what was run, the decisions that make the run, and what it
 * shows.  It depends on no strategy and no random number, only on the program.
 *
 *	{ "schedule": 1, "program": ["./locks", "4"], "folder": "/home/ada/locks",
 *	  "input": "lines.txt", "digest": "5f1c…", "name": "pct:81985529216486895:212",
 *	  "kind": "deadlock", "identity": "9c4be1…", "text": "…",
 *	  "decisions": [[0, 4, "next", 1], [1, 2, "choice", 1]] }
 *
 * A decision is the task that held the token, how many points it had come to before, and which
 * task went on or which choice was made (explorer/decision.h).
 */
#ifndef PROCTOR_EXPLORE_KEPT_H
#define PROCTOR_EXPLORE_KEPT_H

#include <jansson.h>

#include "harness/base/digest.h"
#include "harness/explore/decisions.h"
#include "harness/explore/sighting.h"

struct kept {
	char **argv; /* NULL-terminated; with its words owned, as all texts are */
	char *folder; /* where it is run, and where relative names begin */
	char *input; /* NULL: /dev/null */
	bool piped; /* it came through a pipe */
	enum session_leaver leaver;
	unsigned leaving_process;
	bool sigpipe_is_fault;
	char digest[DIGEST_SIZE]; /* of the program's file; "": it could not be read */
	char *name; /* of the schedule that showed it first, for people */
	enum fault_kind_explored kind;
	uint64_t identity;
	char *text;
	struct decisions decisions;
};

#define KEPT_INIT                                                                                  \
	{                                                                                          \
		.argv = NULL                                                                       \
	}
#define cleanup_kept __attribute__((cleanup(kept_release)))

void kept_release(struct kept *kept);

/* Whether the program's file is the one that the schedule was kept of. */
bool kept_is_of(const struct kept *kept);

/*
 * Of a program that runs now, in the folder that is ours where it names none: what it is,
 * and its file's digest.  What is shown by it is for the caller to fill in.
 */
void kept_begin(struct kept *ret, const struct session_program *program);

/* The program again: borrows everything. */
struct session_program kept_program(const struct kept *kept, const char *library);

/*
 * As JSON, and back: whoever wrote it.  0, or -EBADMSG with a sentence in `why`.
 */
json_t *kept_to_json(const struct kept *kept);
int kept_from_json(const json_t *json, struct kept *ret, struct buf *why);

/*
 * A file, written as a whole; read at most 1 MiB.  A relative folder in it begins at the file's
 * own, and has been made whole afterwards.
 */
int kept_save(const struct kept *kept, const char *path);
int kept_load(const char *path, struct kept *ret, struct buf *why);

#endif
