#include "harness/analyse/valgrind.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/inside.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

static const struct valgrind_kind *find_kind(const struct valgrind_kind *kinds, const char *name)
{
	for (; kinds->valgrind; kinds++)
		if (strcmp(kinds->valgrind, name) == 0)
			return kinds;
	return NULL;
}

/* "relay.c" in /box/src is "src/relay.c", as it was handed in; NULL where that is not known. */
static char *own_file(const struct valgrind_frame *frame)
{
	const char *folder;

	if (!valgrind_is_placed(frame))
		return NULL;
	folder = inside_box(frame->directory);
	return *folder ? file_join(folder, frame->file) : xstrdup(frame->file);
}

/* The first frame of the student's in any stack of the error. */
static const struct valgrind_frame *first_own_frame(const struct valgrind_error *error)
{
	for (size_t i = 0; i < error->count; i++) {
		const struct valgrind_frame *frame = valgrind_own_frame(&error->stacks[i]);

		if (frame)
			return frame;
	}
	return NULL;
}

/* What Valgrind said, and each further stack as one place: "…; before that at bank.c:31 (f)". */
static char *message(const struct valgrind_error *error)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, error->what);
	for (size_t i = 1; i < error->count; i++) {
		const struct valgrind_frame *frame = valgrind_own_frame(&error->stacks[i]);

		if (!frame)
			continue;
		if (error->stacks[i].about[0])
			buf_printf(&text, ". %s", error->stacks[i].about);
		if (valgrind_is_placed(frame))
			buf_printf(
				&text, " (%s:%u, %s)", frame->file, frame->line, frame->function);
	}
	return buf_steal(&text);
}

static void add(const char *tool, const struct valgrind_kind *kind, bool confirmed,
	const struct valgrind_error *error, const struct observation *observation,
	struct findings *out)
{
	const struct valgrind_frame *frame = first_own_frame(error);
	cleanup_free char *file = frame ? own_file(frame) : NULL;
	cleanup_free char *text = message(error);

	if (!frame)
		return;
	findings_add(out, &(struct finding){
				  .analyser = (char *)(uintptr_t)tool,
				  .kind = (char *)(uintptr_t)kind->kind,
				  .file = file,
				  .line = file ? frame->line : 0,
				  .function = frame->function,
				  .message = text,
				  .hint = (char *)(uintptr_t)kind->hint,
				  .read = (char *)(uintptr_t)kind->read,
				  .scenario = (char *)(uintptr_t)observation->scenario,
				  .confirmed = confirmed,
			  });
}

static int read_log(const char *tool, const struct valgrind_kind *kinds, bool confirmed,
	const struct observation *observation, const char *path, struct findings *out,
	struct buf *why)
{
	cleanup_valgrind_log struct valgrind_log log = VALGRIND_LOG_INIT;
	int error = valgrind_log_salvage(path, &log, why);

	for (size_t i = 0; !error && i < log.count; i++) {
		const struct valgrind_kind *kind = find_kind(kinds, log.errors[i].kind);

		if (kind)
			add(tool, kind, confirmed, &log.errors[i], observation, out);
	}
	return error;
}

/* The logs of one run; one that was cut short by the program's own fault is passed over. */
static int read_run(const char *tool, const struct valgrind_kind *kinds, bool confirmed,
	const struct analysis *in, const struct observation *observation, struct findings *out,
	struct buf *why)
{
	size_t i;
	json_t *file;

	json_array_foreach(json_object_get(observation->record, "evidence"), i, file)
	{
		cleanup_free char *path = file_join(in->dir, json_string_value(file));
		cleanup_buf struct buf reason = BUF_INIT;

		if (!text_ends(path, ".xml") ||
			!read_log(tool, kinds, confirmed, observation, path, out, &reason))
			continue;
		if (analyser_ended_by_itself(observation)) {
			buf_adds(why, reason.data);
			return -EBADMSG;
		}
	}
	return 0;
}

int valgrind_analyse(const char *tool, const struct valgrind_kind *kinds, bool confirmed,
	const struct analysis *in, struct findings *out, struct buf *why)
{
	for (size_t i = 0; i < in->observations->count; i++) {
		const struct observation *observation = &in->observations->list[i];
		int error;

		if (!observation->tool || strcmp(observation->tool, tool) != 0)
			continue;
		error = read_run(tool, kinds, confirmed, in, observation, out, why);
		if (error)
			return error;
	}
	return 0;
}
