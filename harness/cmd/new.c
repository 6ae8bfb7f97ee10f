/*
 * proctor new: an assignment of one's own, small but whole, to be changed.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/cmd/options.h"
#include "harness/cmd/screen.h"
#include "harness/core/home.h"

/* What stands for the ID in the template's files. */
#define PLACEHOLDER "@ID@"

enum { LARGEST_FILE = 1 << 20, LONGEST_ID = 40 };

/* The ID becomes names of files and the word that students type. */
static bool is_id(const char *id)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

	return *id && strchr(letters, *id) && !id[strspn(id, allowed)] && strlen(id) <= LONGEST_ID;
}

static void fill_in(struct buf *into, const char *text, const char *id)
{
	const char *place;

	while ((place = strstr(text, PLACEHOLDER))) {
		buf_add(into, text, (size_t)(place - text));
		buf_adds(into, id);
		text = place + strlen(PLACEHOLDER);
	}
	buf_adds(into, text);
}

static int copy_file(const char *from, const char *to, const char *id)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_buf struct buf filled = BUF_INIT;
	int error = file_read(from, &text, LARGEST_FILE);

	if (error)
		return error;
	fill_in(&filled, text.data, id);
	return file_write(to, filled.data, filled.length);
}

static int copy_folder(const char *from, const char *to, const char *id)
{
	char **names = file_list(from);
	int error = names ? file_mkdir_p(to) : -errno;

	for (char **name = names; name && *name && !error; name++) {
		cleanup_free char *source = file_join(from, *name);
		cleanup_free char *target = file_join(to, *name);

		error = file_is_dir(source) ? copy_folder(source, target, id)
					    : copy_file(source, target, id);
	}
	file_list_free(names);
	return error;
}

/* Whether the folder can be made: it is not there, or is an empty folder. */
static bool is_free(const char *dir)
{
	char **names = file_list(dir);
	bool is_empty = names && !*names;
	struct stat status;

	file_list_free(names);
	return is_empty || (lstat(dir, &status) < 0 && errno == ENOENT);
}

/* Made beside its place and renamed, so that there is all of it or nothing. */
static int make(const char *id, const char *dir)
{
	cleanup_free char *template = file_join(home()->data, "templates/assignment");
	cleanup_free char *part = xasprintf("%s.part%d", dir, (int)getpid());
	int error = copy_folder(template, part, id);

	if (!error && rename(part, dir) < 0)
		error = -errno;
	if (error) {
		warn("cannot make %s: %s", dir, strerror(-error));
		file_remove_tree(part);
	}
	return error;
}

static int tell_next(const char *id, const char *dir)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_free char *path = strchr(dir, '/') ? xstrdup(dir) : xasprintf("./%s", dir);
	cleanup_free char *starter = xasprintf("%s/starter", path);
	cleanup_free char *typed = screen_word(path);
	cleanup_free char *typed_starter = screen_word(starter);

	buf_printf(&text,
		"The assignment %s is in %s:\n"
		"  assignment.yaml     how submissions are built and run\n"
		"  handout.md          what students read\n"
		"  starter/            what students begin with\n"
		"  scenarios.c         the situations that a submission must handle\n"
		"  rubric.yaml         points and wording\n"
		"  reference/          a right answer, other right answers (variants/) and\n"
		"                      known mistakes (bugs/*.patch) with what each must lose\n",
		id, dir);
	buf_printf(&text,
		"\nIt is a small example that works. Try it, then change it piece by piece:\n"
		"  proctor validate %s\n"
		"  proctor grade %s %s\n"
		"proctor-assignment(5) is the manual of these files.\n",
		typed, typed, typed_starter);
	return screen_put(&text);
}

static int run_new(int argc, char **argv)
{
	const struct verb *verb = verb_find("new");
	int first = options_parse(verb, argc, argv, (struct option_spec[]){ { NULL } }, 1, 2);
	const char *id = argv[first];
	cleanup_free char *dir = xstrdup(first + 1 < argc ? argv[first + 1] : id);
	size_t length = strlen(dir);

	if (!is_id(id))
		options_refuse(verb,
			"an ID is lower-case letters, digits and '-', begins with a letter and has "
			"at most %d of them, not '%s'",
			LONGEST_ID, id);
	while (length > 1 && dir[length - 1] == '/')
		dir[--length] = '\0';
	if (!is_free(dir)) {
		warn("%s is there already; nothing was made", dir);
		return FAULT_EXIT_USAGE;
	}
	if (make(id, dir) < 0)
		return FAULT_EXIT_BROKEN;
	return tell_next(id, dir);
}

REGISTRY_ADD(verbs, verb) = {
	.name = "new",
	.usage = "new ID [DIR]",
	.about = "make an assignment of one's own from a working example",
	.help = "\n"
		"Makes DIR (default: ./ID) with everything that an assignment consists of: a\n"
		"small example, full of comments, for which `proctor validate` holds at once.\n"
		"DIR must not be there, or be empty.\n"
		"\n"
		"Exit status: 0; 2 when the ID or DIR will not do; 3 when it cannot be written.\n",
	.run = run_new,
};
