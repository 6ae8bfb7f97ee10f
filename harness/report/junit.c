#include "harness/report/junit_xml.h"

static int write_junit(const struct report *report, const struct report_style *style, FILE *out)
{
	return junit_xml_write(report, style, JUNIT_JENKINS, out);
}

REGISTRY_ADD(report_formats, report_format) = {
	.name = "junit",
	.file = "junit.xml",
	.about = "JUnit XML as Jenkins' schema has it",
	.write = write_junit,
};
