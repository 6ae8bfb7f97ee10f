/*
 * The four verdicts, for a scenario and for a rubric item alike.
 */
#ifndef PROCTOR_CORE_VERDICT_H
#define PROCTOR_CORE_VERDICT_H

enum verdict {
	VERDICT_PASSED,
	VERDICT_FAILED, /* the student's: the points are lost */
	VERDICT_SKIPPED, /* a prerequisite failed: the points are lost there and here */
	VERDICT_BROKEN, /* ours: never costs points, somebody must look */
};

/* "passed", "failed", "skipped", "broken". */
const char *verdict_name(enum verdict verdict);

/* The verdict of that name; 0, or -EINVAL for no such name. */
int verdict_parse(const char *name, enum verdict *ret);

#endif
