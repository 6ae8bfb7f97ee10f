#include "harness/scenario/scene.h"

#include <seccomp.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/inside.h"
#include "harness/base/text.h"

/* Most fields of a line. */
enum { FIELDS = 28 };

/*** reading the witness ***/

static size_t split(char *line, char *fields[FIELDS])
{
	size_t count = 0;

	while (line && count < FIELDS)
		fields[count++] = strsep(&line, "\t");
	return count;
}

static void take_task(struct scene *scene, char **field, size_t count)
{
	struct seen_task *task = &scene->tasks[scene->tasks_count];

	if (count < 13 || scene->tasks_count == SCENE_TASKS)
		return;
	*task = (struct seen_task){
		.tid = atoi(field[1]),
		.tgid = atoi(field[2]),
		.ppid = atoi(field[3]),
		.state = field[4][0],
		.call = atoi(field[5]),
	};
	for (int i = 0; i < 6; i++)
		task->arguments[i] = strtoul(field[6 + i], NULL, 16);
	scene->tasks_count++;
}

/* Programs are compiled in /box; what is told is the student's own file name. */
static const char *own_file(const char *file)
{
	const char *inside = inside_box(file);

	return inside ? inside : file;
}

static void take_frame(struct scene *scene, char **field, size_t count)
{
	if (count < 5 || scene->frames_count == SCENE_FRAMES)
		return;
	scene->frames[scene->frames_count++] = (struct seen_frame){
		.tid = atoi(field[1]),
		.function = field[2],
		.file = own_file(field[3]),
		.line = atoi(field[4]),
		.called = count > 5 ? field[5] : "",
	};
}

static void take_fd(struct scene *scene, char **field, size_t count)
{
	if (count < 5 || scene->fds_count == SCENE_FDS)
		return;
	scene->fds[scene->fds_count++] = (struct seen_fd){
		.tgid = atoi(field[1]),
		.number = atoi(field[2]),
		.reads = field[3][0] == 'r',
		.writes = strchr(field[3], 'w') != NULL,
		.target = field[4],
		.kind = count > 5 ? field[5] : "",
		.file = count > 6 ? field[6] : "",
	};
}

/* The fields lie one behind the other in the text, so the first one finds them all. */
static void take_fact(struct scene *scene, char **field, size_t count)
{
	if (count < 2 || scene->facts_count == SCENE_FACTS)
		return;
	scene->facts[scene->facts_count++] =
		(struct seen_fact){ .kind = field[0], .fields = count - 1 };
}

void scene_read(struct scene *scene, char *text)
{
	static const struct {
		const char *word;
		void (*take)(struct scene *scene, char **field, size_t count);
	} kinds[] = {
		{ "task", take_task },
		{ "frame", take_frame },
		{ "fd", take_fd },
	};
	enum { KINDS = sizeof(kinds) / sizeof(*kinds) };
	char *line;

	while ((line = strsep(&text, "\n"))) {
		char *field[FIELDS];
		size_t count = split(line, field);
		size_t kind = 0;

		while (kind < KINDS && strcmp(kinds[kind].word, field[0]) != 0)
			kind++;
		if (kind < KINDS)
			kinds[kind].take(scene, field, count);
		else
			take_fact(scene, field, count);
	}
}

/*** looking things up ***/

const char *fact_text(const struct seen_fact *fact, size_t field)
{
	const char *text = fact ? fact->kind : "";

	if (!fact || field >= fact->fields)
		return "";
	for (size_t i = 0; i <= field; i++)
		text += strlen(text) + 1;
	return text;
}

long fact_number(const struct seen_fact *fact, size_t field)
{
	return strtol(fact_text(fact, field), NULL, 0);
}

const struct seen_fact *scene_next(
	const struct scene *scene, const char *kind, long whose, size_t *at)
{
	while (*at < scene->facts_count) {
		const struct seen_fact *fact = &scene->facts[(*at)++];

		if (strcmp(fact->kind, kind) == 0 && fact_number(fact, 0) == whose)
			return fact;
	}
	return NULL;
}

const struct seen_fact *scene_fact(const struct scene *scene, const char *kind, long whose)
{
	size_t at = 0;

	return scene_next(scene, kind, whose, &at);
}

const struct seen_task *scene_task(const struct scene *scene, int tid)
{
	for (size_t i = 0; i < scene->tasks_count; i++)
		if (scene->tasks[i].tid == tid)
			return &scene->tasks[i];
	return NULL;
}

const struct seen_fd *scene_fd(const struct scene *scene, int tgid, int number)
{
	for (size_t i = 0; i < scene->fds_count; i++)
		if (scene->fds[i].tgid == tgid && scene->fds[i].number == number)
			return &scene->fds[i];
	return NULL;
}

/*** names ***/

