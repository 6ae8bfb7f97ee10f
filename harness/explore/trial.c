#include "harness/explore/trial.h"

#include <string.h>

#include "explorer/choice.h"
#include "explorer/strategy.h"
#include "harness/base/fault.h"
#include "harness/explore/schedule_name.h"
#include "harness/explore/story.h"

/* A run, and what it has shown; on 1 the result is to be released. */
static int make(struct trial *trial, const struct session_order *order,
	struct session_result *ret_result, struct sightings *ret_sightings,
	const struct sighting **ret)
{
	int error = session_run(trial->session, order, ret_result);

	trial->runs++;
	if (error)
		return error;
	sightings_take(ret_sightings, trial->lines, ret_result, trial->plain_status);
	*ret = sightings_find(ret_sightings, trial->kind, trial->identity);
	if (!*ret)
		session_result_release(ret_result);
	return *ret != NULL;
}

int trial_run(struct trial *trial, const struct session_order *order, struct decisions *ret_taken)
{
	const struct sighting *sighting = NULL;
	struct session_result result;
	struct sightings sightings;
	int shows = make(trial, order, &result, &sightings, &sighting);

	if (shows <= 0)
		return shows;
	if (ret_taken && decisions_take(ret_taken, result.arena) < 0)
		shows = 0;
	session_result_release(&result);
	return shows;
}

int trial_tell(
	struct trial *trial, const struct session_order *order, struct buf *text, struct buf *story)
{
	enum { STORY_LINES = 40 };
	const struct sighting *sighting = NULL;
	struct session_result result;
	struct sightings sightings;
	int shows = make(trial, order, &result, &sightings, &sighting);

	if (shows <= 0)
		return shows;
	sighting_tell(text, sighting, trial->lines, &result, trial->plain_status);
	story_tell(story, trial->lines, &result, sighting, STORY_LINES);
	session_result_release(&result);
	return shows;
}

/* All but those from `from` on, `count` of them (the caller frees). */
static void leave_out(
	struct decisions *ret, const struct decisions *all, uint32_t from, uint32_t count)
{
	decisions_copy(ret, all);
	memmove(ret->list + from, ret->list + from + count,
		(all->count - from - count) * sizeof(*ret->list));
	ret->count -= count;
}

/* Where the run still shows the fault, its own decisions take the place of what there were. */
static int try_without(
	struct trial *trial, struct decisions *decisions, uint32_t from, uint32_t count)
{
	cleanup_decisions struct decisions fewer = DECISIONS_INIT;
	struct decisions taken;
	struct session_order order;
	int shows;

	leave_out(&fewer, decisions, from, count);
	order = schedule_order_again(&fewer);
	shows = trial_run(trial, &order, &taken);
	if (shows <= 0)
		return shows;
	/* Others may have come up instead: that would go on for ever. */
	if (taken.count >= decisions->count) {
		decisions_release(&taken);
		return 0;
	}
	decisions_release(decisions);
	*decisions = taken;
	return 1;
}

/* One round with pieces of a size, from the end: what comes after the fault goes first. */
static int leave_out_pieces(
	struct trial *trial, struct decisions *decisions, uint32_t size, unsigned runs_most)
{
	uint32_t end = decisions->count;
	bool any = false;

	while (end > 0 && trial->runs < runs_most) {
		uint32_t from = end > size ? end - size : 0;
		int left_out = try_without(trial, decisions, from, end - from);

		if (left_out < 0)
			return left_out;
		any |= left_out;
		end = from < decisions->count ? from : decisions->count;
	}
	return any;
}

/* What the kernel may do beside and need not do for the fault to show is left out, too. */
static int leave_out_choices(struct trial *trial, struct decisions *decisions)
{
	static const uint32_t choices[] = { CHOICE_PARTS, CHOICE_SMALL };

	for (size_t i = 0; i < sizeof(choices) / sizeof(*choices); i++) {
		struct session_order order = schedule_order_again(decisions);
		struct circumstances fewer = decisions->circumstances;
		struct decisions taken;
		int shows;

		if (!(fewer.choices & choices[i]))
			continue;
		fewer.choices &= ~choices[i];
		order.circumstances = &fewer;
		shows = trial_run(trial, &order, &taken);
		if (shows < 0)
			return shows;
		if (shows == 0)
			continue;
		decisions_release(decisions);
		*decisions = taken;
	}
	return 0;
}

int trial_shorten(struct trial *trial, struct decisions *decisions, unsigned runs_most)
{
	uint32_t size = decisions->count;
	int error = runs_most > 0 ? leave_out_choices(trial, decisions) : 0;

	if (error)
		return error;
	runs_most += trial->runs;
	while (decisions->count > 0 && trial->runs < runs_most) {
		int any;

		if (size > decisions->count)
			size = decisions->count;
		any = leave_out_pieces(trial, decisions, size, runs_most);
		if (any < 0)
			return any;
		if (size == 1 && !any)
			break;
		size = size > 1 ? size / 2 : 1;
	}
	return 0;
}
