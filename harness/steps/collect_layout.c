/*
 * From the names that were handed in to those that are stored: a pure function.
 * It does not depend on the order in which the files came, and a name that was safe
 * from the start is never the one that has to give way.
 */
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/steps/collect_intake.h"
#include "harness/steps/collect_name.h"

/* The files below one folder that begin with the same component. */
struct group {
	const char *name; /* in the first file's `was`, not terminated */
	size_t length;
	bool folder; /* more components follow */
	char *base; /* `name` made safe, what others may come to as well */
	char *safe; /* told apart from all others; NULL: none yet */
	unsigned number; /* by which; 0: it was safe from the start */
	struct collect_file *files;
	size_t count;
};

static int by_was(const void *a, const void *b)
{
	return strcmp(((const struct collect_file *)a)->was, ((const struct collect_file *)b)->was);
}

static int by_stored(const void *a, const void *b)
{
	return strcmp(
		((const struct collect_file *)a)->stored, ((const struct collect_file *)b)->stored);
}

static int by_name(const void *a, const void *b)
{
	const struct collect_left *left = a, *right = b;
	int order = strcmp(left->name, right->name);

	return order ? order : strcmp(left->why, right->why);
}

static bool is_free(const struct group *groups, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (groups[i].safe && !strcmp(groups[i].safe, name))
			return false;
	return true;
}

static void keep_safe_names(struct group *groups, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct group *group = &groups[i];

		group->base = collect_name_safe(group->name, group->length);
		if (strlen(group->base) == group->length &&
			!memcmp(group->base, group->name, group->length) &&
			is_free(groups, count, group->base))
			group->safe = xstrdup(group->base);
	}
}

/* The last number that went to this base: to count from 1 each time would take a cube of steps. */
static unsigned last_number(const struct group *groups, size_t before, const char *base)
{
	while (before-- > 0)
		if (groups[before].number && !strcmp(groups[before].base, base))
			return groups[before].number;
	return 0;
}

static void name_groups(struct group *groups, size_t count)
{
	keep_safe_names(groups, count);
	for (size_t i = 0; i < count; i++) {
		struct group *group = &groups[i];
		unsigned number = last_number(groups, i, group->base);
		char *name = NULL;

		if (group->safe)
			continue;
		do {
			free(name);
			name = ++number == 1 ? xstrdup(group->base)
					     : collect_name_numbered(group->base, number);
		} while (!is_free(groups, count, name));
		group->safe = name;
		group->number = number;
	}
}

/* Sorted by `was`, all that begin with the same component and slash stand together. */
static size_t make_groups(
	struct collect_file *files, size_t count, size_t offset, struct group *groups)
{
	size_t made = 0;

	for (size_t i = 0; i < count; i++) {
		const char *name = files[i].was + offset;
		size_t length = strcspn(name, "/");
		struct group *last = made ? &groups[made - 1] : NULL;

		if (last && last->folder && !strncmp(name, last->name, last->length + 1))
			last->count++;
		else
			groups[made++] = (struct group){
				.name = name,
				.length = length,
				.folder = name[length] == '/',
				.files = &files[i],
				.count = 1,
			};
	}
	return made;
}

/* Names the files below one folder; it begins at `offset` and is stored as `prefix`. */
static void name_files(struct collect_file *files, size_t count, size_t offset, const char *prefix)
{
	cleanup_free struct group *groups = xcalloc(count, sizeof(*groups));
	size_t made = make_groups(files, count, offset, groups);

	name_groups(groups, made);
	for (size_t i = 0; i < made; i++) {
		cleanup_free char *stored = xasprintf("%s%s", prefix, groups[i].safe);
		cleanup_free char *below = xasprintf("%s/", stored);

		if (groups[i].folder)
			name_files(groups[i].files, groups[i].count, offset + groups[i].length + 1,
				below);
		else
			groups[i].files->stored = steal_pointer(stored);
		free(groups[i].base);
		free(groups[i].safe);
	}
}

/* Bytes of the first component with its slash when all files share it, else 0. */
static size_t shared(const struct collect_intake *in, size_t offset)
{
	const char *first = in->files[0].was + offset;
	size_t length = strcspn(first, "/") + 1;

	if (first[length - 1] != '/')
		return 0;
	for (size_t i = 1; i < in->files_count; i++)
		if (strncmp(in->files[i].was + offset, first, length))
			return 0;
	return length;
}

static void strip(struct collect_intake *in)
{
	size_t offset = 0;

	for (size_t more = shared(in, offset); more; more = shared(in, offset))
		offset += more;
	if (!offset)
		return;
	in->top = xasprintf("%.*s", (int)offset - 1, in->files[0].was);
	for (size_t i = 0; i < in->files_count; i++) {
		char *rest = xstrdup(in->files[i].was + offset);

		free(in->files[i].was);
		in->files[i].was = rest;
	}
}

/* Archives may list the files of a folder in any order, so that it is noted more than once. */
static void sort_left_out(struct collect_intake *in)
{
	size_t kept = 0;

	if (in->left_count > 1)
		qsort(in->left, in->left_count, sizeof(*in->left), by_name);
	for (size_t i = 0; i < in->left_count; i++) {
		if (kept && by_name(&in->left[kept - 1], &in->left[i]) == 0)
			free(in->left[i].name);
		else
			in->left[kept++] = in->left[i];
	}
	in->left_count = kept;
}

void collect_layout(struct collect_intake *in)
{
	sort_left_out(in);
	if (!in->files_count)
		return;
	strip(in);
	qsort(in->files, in->files_count, sizeof(*in->files), by_was);
	name_files(in->files, in->files_count, 0, "");
	qsort(in->files, in->files_count, sizeof(*in->files), by_stored);
}
