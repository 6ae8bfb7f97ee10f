#include "harness/report/class.h"

#include <string.h>

static const enum class_mark of_verdict[] = {
	[VERDICT_PASSED] = CLASS_FULL,
	[VERDICT_FAILED] = CLASS_LOST,
	[VERDICT_SKIPPED] = CLASS_SKIPPED,
	[VERDICT_BROKEN] = CLASS_BROKEN,
};

bool class_is_graded(const struct report_row *row)
{
	return row->state && strcmp(row->state, "graded") == 0;
}

char *const *class_items(const struct report_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].items && rows[i].items[0])
			return rows[i].items;
	return NULL;
}

bool class_find_item(const struct report_row *row, const char *item, size_t *ret)
{
	for (size_t i = 0; row->items && row->items[i]; i++) {
		if (strcmp(row->items[i], item) != 0)
			continue;
		*ret = i;
		return row->points != NULL;
	}
	return false;
}

/* Without a verdict an item that is worth nothing cannot be told to be lost. */
static enum class_mark of_points(double points, double worth)
{
	if (points >= worth)
		return CLASS_FULL;
	return points > 0 ? CLASS_PART : CLASS_LOST;
}

enum class_mark class_mark(const struct report_row *row, const char *item)
{
	enum class_mark mark;
	size_t i;

	if (!class_is_graded(row) || !class_find_item(row, item, &i))
		return CLASS_NONE;
	if (row->verdicts)
		mark = of_verdict[row->verdicts[i]];
	else if (row->worth)
		mark = of_points(row->points[i], row->worth[i]);
	else
		mark = row->points[i] > 0 ? CLASS_FULL : CLASS_LOST;
	return mark == CLASS_LOST && row->points[i] > 0 ? CLASS_PART : mark;
}
