/*
 * proctor list: which assignments there are.
 */
#include <errno.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/text.h"
#include "harness/cmd/options.h"
#include "harness/cmd/screen.h"
#include "harness/core/assignment.h"
#include "harness/core/home.h"
#include "harness/report/columns.h"

/* One line of the list. */
struct entry {
	char *word; /* what the other commands take: the ID of one of ours, else a path */
	char *title;
	char *mechanisms; /* "pipe, signal" */
};

struct listing {
	struct entry *entries;
	size_t count;
	bool some_unread; /* an assignment could not be read, and was told */
};

#define cleanup_listing __attribute__((cleanup(release)))

static void release(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++) {
		free(listing->entries[i].word);
		free(listing->entries[i].title);
		free(listing->entries[i].mechanisms);
	}
	free(listing->entries);
}

static char *join_mechanisms(const struct assignment *assignment)
{
	struct buf text = BUF_INIT;

	for (unsigned i = 0; i < assignment->mechanisms_count; i++)
		buf_printf(&text, "%s%s", i ? ", " : "", assignment->mechanisms[i]);
	return buf_steal(&text);
}

/* Adds the assignment in `dir`, when one is there. */
static bool add(struct listing *listing, const char *dir, bool ours)
{
	cleanup_free char *yaml = file_join(dir, "assignment.yaml");
	cleanup_buf struct buf why = BUF_INIT;
	struct assignment *assignment;

	if (!file_exists(yaml))
		return false;
	if (assignment_load(dir, &assignment, &why) < 0) {
		warn("%s", why.data);
		listing->some_unread = true;
		return true;
	}
	listing->entries =
		xreallocarray(listing->entries, listing->count + 1, sizeof(*listing->entries));
	listing->entries[listing->count++] = (struct entry){
		.word = xstrdup(ours ? assignment->id : dir),
		.title = xstrdup(assignment->title),
		.mechanisms = join_mechanisms(assignment),
	};
	assignment_free(assignment);
	return true;
}

/* All assignments in the folder, or the one that it is itself. 0 or a negative errno. */
static int gather(const char *folder, bool ours, struct listing *listing)
{
	char **names = file_list(folder);

	if (!names)
		return -errno;
	if (!add(listing, folder, ours))
		for (char **name = names; *name; name++) {
			cleanup_free char *dir = file_join(folder, *name);

			add(listing, dir, ours);
		}
	file_list_free(names);
	return 0;
}

static unsigned widest(const struct listing *listing, bool titles)
{
	unsigned most = 0;

	for (size_t i = 0; i < listing->count; i++) {
		const struct entry *entry = &listing->entries[i];
		unsigned columns = columns_of(titles ? entry->title : entry->word);

		if (columns > most)
			most = columns;
	}
	return most;
}

static void put_table(const struct listing *listing, struct buf *text)
{
	unsigned words = widest(listing, false);
	unsigned titles = widest(listing, true);

	for (size_t i = 0; i < listing->count; i++) {
		columns_cell(text, listing->entries[i].word, words, false);
		buf_adds(text, "  ");
		columns_cell(text, listing->entries[i].title, titles, false);
		buf_printf(text, "  %s\n", listing->entries[i].mechanisms);
	}
	buf_adds(text, "\n`proctor start` with one of these names makes a folder to work in.\n");
}

static void put_words(const struct listing *listing, struct buf *text)
{
	for (size_t i = 0; i < listing->count; i++)
		buf_printf(text, "%s\n", listing->entries[i].word);
}

static int run_list(int argc, char **argv)
{
	const struct verb *verb = verb_find("list");
	bool short_list = false;
	const struct option_spec specs[] = {
		{ "ids", 0, OPTION_FLAG, &short_list },
		{ NULL },
	};
	int first = options_parse(verb, argc, argv, specs, 0, 1);
	bool ours = first == argc;
	cleanup_free char *folder =
		ours ? file_join(home()->data, "assignments") : xstrdup(argv[first]);
	cleanup_listing struct listing listing = { .entries = NULL };
	cleanup_buf struct buf text = BUF_INIT;
	int error = gather(folder, ours, &listing);
	int status = FAULT_EXIT_FULL;

	if (error) {
		warn("cannot read the folder %s: %s", folder, strerror(-error));
		return FAULT_EXIT_USAGE;
	}
	if (listing.count == 0 && !listing.some_unread) {
		warn("%s: there is no assignment (a folder with an assignment.yaml) in it", folder);
		return FAULT_EXIT_USAGE;
	}
	if (short_list)
		put_words(&listing, &text);
	else if (listing.count)
		put_table(&listing, &text);
	status = screen_put(&text);
	return status ? status : listing.some_unread ? FAULT_EXIT_USAGE : FAULT_EXIT_FULL;
}

REGISTRY_ADD(verbs, verb) = {
	.name = "list",
	.usage = "list [--ids] [FOLDER]",
	.about = "show the assignments: ID, title, mechanisms",
	.help = "\n"
		"Without FOLDER the assignments that come with Proctor; with it, those in a "
		"folder\n"
		"of one's own. The first column is what the other commands take.\n"
		"\n"
		"      --ids   only the first column, for scripts\n"
		"\n"
		"Exit status: 0; 2 when the folder or some assignment in it cannot be read.\n",
	.run = run_list,
};
