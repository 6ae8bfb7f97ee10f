/*
 * The second step: from source/ to programs, in a box.
 *
 * Reads collect.jsonl; writes build.jsonl and build/plain/PROGRAM.  A compile
 * error is a result.  One line for each program and build:
 *
 *	{ "build": "plain", "program": "relay", "verdict": "passed|failed|broken",
 *	  "command": "gcc …", "outcome": "EXITED(1)", "output": "…", "reason": "…",
 *	  "diagnostics": [ { "file": "relay.c", "line": 3, "column": 9,
 *	                     "severity": "error|warning", "message": "…" } ] }
 *
 * and one that says which synchronisation the sources use beyond what
 * Helgrind knows (DESIGN section 10):
 *
 *	{ "build": "edges", "atomics": false, "assembly": false }
 */
#ifndef PROCTOR_STEPS_BUILD_H
#define PROCTOR_STEPS_BUILD_H

#include "harness/base/buf.h"
#include "harness/core/assignment.h"
#include "harness/core/verdict.h"

int build(const struct assignment *assignment, const char *dir, struct buf *why);

/*
 * What build.jsonl says as a whole: passed, failed, or broken, with a reason
 * for people when it is not passed (caller frees).
 */
int build_verdict(const char *dir, enum verdict *ret, char **ret_reason, struct buf *why);

#endif
