/*
 * proctor start: a folder to work in, with the handout and the starter.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/text.h"
#include "harness/cmd/homework.h"
#include "harness/cmd/options.h"
#include "harness/cmd/results.h"
#include "harness/cmd/screen.h"
#include "harness/core/assignment.h"

/* One file to copy. */
struct piece {
	char *from;
	char *name; /* below the new folder */
};

struct pieces {
	struct piece *list;
	size_t count;
};

#define cleanup_pieces __attribute__((cleanup(release)))

static void release(struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->count; i++) {
		free(pieces->list[i].from);
		free(pieces->list[i].name);
	}
	free(pieces->list);
}

static void add(struct pieces *pieces, const char *from, const char *name)
{
	pieces->list = xreallocarray(pieces->list, pieces->count + 1, sizeof(*pieces->list));
	pieces->list[pieces->count++] = (struct piece){ xstrdup(from), xstrdup(name) };
}

/* Every regular file below `folder`; `below` is what its name begins with, or NULL. */
static void add_folder(struct pieces *pieces, const char *folder, const char *below)
{
	char **names = file_list(folder);

	for (char **name = names; name && *name; name++) {
		cleanup_free char *from = file_join(folder, *name);
		cleanup_free char *to = file_join(below, *name);
		struct stat status;

		if (lstat(from, &status) < 0)
			continue;
		if (S_ISDIR(status.st_mode))
			add_folder(pieces, from, to);
		else if (S_ISREG(status.st_mode))
			add(pieces, from, to);
	}
	file_list_free(names);
}

/* Names each file that is there already; nothing of a student's is ever overwritten. */
static bool is_free(const struct pieces *pieces, const char *dir)
{
	cleanup_buf struct buf taken = BUF_INIT;

	for (size_t i = 0; i < pieces->count; i++) {
		cleanup_free char *to = file_join(dir, pieces->list[i].name);
		struct stat status;

		if (lstat(to, &status) == 0)
			buf_printf(&taken, "%s%s", taken.length ? ", " : "", pieces->list[i].name);
	}
	if (taken.length)
		warn("in %s there is already: %s; nothing was copied", dir, taken.data);
	return taken.length == 0;
}

static int copy_piece(const struct piece *piece, const char *dir)
{
	cleanup_free char *to = file_join(dir, piece->name);
	cleanup_free char *folder = xstrdup(to);
	struct stat status;
	int error;

	*strrchr(folder, '/') = '\0';
	error = file_mkdir_p(folder);
	if (!error)
		error = file_copy(piece->from, to);
	/* An installed starter may be read-only; the student's copy is to be edited. */
	if (!error && stat(to, &status) == 0)
		chmod(to, (status.st_mode & 0777) | S_IWUSR);
	return error;
}

/* All of it or nothing. */
static int copy_all(const struct pieces *pieces, const char *dir, const char *assignment)
{
	size_t done = 0;
	int error = file_mkdir_p(dir);

	if (error) {
		warn("cannot make the folder %s: %s", dir, strerror(-error));
		return error;
	}
	for (; done < pieces->count && !error; done++) {
		const struct piece *piece = &pieces->list[done];

		/* The last piece is our own note, which has no original. */
		error = *piece->from ? copy_piece(piece, dir) : homework_write(dir, assignment);
		if (error)
			warn("cannot write %s/%s: %s", dir, piece->name, strerror(-error));
	}
	for (size_t i = 0; error && i < done; i++) {
		cleanup_free char *to = file_join(dir, pieces->list[i].name);

		unlink(to);
	}
	return error;
}

static int tell_next(
	const struct assignment *assignment, const struct pieces *pieces, const char *dir)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_free char *typed = screen_word(dir);

	buf_printf(&text, "%s: %s\n\nNow in %s:\n", assignment->id, assignment->title, dir);
	for (size_t i = 0; i + 1 < pieces->count; i++)
		buf_printf(&text, "  %-16s %s\n", pieces->list[i].name,
			strcmp(pieces->list[i].name, "handout.md") == 0
				? "what to write: read this first"
				: "to begin with");
	buf_printf(&text,
		"\nNext:\n  cd %s\n"
		"  proctor check      tells what works and what to look at, "
		"as often as you like\n",
		typed);
	return screen_put(&text);
}

/* What other commands find the assignment by: its ID, or a path that holds from anywhere. */
static char *lasting_name(const char *name, const char *dir)
{
	return strchr(name, '/') || strcmp(name, ".") == 0 ? realpath(dir, NULL) : xstrdup(name);
}

static int start(const char *name, const struct assignment *assignment, const char *dir)
{
	cleanup_pieces struct pieces pieces = { .list = NULL };
	cleanup_free char *lasting = lasting_name(name, assignment->paths.dir);

	if (!lasting)
		die("cannot find %s: %s", assignment->paths.dir, strerror(errno));
	if (file_exists(assignment->paths.handout))
		add(&pieces, assignment->paths.handout, "handout.md");
	add_folder(&pieces, assignment->paths.starter, NULL);
	if (pieces.count == 0) {
		warn("%s: the assignment has neither a handout nor a starter",
			assignment->paths.dir);
		return FAULT_EXIT_USAGE;
	}
	add(&pieces, "", HOMEWORK_FILE);
	if (!is_free(&pieces, dir))
		return FAULT_EXIT_USAGE;
	if (copy_all(&pieces, dir, lasting) < 0)
		return FAULT_EXIT_BROKEN;
	return tell_next(assignment, &pieces, dir);
}

static int run_start(int argc, char **argv)
{
	const struct verb *verb = verb_find("start");
	int first = options_parse(verb, argc, argv, (struct option_spec[]){ { NULL } }, 1, 2);
	cleanup_free char *folder = NULL;
	cleanup_buf struct buf why = BUF_INIT;
	struct assignment *assignment;
	int error = homework_assignment(argv[first], &assignment, &why);
	int status;

	if (error)
		return results_failed(error, why.data);
	folder = xstrdup(first + 1 < argc ? argv[first + 1] : assignment->id);
	status = start(argv[first], assignment, folder);
	assignment_free(assignment);
	return status;
}

REGISTRY_ADD(verbs, verb) = {
	.name = "start",
	.usage = "start ID|PATH [DIR]",
	.about = "begin an assignment: a folder with handout and starter",
	.help = "\n"
		"Copies the handout and the starter into DIR (default: ./ID). Nothing that is\n"
		"there already is ever overwritten. The folder remembers its assignment in the\n"
		"file .proctor, so `proctor check` in it needs no argument.\n"
		"\n"
		"Exit status: 0; 2 when a file is in the way or there is no such assignment.\n",
	.run = run_start,
};
