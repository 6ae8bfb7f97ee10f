#include "harness/report/junit_xml.h"

static int write_gitlab(const struct report *report, const struct report_style *style, FILE *out)
{
	return junit_xml_write(report, style, JUNIT_GITLAB, out);
}

REGISTRY_ADD(report_formats, report_format) = {
	.name = "gitlab",
	.file = "gitlab.xml",
	.about = "JUnit XML as GitLab reads it, with the file of each failure",
	.write = write_gitlab,
};
