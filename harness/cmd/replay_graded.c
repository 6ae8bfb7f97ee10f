#include "harness/cmd/replay_graded.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/cmd/screen.h"
#include "harness/core/home.h"
#include "harness/explore/kept.h"
#include "harness/report/paper.h"
#include "harness/steps/workshop.h"

/* Where things lie in the box: proctor finds its library as where it is installed. */
#define INSIDE "/tmp/replay"
#define INSIDE_PROCTOR INSIDE "/bin/proctor"
#define INSIDE_LIBRARY INSIDE "/lib/proctor/explorer/libtsan.so"
#define INSIDE_SCHEDULE INSIDE "/1.schedule"
#define INSIDE_INPUT INSIDE "/input"

/* One line of an explored/SUITE.NAME/found.jsonl that tells something wrong. */
struct found {
	char *folder; /* that it lies in; owned */
	const char *scenario; /* last part of it: SUITE.NAME */
	json_t *head, *line; /* owned */
};

struct founds {
	struct found *list;
	size_t count;
};

#define cleanup_founds __attribute__((cleanup(release)))

static void release(struct founds *founds)
{
	for (size_t i = 0; i < founds->count; i++) {
		free(founds->list[i].folder);
		json_decref(founds->list[i].head);
		json_decref(founds->list[i].line);
	}
	free(founds->list);
}

/*** what there is ***/

/* An end that is wrong is told once for a scenario, as in the report. */
static bool is_told(const json_t *line, bool *wrong_told)
{
	if (json_object_get(line, "fault"))
		return true;
	if (!*jsonl_string(line, "wrong", "") || *wrong_told)
		return false;
	*wrong_told = true;
	return true;
}

static void add(struct founds *founds, const char *folder, json_t *head, json_t *line)
{
	struct found *found;

	founds->list = xreallocarray(founds->list, founds->count + 1, sizeof(*founds->list));
	found = &founds->list[founds->count++];
	*found = (struct found){
		.folder = xstrdup(folder),
		.head = json_incref(head),
		.line = json_incref(line),
	};
	found->scenario = strrchr(found->folder, '/') + 1;
}

static int read_folder(struct founds *founds, const char *folder)
{
	cleanup_free char *path = file_join(folder, "found.jsonl");
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_json json_t *lines = NULL;
	bool wrong_told = false;
	json_t *line;
	size_t i;

	if (!file_exists(path))
		return 0;
	if (jsonl_load(path, &lines, &why) < 0) {
		warn("%s", why.data);
		return -EBADMSG;
	}
	json_array_foreach(lines, i, line)
	{
		if (i > 0 && is_told(line, &wrong_told))
			add(founds, folder, json_array_get(lines, 0), line);
	}
	return 0;
}

/* False: there is no such folder, or it cannot be read, which has been told. */
static bool read_all(struct founds *ret, const char *dir)
{
	cleanup_free char *folder = file_join(dir, "explored");
	char **names = file_list(folder);
	int error = 0;

	if (!names) {
		warn("%s: there are no results of an exploration", dir);
		return false;
	}
	for (char **name = names; *name && !error; name++) {
		cleanup_free char *below = file_join(folder, *name);

		error = read_folder(ret, below);
	}
	file_list_free(names);
	return !error;
}

static const char *kind_of(const struct found *found)
{
	return jsonl_string(found->line, "fault", "wrong result");
}

static void put_found(const struct paper *paper, const struct found *found, size_t number)
{
	cleanup_free char *head =
		xasprintf("%3zu  %s, in %s", number, kind_of(found), found->scenario);
	const char *text = jsonl_string(found->line, "text", "");
	struct paper inner = *paper;

	inner.indent += 5;
	paper_text(paper, "", head, INK_STRONG);
	paper_lines(&inner, *text ? text : jsonl_string(found->line, "wrong", ""));
}

int replay_graded_list(const char *dir)
{
	const struct report_style style = screen_style(false);
	cleanup_founds struct founds founds = { .list = NULL };
	cleanup_buf struct buf text = BUF_INIT;
	const struct paper paper = { .out = &text, .width = style.width, .colour = style.colour };

	if (!read_all(&founds, dir))
		return FAULT_EXIT_USAGE;
	for (size_t i = 0; i < founds.count; i++)
		put_found(&paper, &founds.list[i], i + 1);
	if (founds.count == 0)
		paper_text(&paper, "", "The explorer has found nothing.", INK_GOOD);
	return screen_put(&text);
}

/*** one of them ***/

static int put_bytes(struct box *box, const char *path, const struct buf *bytes)
{
	cleanup_close int fd = memfd_create("replay", MFD_CLOEXEC);
	int error = fd < 0 ? -errno : file_write_fd(fd, bytes->data, bytes->length);

	if (!error && lseek(fd, 0, SEEK_SET) < 0)
		error = -errno;
	return error ? error : box_put(box, path, fd, 0644);
}

/* All of them: one may execute another. */
static int put_programs(struct box *box, const char *dir)
{
	cleanup_free char *folder = file_join(dir, "build/explored");
	char **names = file_list(folder);
	int error = names ? 0 : -errno;

	for (char **name = names; name && *name && !error; name++) {
		cleanup_free char *from = file_join(folder, *name);
		cleanup_free char *to = file_join("/box", *name);

		error = box_put_file(box, to, from, 0755);
	}
	if (names)
		file_list_free(names);
	return error;
}