const struct peer *scene_peer(int tgid)
{
	for (size_t i = 0; i < stage.peers_count; i++)
		if (stage.peers[i]->box == stage.box && stage.peers[i]->in_box->pid == tgid)
			return stage.peers[i];
	return NULL;
}

static bool is_first_of_process(const struct scene *scene, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (scene->tasks[i].tgid == scene->tasks[index].tgid)
			return false;
	return true;
}

/* The how manyth child of its parent it is. */
static int child_number(const struct scene *scene, const struct seen_task *task)
{
	int number = 1;

	for (size_t i = 0; i < scene->tasks_count; i++)
		if (scene->tasks[i].ppid == task->ppid && scene->tasks[i].tgid < task->tgid &&
			is_first_of_process(scene, i))
			number++;
	return number;
}

/* The how manyth thread of its process it is; the main thread does not count. */
static int thread_number(const struct scene *scene, const struct seen_task *task)
{
	int number = 1;

	for (size_t i = 0; i < scene->tasks_count; i++)
		if (scene->tasks[i].tgid == task->tgid && scene->tasks[i].tid < task->tid &&
			scene->tasks[i].tid != task->tgid)
			number++;
	return number;
}

/* By the first of its threads that lives: the leader may have ended. */
static const char *process_name(const struct scene *scene, const struct seen_task *task)
{
	const struct peer *peer = scene_peer(task->tgid);

	return peer ? peer->name : scenario_text("child %d", child_number(scene, task));
}

const char *scene_task_name(const struct scene *scene, const struct seen_task *task)
{
	const struct peer *peer = scene_peer(task->tgid);
	const char *process = process_name(scene, task);

	if (task->tid == task->tgid)
		return process;
	if (peer)
		return scenario_text("thread %d", thread_number(scene, task));
	return scenario_text("thread %d of %s", thread_number(scene, task), process);
}

bool scene_is_students(const struct seen_frame *frame)
{
	return frame->file[0] && frame->file[0] != '.' && !text_starts(frame->file, "/usr/") &&
	       frame->line > 0;
}

const struct seen_frame *scene_own_frame(const struct scene *scene, int tid)
{
	for (size_t i = 0; i < scene->frames_count; i++)
		if (scene->frames[i].tid == tid && scene_is_students(&scene->frames[i]))
			return &scene->frames[i];
	return NULL;
}

static const char *without_prefix(const char *name, const char *prefix)
{
	return text_starts(name, prefix) ? name + strlen(prefix) : name;
}

/* libc's inner names for what the student called. */
static const char *public_name(const char *function)
{
	static const char *const prefixes[] = { "GI_", "libc_", "new_", "IO_", "isoc99_" };
	static const struct {
		const char *inner, *name;
	} names[] = {
		{ "pthread_clockjoin_ex", "pthread_join" },
		{ "sem_wait_slow64", "sem_wait" },
		{ "futex_abstimed_wait", "sem_wait" },
		{ "lll_lock_wait", "pthread_mutex_lock" },
		{ "wait4", "wait" },
		{ "open64", "open" },
		{ "openat64", "openat" },
		{ "fcntl64", "fcntl" },
		{ "read_chk", "read" },
		{ "recv_chk", "recv" },
		{ "poll_chk", "poll" },
		{ "printf_chk", "printf" },
		{ "fprintf_chk", "fprintf" },
	};
	const char *clean = function + strspn(function, "_");

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		clean = without_prefix(clean, prefixes[i]);
	clean += strspn(clean, "_");
	clean = scenario_text("%.*s", (int)strcspn(clean, "@."), clean);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i].inner, clean) == 0)
			return names[i].name;
	return clean;
}

/* The frame of libc that the student's code called, where the call itself tells nothing. */
static const char *outer_function(const struct scene *scene, const struct seen_frame *own)
{
	const char *outer = "";

	for (size_t i = 0; i < scene->frames_count && &scene->frames[i] != own; i++)
		if (scene->frames[i].tid == own->tid)
			outer = scene->frames[i].function;
	return outer;
}

const char *scene_call_name(const struct scene *scene, const struct seen_task *task)
{
	const struct seen_frame *own = scene_own_frame(scene, task->tid);
	const char *function = own ? own->called : "";
	cleanup_free char *name = NULL;

	if (own && !*function)
		function = outer_function(scene, own);
	if (*function)
		return public_name(function);
	name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, task->call);
	return name ? scenario_text("%s", name) : "?";
}

const char *scene_process_name(const struct scene *scene, int tgid)
{
	const struct seen_task *first = NULL;

	for (size_t i = 0; i < scene->tasks_count && !first; i++)
		if (scene->tasks[i].tgid == tgid)
			first = &scene->tasks[i];
	return first ? process_name(scene, first) : scenario_text("process %d", tgid);
}
