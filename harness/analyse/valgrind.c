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

static const struct valgrind_kind *find_kind(
	const struct valgrind_kind *kinds, const struct valgrind_error *error)
{
	for (; kinds->valgrind; kinds++)
		if (strcmp(kinds->valgrind, error->kind) == 0 &&
			(!kinds->words || strstr(error->what, kinds->words)))
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

/* What was seen, and each further stack as one place: "…; before that at bank.c:31 (f)". */
static char *message(
	const struct valgrind_kind *kind, const struct valgrind_error *error, const char *process)
{
	cleanup_free char *said = kind->say ? kind->say(error->what, process) : NULL;
	struct buf text = BUF_INIT;

	buf_adds(&text, said ? said : error->what);
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

/* What of one run every error has in common. */
struct reading {
	const char *tool;
	const struct valgrind_kind *kinds;
	bool confirmed; /* unless its kind is doubtful */
	const struct observation *observation;
	struct findings *out;
};

/* The program that was started as that process; NULL: it is a child of one. */
static const char *program_of(const struct observation *observation, int pid)
{
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(observation->record, "peers"), i,
		peer) if ((int)jsonl_number(peer, "pid", 0) == pid) return jsonl_string(peer,
		"name", "the program");
	return NULL;
}

static char *process_name(const struct reading *reading, const struct valgrind_log *log)
{
	const char *program = program_of(reading->observation, log->pid);
	const char *parent = program_of(reading->observation, log->ppid);

	if (program)
		return xstrdup(program);
	return parent ? xasprintf("a child process of %s", parent)
		      : xstrdup("a child of a child process");
}

bool valgrind_is_own_access(const struct valgrind_stack *stack)
{
	const struct valgrind_frame *own = valgrind_own_frame(stack);

	for (size_t i = 0; own && &stack->frames[i] != own; i++)
		if (!strstr(stack->frames[i].object, "/vgpreload_"))
			return false;
	return own != NULL;
}

/* Helgrind knows the stack of the access before, DRD only what was called around it. */
static bool are_own_accesses(const struct valgrind_error *error)
{
	return error->count > 0 && valgrind_is_own_access(&error->stacks[0]) &&
	       (error->count < 2 || !text_starts(error->stacks[1].about, "This conflicts") ||
		       valgrind_is_own_access(&error->stacks[1]));
}

static bool is_sure(const struct reading *reading, const struct valgrind_kind *kind,
	const struct valgrind_log *log, const struct valgrind_error *error)
{
	if (!reading->confirmed || kind->doubtful)
		return false;
	if (kind->at_exit && !program_of(reading->observation, log->pid))
		return false;
	return !kind->is_access || are_own_accesses(error);
}

static void add(const struct reading *reading, const struct valgrind_kind *kind,
	const struct valgrind_log *log, const struct valgrind_error *error)
{
	const struct valgrind_frame *frame = first_own_frame(error);
	cleanup_free char *file = frame ? own_file(frame) : NULL;
	cleanup_free char *process = process_name(reading, log);
	cleanup_free char *text = message(kind, error, process);

	if (!frame || (kind->is_noise && kind->is_noise(error)))
		return;
	findings_add(
		reading->out, &(struct finding){
				      .analyser = (char *)(uintptr_t)reading->tool,
				      .kind = (char *)(uintptr_t)kind->kind,
				      .file = file,
				      .line = file ? frame->line : 0,
				      .function = frame->function,
				      .message = text,
				      .hint = (char *)(uintptr_t)kind->hint,
				      .read = (char *)(uintptr_t)kind->read,
				      .scenario = (char *)(uintptr_t)reading->observation->scenario,
				      .confirmed = is_sure(reading, kind, log, error),
			      });
}

static int read_log(const struct reading *reading, const char *path, struct buf *why)
{
	cleanup_valgrind_log struct valgrind_log log = VALGRIND_LOG_INIT;
	int error = valgrind_log_salvage(path, &log, why);

	for (size_t i = 0; !error && i < log.count; i++) {
		const struct valgrind_kind *kind = find_kind(reading->kinds, &log.errors[i]);

		if (kind)
			add(reading, kind, &log, &log.errors[i]);
	}
	return error;
}

/* The logs of one run; one that was cut short by the program's own fault is passed over. */
static int read_run(const struct analysis *in, const struct reading *reading, struct buf *why)
{
	const struct observation *observation = reading->observation;
	size_t i;
	json_t *file;

	json_array_foreach(json_object_get(observation->record, "evidence"), i, file)
	{
		cleanup_free char *path = file_join(in->dir, json_string_value(file));
		cleanup_buf struct buf reason = BUF_INIT;

		if (!text_ends(path, ".xml") || !read_log(reading, path, &reason))
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
		error = read_run(
			in, &(struct reading){ tool, kinds, confirmed, observation, out }, why);
		if (error)
			return error;
	}
	return 0;
}

bool valgrind_knows_every_edge(const json_t *build)
{
	size_t i;
	json_t *line;

	json_array_foreach(build, i, line) if (strcmp(jsonl_string(line, "build", ""), "edges") ==
					       0) return !jsonl_true(line, "atomics") &&
		!jsonl_true(line, "assembly") &&
		json_array_size(json_object_get(line, "calls")) == 0;
	return false;
}
