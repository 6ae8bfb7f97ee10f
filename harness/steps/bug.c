#include "harness/steps/bug.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/command.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/text.h"

enum { LARGEST = 1 << 20 };

static char *trimmed(const char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r", text[length - 1]))
		length--;
	return xasprintf("%.*s", (int)length, text);
}

static void take_lost(struct bug *bug, const char *value)
{
	cleanup_free char *copy = xstrdup(value);
	char *rest = copy;
	char *word;

	while ((word = strsep(&rest, ","))) {
		char *id = trimmed(word);

		if (!*id) {
			free(id);
			continue;
		}
		bug->lost = xreallocarray(bug->lost, bug->lost_count + 2, sizeof(*bug->lost));
		bug->lost[bug->lost_count++] = id;
		bug->lost[bug->lost_count] = NULL;
	}
}

/* "DEADLOCKED relay.c:41", "leak relay.c", "output". */
static void take_cause(struct bug *bug, const char *value)
{
	cleanup_free char *text = trimmed(value);
	char *place = strchr(text, ' ');
	char *colon;

	if (place) {
		*place++ = '\0';
		place += strspn(place, " ");
		colon = strrchr(place, ':');
		if (colon) {
			*colon = '\0';
			bug->line = (unsigned)strtoul(colon + 1, NULL, 10);
		}
	}
	free(bug->cause);
	free(bug->file);
	bug->cause = xstrdup(text);
	bug->file = xstrdup(place ? place : "");
}

static void take_head(struct bug *bug, const char *line)
{
	if (text_starts(line, "Subject:")) {
		free(bug->subject);
		bug->subject = trimmed(line + strlen("Subject:"));
	} else if (text_starts(line, "Expect-lost:")) {
		take_lost(bug, line + strlen("Expect-lost:"));
	} else if (text_starts(line, "Expect-cause:")) {
		take_cause(bug, line + strlen("Expect-cause:"));
	}
}

/* "@@ -12,7 +12,9 @@": where the hunk stands in the patched file. */
static void take_hunk(struct bug *bug, const char *file, const char *line)
{
	unsigned first = 0, count = 1;
	const char *plus = strchr(line, '+');

	if (!file || !plus || sscanf(plus, "+%u,%u", &first, &count) < 1)
		return;
	count -= count > 0;
	bug->spans = xreallocarray(bug->spans, bug->spans_count + 1, sizeof(*bug->spans));
	bug->spans[bug->spans_count++] = (struct bug_span){
		.file = xstrdup(file),
		.first = first,
		.last = count < UINT_MAX - first ? first + count : UINT_MAX,
	};
}

/* A hunk's lines, as they come. */
struct hunk {
	unsigned line; /* of the patched file, that comes next */
	struct buf taken, added; /* lines, without the blanks around them */
};

static void add_trimmed(struct buf *lines, const char *line)
{
	cleanup_free char *text = trimmed(line);

	if (*text)
		buf_printf(lines, "\n%s\n", text);
}

static void take_line(struct bug *bug, const char *file, struct hunk *hunk, const char *line)
{
	if (*line == '-') {
		add_trimmed(&hunk->taken, line + 1);
		bug->missing =
			xreallocarray(bug->missing, bug->missing_count + 1, sizeof(*bug->missing));
		bug->missing[bug->missing_count++] =
			(struct bug_span){ xstrdup(file), hunk->line, hunk->line };
		return;
	}
	if (*line == '+')
		add_trimmed(&hunk->added, line + 1);
	hunk->line++;
}

/* Whether each line that was added is one of those that were taken away. */
static bool only_takes(const struct hunk *hunk)
{
	cleanup_free char *copy = xstrdup(hunk->added.data);
	char *rest = copy, *line;

	while ((line = strsep(&rest, "\n"))) {
		cleanup_free char *whole = xasprintf("\n%s\n", line);

		if (*line && !strstr(hunk->taken.data, whole))
			return false;
	}
	return hunk->taken.length > 0;
}

