#include "harness/scenario/scene.h"

#include <seccomp.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/inside.h"
#include "harness/base/text.h"

/* Most fields of a line. */
enum { FIELDS = 16 };

/*** reading the witness ***/

static size_t split(char *line, char *fields[FIELDS])
{
	size_t count = 0;

	while (line && count < FIELDS)
		fields[count++] = strsep(&line, "\t");
	return count;
}

static struct seen_task *find_task(struct scene *scene, int tid)
{
	for (size_t i = 0; i < scene->tasks_count; i++)
		if (scene->tasks[i].tid == tid)
			return &scene->tasks[i];
	return NULL;
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
		.symbol = "",
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
	};
}

static void take_word(struct scene *scene, char **field, size_t count)
{
	struct seen_task *task = count < 6 ? NULL : find_task(scene, atoi(field[1]));

	if (!task)
		return;
	task->word = (unsigned)strtoul(field[3], NULL, 10);
	task->owner = (unsigned)strtoul(field[4], NULL, 10);
	task->symbol = field[5];
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
		{ "word", take_word },
	};
	char *line;

	while ((line = strsep(&text, "\n"))) {
		char *field[FIELDS];
		size_t count = split(line, field);

		for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
			if (strcmp(kinds[i].word, field[0]) == 0)
				kinds[i].take(scene, field, count);
	}
}

/*** names ***/

const struct peer *scene_peer(int tgid)
{
	for (size_t i = 0; i < stage.peers_count; i++)
		if (stage.peers[i]->box == stage.box && stage.peers[i]->in_box->pid == tgid)
			return stage.peers[i];
	return NULL;
}

static int ordinal(const struct scene *scene, const struct seen_task *task, bool thread)
{
	int number = 1;

	for (size_t i = 0; i < scene->tasks_count; i++) {
		const struct seen_task *other = &scene->tasks[i];

		if (thread ? other->tgid == task->tgid && other->tid != other->tgid &&
					other->tid < task->tid
			   : other->tid == other->tgid && other->ppid == task->ppid &&
					other->tid < task->tid)
			number++;
	}
	return number;
}

const char *scene_task_name(const struct scene *scene, const struct seen_task *task)
{
	const struct peer *peer = scene_peer(task->tgid);
	const char *process =
		peer ? peer->name : scenario_text("child %d", ordinal(scene, task, false));

	if (task->tid == task->tgid)
		return process;
	if (peer)
		return scenario_text("thread %d", ordinal(scene, task, true));
	return scenario_text("thread %d of %s", ordinal(scene, task, true), process);
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

/* libc's inner names for what the student called. */
static const char *public_name(const char *function)
{
	static const struct {
		const char *inner, *name;
	} names[] = {
		{ "pthread_clockjoin_ex", "pthread_join" },
		{ "new_sem_wait", "sem_wait" },
		{ "new_sem_wait_slow64", "sem_wait" },
		{ "futex_abstimed_wait", "sem_wait" },
		{ "lll_lock_wait", "pthread_mutex_lock" },
		{ "wait4", "wait" },
	};
	const char *clean;

	while (*function == '_')
		function++;
	if (text_starts(function, "GI_"))
		function += 3;
	while (*function == '_')
		function++;
	if (text_starts(function, "libc_"))
		function += 5;
	if (text_starts(function, "IO_"))
		function += 3;
	clean = scenario_text("%.*s", (int)strcspn(function, "@."), function);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i].inner, clean) == 0)
			return names[i].name;
	return clean;
}

const char *scene_call_name(const struct scene *scene, const struct seen_task *task)
{
	const struct seen_frame *outer = NULL;
	cleanup_free char *name = NULL;

	for (size_t i = 0; i < scene->frames_count; i++) {
		const struct seen_frame *frame = &scene->frames[i];

		if (frame->tid != task->tid)
			continue;
		if (scene_is_students(frame)) {
			if (outer && outer->function[0])
				return public_name(outer->function);
			break;
		}
		outer = frame;
	}
	name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, task->call);
	return name ? scenario_text("%s", name) : "?";
}

const char *scene_process_name(const struct scene *scene, int tgid)
{
	for (size_t i = 0; i < scene->tasks_count; i++)
		if (scene->tasks[i].tid == tgid)
			return scene_task_name(scene, &scene->tasks[i]);
	return scenario_text("process %d", tgid);
}
