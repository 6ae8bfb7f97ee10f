#include "harness/cmd/results.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "harness/base/fault.h"
#include "harness/base/interrupt.h"
#include "harness/cmd/screen.h"
#include "harness/steps/paperwork.h"

int results_failed(int error, const char *why)
{
	if (interrupt_seen())
		return FAULT_EXIT_BROKEN;
	warn("%s", why);
	return error == -EINVAL || error == -ENOENT ? FAULT_EXIT_USAGE : FAULT_EXIT_BROKEN;
}

int results_print(const char *dir, const struct report_format *format, bool staff, bool kept)
{
	const struct report_style style = screen_style(staff);
	cleanup_buf struct buf why = BUF_INIT;
	struct report *report;
	int status;
	int error = paperwork_load(dir, &report, &why);

	if (error)
		return results_failed(error, why.data);
	status = report_exit(report);
	error = paperwork_print(report, format, &style, stdout, &why);
	if (error) {
		warn("%s", why.data);
		status = FAULT_EXIT_BROKEN;
	} else if (kept) {
		fprintf(stderr, "All evidence and every report: %s\n", dir);
	}
	report_free(report);
	return status;
}
