/*
 * What an analyser says: one line of analyse.jsonl.
 *
 *	{ "analyser": "helgrind", "kind": "race", "file": "bank.c", "line": 31,
 *	  "function": "transfer", "message": "…", "hint": "…", "read": "…",
 *	  "places": "bank.c:44\nbank.c:90", "scenario": "threads/…", "story": "step by step",
 *	  "repeat": "command to see it again", "confirmed": true }
 *
 * The kinds are a closed list so that rubrics can be checked against it
 * (finding_kinds).  "subject" is there where a line or a function is not always known, and tells
 * faults of a kind apart wherever they stand: "SIGNALLED(13)".  A finding that is not `confirmed`
 *is evidence for staff and never costs a point.
 */
#ifndef PROCTOR_CORE_FINDING_H
#define PROCTOR_CORE_FINDING_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/base/buf.h"

struct finding {
	char *analyser; /* who says it */
	char *kind; /* one of finding_kinds */
	char *file; /* the student's file, as submitted; "" when unknown */
	unsigned line; /* 0 when unknown */
	char *function; /* "" when unknown */
	char *subject; /* what else tells it from others of its kind; "" for nothing */
	/*
	 * Further places that the message names, the most telling first, apart by newlines:
	 * "FILE:LINE"; "" for none.
	 */
	char *places;
	char *message; /* what is wrong, one or more sentences */
	char *hint; /* how to mend it; "" for none */
	char *read; /* manual page; "" for none */
	char *scenario; /* where it was seen; "" for none */
	char *story; /* how it comes to it, a line a step; "" for none */
	char *repeat; /* a command that shows it again; "" for none */
	bool confirmed;
};

struct findings {
	struct finding *list;
	size_t count;
};

#define FINDINGS_INIT                                                                              \
	{                                                                                          \
		.list = NULL                                                                       \
	}
#define cleanup_findings __attribute__((cleanup(findings_release)))

/* One kind of fault. */
struct finding_kind {
	const char *name; /* as in rubrics and JSON: "race" */
	const char *about; /* a few words for people: "data race" */
	bool explains; /* it only says where something comes from: no rubric may count it */
};

/* All kinds, the most severe first: what to look at before the others. Ends with a NULL name. */
extern const struct finding_kind finding_kinds[];

/* The kind of that name, or NULL. */
const struct finding_kind *finding_kind(const char *name);

void findings_release(struct findings *findings);

/*
 * Appends a copy of `finding` (NULL texts count as ""), unless one of the same
 * analyser, kind, file, line, function and subject, seen in the same scenario, is there.
 * A confirmed one takes the place of one that is not.
 */
void findings_add(struct findings *findings, const struct finding *finding);

/*
 * Whether both tell of the same kind of fault on the same subject, or, without one, at the
 * same file:line, or, where no line is known, in the same function; whoever says it and wherever it
 * was seen: several analysers that see one race see one fault (core/faults.h).
 */
bool finding_same_fault(const struct finding *a, const struct finding *b);

/*
 * findings_from_json() keeps every line, in order.  0, or -EBADMSG with a
 * sentence in `why`.
 */
json_t *finding_to_json(const struct finding *finding);
int findings_from_json(const json_t *lines, struct findings *ret, struct buf *why);

#endif
