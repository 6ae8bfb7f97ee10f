/*
 * JUnit XML in the two dialects that matter.
 *
 * Both: failure is the student's, error is ours, skipped is a requirement that was
 * not met; times have three decimals; (classname, name) is unique.  Jenkins'
 * schema (xunit plugin, junit-10.xsd) refuses a testcase with `file`, which
 * GitLab wants, to link the failure to the source.
 */
#ifndef PROCTOR_REPORT_JUNIT_XML_H
#define PROCTOR_REPORT_JUNIT_XML_H

#include "harness/report/report.h"

enum junit_dialect { JUNIT_JENKINS, JUNIT_GITLAB };

/* Writes the whole document. 0 or a negative errno. */
int junit_xml_write(const struct report *report, const struct report_style *style,
	enum junit_dialect dialect, FILE *out);

#endif