static void parse(struct bug *bug, char *text)
{
	const char *file = NULL;
	struct hunk hunk = { .taken = BUF_INIT, .added = BUF_INIT };
	char *line;

	while ((line = strsep(&text, "\n"))) {
		if (text_starts(line, "+++ ")) {
			char *slash = strchr(line + 4, '/');

			file = slash ? slash + 1 : line + 4;
			line[strcspn(line, "\t")] = '\0';
		} else if (text_starts(line, "@@ ")) {
			take_hunk(bug, file, line);
			if (bug->spans_count)
				hunk.line = bug->spans[bug->spans_count - 1].first;
		} else if (file && bug->spans_count && !text_starts(line, "--- ")) {
			take_line(bug, file, &hunk, line);
		} else if (!file) {
			take_head(bug, line);
		}
	}
	bug->only_lacks = only_takes(&hunk);
	buf_release(&hunk.taken);
	buf_release(&hunk.added);
}

int bug_load(const char *path, struct bug *ret, struct buf *why)
{
	cleanup_buf struct buf text = BUF_INIT;
	struct bug bug = { .path = xstrdup(path), .name = file_basename(path) };
	int error = file_read(path, &text, LARGEST);

	if (error) {
		buf_printf(why, "%s: %s", path, strerror(-error));
		bug_release(&bug);
		return error;
	}
	bug.name[strlen(bug.name) - strlen(".patch")] = '\0';
	bug.subject = xstrdup("");
	bug.cause = xstrdup("");
	bug.file = xstrdup("");
	parse(&bug, text.data);
	if (bug.lost_count == 0 || !bug.subject[0] || !bug.cause[0] || bug.spans_count == 0) {
		buf_printf(why,
			"%s: wants Subject:, Expect-lost:, Expect-cause: and a unified diff", path);
		bug_release(&bug);
		return -EINVAL;
	}
	*ret = bug;
	return 0;
}

void bug_release(struct bug *bug)
{
	for (size_t i = 0; i < bug->lost_count; i++)
		free(bug->lost[i]);
	for (size_t i = 0; i < bug->spans_count; i++)
		free(bug->spans[i].file);
	for (size_t i = 0; i < bug->missing_count; i++)
		free(bug->missing[i].file);
	free(bug->lost);
	free(bug->spans);
	free(bug->missing);
	free(bug->name);
	free(bug->path);
	free(bug->subject);
	free(bug->cause);
	free(bug->file);
	*bug = (struct bug){ .name = NULL };
}

/* The solution itself, without the bugs and variants that lie beside it. */
static int copy_top_files(const char *from, const char *to)
{
	char **names = file_list(from);
	int error = names ? file_mkdir_p(to) : -errno;

	for (char **name = names; name && *name && !error; name++) {
		cleanup_free char *source = file_join(from, *name);
		cleanup_free char *target = file_join(to, *name);

		if (strcmp(*name, "bugs") == 0 || strcmp(*name, "variants") == 0)
			continue;
		error = file_is_dir(source) ? file_copy_tree(source, target)
					    : file_copy(source, target);
	}
	file_list_free(names);
	return error;
}

int bug_apply(const struct bug *bug, const char *reference, const char *dir, struct buf *why)
{
	const char *const argv[] = { "patch", "--batch", "--silent", "--forward", "--fuzz=0", "-p1",
		"--no-backup-if-mismatch", NULL };
	cleanup_buf struct buf output = BUF_INIT;
	cleanup_buf struct buf patch = BUF_INIT;
	int status = 0;
	int error = copy_top_files(reference, dir);

	if (!error)
		error = file_read(bug->path, &patch, LARGEST);
	if (!error)
		error = command_run(&(struct command){ .argv = argv,
					    .dir = dir,
					    .input = patch.data,
					    .input_length = patch.length },
			&output, &status);
	if (error)
		buf_printf(why, "%s: %s", bug->path, strerror(-error));
	else if (status != 0) {
		buf_printf(why, "%s does not apply: %s", bug->path, output.data);
		error = -EINVAL;
	}
	return error;
}

bool bug_touches(const struct bug *bug, const char *file, unsigned line)
{
	for (size_t i = 0; i < bug->spans_count; i++)
		if (strcmp(bug->spans[i].file, file) == 0 && line >= bug->spans[i].first &&
			line <= bug->spans[i].last)
			return true;
	return false;
}
