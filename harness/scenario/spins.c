/*
 * From what was seen of the tasks that used up the CPU time to the "spins" of an
 * observation: which call each of them repeats, or that it only looks at memory, and
 * where the loop begins.
 */
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/inside.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/scenario/scene.h"
#include "harness/scenario/stage.h"

/* A line of sandbox/spins.h. */
enum field {
	WORD,
	TID,
	TGID,
	KIND,
	STEPS,
	TIMES,
	CALL,
	RESULT,
	ARGUMENTS,
	FUNCTION = ARGUMENTS + 3,
	PLACE,
	LINE,
	FIELDS
};

static json_t *any_text(const char *text)
{
	return jsonl_text(text, strlen(text));
}

static const struct seen_task *find_task(const struct scene *scene, int tid)
{
	for (size_t i = 0; i < scene->tasks_count; i++)
		if (scene->tasks[i].tid == tid)
			return &scene->tasks[i];
	return NULL;
}

/* Where the loop begins, or as in a loop of libc's: where the student called it. */
static struct seen_frame place_of(const struct scene *scene, char **field)
{
	const char *inside = inside_box(field[PLACE]);
	struct seen_frame place = {
		.tid = atoi(field[TID]),
		.function = field[FUNCTION],
		.file = inside ? inside : field[PLACE],
		.line = atoi(field[LINE]),
	};
	const struct seen_frame *own;

	if (scene_is_students(&place))
		return place;
	own = scene_own_frame(scene, place.tid);
	return own ? *own : (struct seen_frame){ .function = "", .file = "" };
}

/* The function of libc that the student called, else the system call; "" for neither. */
static const char *call_of(const struct scene *scene, char **field)
{
	const struct seen_task *task = find_task(scene, atoi(field[TID]));
	struct seen_task as_seen = { .tid = atoi(field[TID]), .call = atoi(field[CALL]) };
	const char *name;

	if (!task)
		return "";
	name = scene_call_name(scene, &as_seen);
	return strcmp(name, "?") == 0 ? "" : name;
}

/* "0", "EAGAIN": as the manual page of the call names it. */
static const char *result_of(char **field)
{
	long result = strtol(field[RESULT], NULL, 10);
	const char *name = result < 0 && result > -4096 ? strerrorname_np((int)-result) : NULL;

	return name ? name : scenario_text("%ld", result);
}

static json_t *spin_json(const struct scene *scene, char **field)
{
	const struct seen_task *task = find_task(scene, atoi(field[TID]));
	const struct peer *peer = scene_peer(atoi(field[TGID]));
	struct seen_frame place = place_of(scene, field);

	return json_pack("{s:o, s:o, s:i, s:i, s:o, s:o, s:o, s:i, s:i, s:o, s:i, s:o}", "kind",
		any_text(field[KIND]), "peer", any_text(peer ? peer->name : ""), "pid",
		atoi(field[TGID]), "tid", atoi(field[TID]), "task",
		any_text(task ? scene_task_name(scene, task) : "a task"), "call",
		any_text(call_of(scene, field)), "result",
		any_text(atoi(field[CALL]) >= 0 ? result_of(field) : ""), "times",
		atoi(field[TIMES]), "steps", atoi(field[STEPS]), "file", any_text(place.file),
		"line", place.line, "function", any_text(place.function));
}

static json_t *take_line(const struct scene *scene, char *line)
{
	char *field[FIELDS];
	size_t count = 0;

	while (line && count < FIELDS)
		field[count++] = strsep(&line, "\t");
	if (count < FIELDS || strcmp(field[WORD], "spin") != 0)
		return NULL;
	return spin_json(scene, field);
}

json_t *spins_from_evidence(const char *text)
{
	cleanup_free char *lines = xstrdup(text);
	cleanup_free char *copy = xstrdup(text);
	cleanup_free struct scene *scene = xcalloc(1, sizeof(*scene));
	json_t *array = json_array();
	char *rest = lines;
	char *line;

	scene_read(scene, copy);
	while ((line = strsep(&rest, "\n"))) {
		json_t *spin = take_line(scene, line);

		if (spin)
			json_array_append_new(array, spin);
	}
	return array;
}