static int put_ourselves(struct box *box)
{
	cleanup_free char *proctor = realpath("/proc/self/exe", NULL);
	cleanup_free char *library = file_join(home()->libraries, "explorer/libtsan.so");
	int error = proctor ? box_put_file(box, INSIDE_PROCTOR, proctor, 0755) : -errno;

	return error ? error : box_put_file(box, INSIDE_LIBRARY, library, 0755);
}

static int put_all(struct box *box, const char *dir, const struct found *found)
{
	cleanup_free char *input = file_join(found->folder, "input");
	int error = put_ourselves(box);

	if (!error)
		error = put_programs(box, dir);
	if (!error && file_exists(input))
		error = box_put_file(box, INSIDE_INPUT, input, 0644);
	return error;
}

/* As it was kept, but that its input lies elsewhere in this box. */
static int put_schedule(struct box *box, const struct found *found, struct buf *why)
{
	cleanup_kept struct kept kept = KEPT_INIT;
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *json = NULL;
	int error = kept_from_json(json_object_get(found->line, "kept"), &kept, why);

	if (error)
		return error;
	free(kept.input);
	kept.input = xstrdup(INSIDE_INPUT);
	json = kept_to_json(&kept);
	jsonl_add(&text, json);
	return put_bytes(box, INSIDE_SCHEDULE, &text);
}

enum { WORDS = 64 };

/* `proctor explore --replay NAME -i INPUT -- /box/PROGRAM ARGUMENT...` */
static void name_words(
	const struct found *found, const char **words, size_t count, char **ret_program)
{
	const json_t *argv = json_object_get(found->head, "argv");
	const char *const options[] = { "explore", "--replay",
		jsonl_string(found->line, "schedule", ""), "-i", INSIDE_INPUT, "--" };
	const char *program = json_string_value(json_array_get(argv, 0));

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		words[count++] = options[i];
	*ret_program = file_join("/box", program ? program : "");
	words[count++] = *ret_program;
	for (size_t i = 1; i < json_array_size(argv) && count < WORDS - 1; i++) {
		const char *word = json_string_value(json_array_get(argv, i));

		words[count++] = word ? word : "";
	}
	words[count] = NULL;
}

/* A run that is told by its decisions, or else by its schedule's name. */
static int run_in(struct workshop *workshop, const struct found *found, struct workshop_job *job,
	struct buf *why)
{
	/* Where proctor is built with AddressSanitizer: nobody may look for leaks in a box. */
	const char *words[WORDS] = { "env", NULL, "ASAN_OPTIONS=detect_leaks=0", INSIDE_PROCTOR,
		"replay", INSIDE_SCHEDULE, NULL };
	cleanup_free char *columns = xasprintf("COLUMNS=%u", screen_style(false).width);
	cleanup_free char *program = NULL;
	int error = 0;

	words[1] = columns;
	if (json_object_get(found->line, "kept"))
		error = put_schedule(workshop->box, found, why);
	else
		name_words(found, words, 4, &program);
	if (!error)
		error = workshop_run(workshop, words, job);
	if (error && !why->length)
		buf_printf(why, "the box of the replay failed: %s", strerror(-error));
	return error;
}

static int open_box(
	struct workshop *workshop, const char *dir, const struct found *found, struct buf *why)
{
	cleanup_json json_t *no_sources = json_array();
	int error = workshop_open(workshop, dir, no_sources, why);

	if (error)
		return error;
	error = put_all(workshop->box, dir, found);
	if (error)
		buf_printf(why, "cannot copy the program into a box: %s", strerror(-error));
	return error;
}

static int put_job(const struct found *found, const struct workshop_job *job)
{
	const struct report_style style = screen_style(false);
	cleanup_buf struct buf text = BUF_INIT;
	const struct paper paper = { .out = &text, .width = style.width, .colour = style.colour };
	cleanup_free char *head = xasprintf("%s, in %s", kind_of(found), found->scenario);
	char outcome[OUTCOME_TEXT_MAX];
	bool ended = job->outcome.kind == OUTCOME_EXITED && job->outcome.value <= 1;
	int status;

	paper_text(&paper, "", head, INK_STRONG);
	paper_lines(&paper, job->output.data);
	status = screen_put(&text);
	if (!ended) {
		warn("the replay did not come to its end: %s", outcome_text(job->outcome, outcome));
		return FAULT_EXIT_BROKEN;
	}
	return status ? status : job->outcome.value;
}

int replay_graded_show(const char *dir, unsigned number)
{
	cleanup_founds struct founds founds = { .list = NULL };
	cleanup_workshop struct workshop workshop = WORKSHOP_INIT;
	cleanup_workshop_job struct workshop_job job = WORKSHOP_JOB_INIT;
	cleanup_buf struct buf why = BUF_INIT;
	const struct found *found;
	int error;

	if (!read_all(&founds, dir))
		return FAULT_EXIT_USAGE;
	if (number == 0 || number > founds.count) {
		warn("%s: there is no number %u among the %zu that the explorer found", dir, number,
			founds.count);
		return FAULT_EXIT_USAGE;
	}
	found = &founds.list[number - 1];
	error = open_box(&workshop, dir, found, &why);
	if (!error)
		error = run_in(&workshop, found, &job, &why);
	if (error) {
		warn("%s", why.data);
		return FAULT_EXIT_BROKEN;
	}
	return put_job(found, &job);
}
