/*
 * Whether a finding stands where a bug is (bug.h).
 *
 * It stands inside the patch when its line, or one of the further places that it names, is one
 * that a hunk of the patch covers, or is the line that the bug names as its cause.  A bug that
 * only takes lines away has no line left to be named: then the function counts that they are
 * missing in.
 */
#ifndef PROCTOR_STEPS_BUG_PLACE_H
#define PROCTOR_STEPS_BUG_PLACE_H

#include <stdbool.h>

#include "harness/core/finding.h"
#include "harness/steps/bug.h"

enum bug_place {
	BUG_ELSEWHERE,
	BUG_IN_FUNCTION, /* by a place in the function that lines are missing in */
	BUG_BY_PLACE, /* by a further place of the finding */
	BUG_BY_LINE, /* by the finding's own line */
};

/* `dir`: the patched sources.  `finding` may be NULL: there is none. */
enum bug_place bug_place_of(const struct bug *bug, const char *dir, const struct finding *finding);

#endif
