#include "harness/explore/explored.h"

#include <stdlib.h>

#include "harness/base/fault.h"

void explored_note(struct explored_fault *fault, const struct schedule_name *schedule,
	const struct session_result *result)
{
	decisions_release(&fault->decisions);
	fault->schedule = *schedule;
	fault->lengthy = decisions_take(&fault->decisions, result->arena) < 0;
}

static struct session_order order_of(
	const struct explored_fault *fault, const struct session_profile *profile)
{
	return fault->lengthy ? schedule_name_order(&fault->schedule, profile)
			      : schedule_order_again(&fault->decisions);
}

/* By the short run; processes may have other numbers there. */
static int tell(
	struct explored_fault *fault, struct trial *trial, const struct session_profile *profile)
{
	const struct session_order order = order_of(fault, profile);
	cleanup_buf struct buf text = BUF_INIT, story = BUF_INIT;
	int shows = trial_tell(trial, &order, &text, &story);

	if (shows <= 0)
		return shows;
	free(fault->text);
	fault->text = buf_steal(&text);
	fault->story = buf_steal(&story);
	return 0;
}

int explored_confirm(struct explored_fault *fault, struct trial *trial,
	const struct session_profile *profile, unsigned runs_most)
{
	const struct session_order order = order_of(fault, profile);
	int error, shows;

	trial->kind = fault->kind;
	trial->identity = fault->identity;
	fault->tries++;
	shows = trial_run(trial, &order, NULL);
	if (shows <= 0)
		return shows;
	fault->confirmed = true;
	error = trial_shorten(trial, &fault->decisions, runs_most);
	return error ? error : tell(fault, trial, profile);
}

bool explored_keep(
	const struct explored_fault *fault, const struct session_program *program, struct kept *ret)
{
	cleanup_buf struct buf name = BUF_INIT;

	if (!fault->confirmed || fault->lengthy)
		return false;
	schedule_name_add(&name, &fault->schedule);
	kept_begin(ret, program);
	ret->name = buf_steal(&name);
	ret->kind = fault->kind;
	ret->identity = fault->identity;
	ret->text = xstrdup(fault->text);
	decisions_copy(&ret->decisions, &fault->decisions);
	return true;
}

void explored_release(struct explored_fault *fault)
{
	free(fault->text);
	free(fault->story);
	decisions_release(&fault->decisions);
	*fault = (struct explored_fault){ .text = NULL };
}
