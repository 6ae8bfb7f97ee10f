#include "harness/steps/batch.h"

#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/interrupt.h"
#include "harness/base/pool.h"
#include "harness/steps/collect.h"
#include "harness/steps/collect_name.h"
#include "harness/steps/folder.h"

/*** finding the class ***/

static bool is_taken(const struct batch *batch, const char *name)
{
	for (size_t i = 0; i < batch->count; i++)
		if (strcmp(batch->entries[i].name, name) == 0)
			return true;
	return false;
}

/* "ann.zip" beside a folder "ann" becomes ann_2: both are graded. */
static char *unique_name(const struct batch *batch, const char *path)
{
	cleanup_free char *name = collect_name(path);

	for (unsigned number = 2; is_taken(batch, name); number++) {
		cleanup_free char *first = collect_name(path);

		free(name);
		name = collect_name_numbered(first, number);
	}
	return steal_pointer(name);
}

static void add(struct batch *batch, const char *path)
{
	struct batch_entry *entry;

	batch->entries = xreallocarray(batch->entries, batch->count + 1, sizeof(*batch->entries));
	entry = &batch->entries[batch->count];
	*entry = (struct batch_entry){ .path = xstrdup(path), .name = unique_name(batch, path) };
	batch->count++;
}

static struct timespec newest;

static bool is_before(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

static int look(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)path, (void)kind, (void)place;
	if (is_before(newest, status->st_mtim))
		newest = status->st_mtim;
	if (is_before(newest, status->st_ctim))
		newest = status->st_ctim;
	return 0;
}

/* When anything of what was handed in last changed. */
static struct timespec last_change(const char *path)
{
	enum { DESCRIPTORS = 16 };

	newest = (struct timespec){ 0 };
	nftw(path, look, DESCRIPTORS, FTW_PHYS);
	return newest;
}

static bool is_done(const struct batch *batch, const struct batch_entry *entry)
{
	cleanup_free char *dir = file_join(batch->dir, entry->name);
	cleanup_free char *score = file_join(dir, "score.jsonl");
	cleanup_free char *collected = file_join(dir, COLLECT_LINES);
	cleanup_free char *report = file_join(dir, "report.json");
	cleanup_buf struct buf ignored = BUF_INIT;
	struct plan plan = { .assignment = NULL };
	struct stat status;
	bool same;

	/* Held against when it was collected: rescoring makes the score newer than that. */
	if (stat(collected, &status) < 0 || !file_exists(score) || !file_exists(report) ||
		plan_load(dir, &plan, &ignored) < 0)
		return false;
	same = strcmp(plan.oracle, batch->course->oracle.digest) == 0;
	plan_release(&plan);
	return same && is_before(last_change(entry->path), status.st_mtim);
}

static void take(struct batch *batch, const char *folder, const char *name, struct buf *notes)
{
	cleanup_free char *path = file_join(folder, name);

	if (name[0] == '.')
		return;
	if (file_is_dir(path) || collect_name_kind(name) != COLLECT_OTHER)
		add(batch, path);
	else
		buf_printf(notes, "%s is no folder, .c file or archive: left out\n", path);
}

int batch_find(const char *folder, struct batch *batch, struct buf *notes, struct buf *why)
{
	char **names = file_list(folder);

	if (!names) {
		buf_printf(why, "%s: %s", folder, strerror(errno));
		return -EINVAL;
	}
	for (char **name = names; *name; name++)
		take(batch, folder, *name, notes);
	file_list_free(names);
	if (batch->count == 0) {
		buf_printf(why, "%s: there is no submission in it", folder);
		return -EINVAL;
	}
	for (size_t i = 0; i < batch->count; i++) {
		batch->entries[i].done = is_done(batch, &batch->entries[i]);
		batch->left += !batch->entries[i].done;
	}
	return 0;
}

void batch_release(struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		free(batch->entries[i].path);
		free(batch->entries[i].name);
	}
	free(batch->entries);
}

/*** grading it ***/

/* The index-th entry that is not done. */
struct work {
	struct batch *batch;
	size_t *todo;
};

static void note_failure(const char *dir, const struct buf *why)
{
	cleanup_free char *path = file_join(dir, "failure.txt");

	folder_clear(dir);
	if (file_mkdir_p(dir) == 0)
		file_write(path, why->data, why->length);
}

static int grade_one(size_t index, void *data)
{
	const struct work *work = data;
	const struct batch_entry *entry = &work->batch->entries[work->todo[index]];
	cleanup_free char *dir = file_join(work->batch->dir, entry->name);
	cleanup_buf struct buf why = BUF_INIT;
	int error = grade(work->batch->course, entry->path, dir, 1, &why);

	/* Interrupted is not failed: it is left for the next time. */
	if (error && !interrupt_seen())
		note_failure(dir, &why);
	if (error == -EINVAL)
		return FAULT_EXIT_USAGE;
	return error ? FAULT_EXIT_BROKEN : 0;
}

static void end_one(size_t index, int status, void *data)
{
	struct work *work = data;
	struct batch_entry *entry = &work->batch->entries[work->todo[index]];

	entry->done = status == 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == FAULT_EXIT_USAGE) {
		entry->error = -EINVAL;
	} else if (status != 0) {
		entry->error = -EIO;
		if (WIFSIGNALED(status) && !interrupt_seen()) {
			cleanup_free char *dir = file_join(work->batch->dir, entry->name);
			cleanup_buf struct buf why = BUF_INIT;

			buf_printf(
				&why, "the grader itself was ended by signal %d", WTERMSIG(status));
			note_failure(dir, &why);
		}
	}
	work->batch->left--;
	if (work->batch->progress && !interrupt_seen())
		work->batch->progress(work->batch, entry, work->batch->data);
}

int batch_run(struct batch *batch, struct buf *why)
{
	cleanup_free size_t *todo = xcalloc(batch->count, sizeof(*todo));
	struct work work = { .batch = batch, .todo = todo };
	size_t count = 0;
	int error = file_mkdir_p(batch->dir);

	if (error) {
		buf_printf(why, "cannot make %s: %s", batch->dir, strerror(-error));
		return error;
	}
	for (size_t i = 0; i < batch->count; i++)
		if (!batch->entries[i].done)
			todo[count++] = i;
	error = pool_run(&(struct pool){ .count = count,
		.width = batch->jobs,
		.data = &work,
		.work = grade_one,
		.done = end_one });
	if (error && error != -EINTR)
		buf_printf(why, "cannot go on: %s", strerror(-error));
	return error;
}
