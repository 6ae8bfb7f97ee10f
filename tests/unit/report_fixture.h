/*
 * Graded submissions to write reports of, judged and scored as the steps do it.
 */
#ifndef PROCTOR_TESTS_UNIT_REPORT_FIXTURE_H
#define PROCTOR_TESTS_UNIT_REPORT_FIXTURE_H

#include "harness/report/report.h"

/* Item ids and what becomes of them in report_fixture(). */
enum {
	FIXTURE_BUILDS, /* passed, 10 */
	FIXTURE_LINES, /* passed, 20 */
	FIXTURE_EOF, /* failed: two scenarios deadlock in the same way, 0 of 15 */
	FIXTURE_OUTPUT, /* failed, shared: 2 of 3 scenarios passed, 6.67 of 10 */
	FIXTURE_RACES, /* failed by a race that two analysers tell, 0 of 20 */
	FIXTURE_SIGPIPE, /* skipped, 0 of 10 */
	FIXTURE_LIMITS, /* broken, 10 of 10 */
	FIXTURE_SECRET, /* staff only, failed, 0 of 5 */
	FIXTURE_BONUS, /* extra credit, passed, 5 */
	FIXTURE_ITEMS,
};

/*
 * Every verdict, a deduction of 2 points, a finding that costs nothing, one that is not
 * confirmed, and texts that break careless writers.  49.67 of 100 points.
 */
struct report *report_fixture(void);

/* All passed: 105 of 100 points. */
struct report *report_fixture_full(void);

/* A submission that does not compile. */
struct report *report_fixture_unbuilt(void);

/* What the format writes (caller frees). */
char *report_fixture_write(
	const struct report *report, const char *format, struct report_style style);

#endif
