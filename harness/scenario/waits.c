/*
 * From what a witness saw to an explanation: who waits for what, who could end
 * the wait, and why nobody will.
 *
 * Each blocked task of the scene becomes one entry of the observation's "waits".  Entries are
 * ranked (waits.h): the first is the cause, the others are what followed.  Where tasks wait for
 * each other in a circle, the first of them tells the circle.
 */
#include "harness/scenario/waits.h"

#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/scenario/stage.h"

/* The families, and with them every way to block that is explained. */
static const struct way *const families[] = {
	waits_on_descriptors,
	waits_on_sockets,
	waits_until_ready,
	waits_in_open,
	waits_in_futex,
	waits_on_file_locks,
	waits_on_system_v,
	waits_on_queues,
	waits_for_processes,
	waits_for_signals,
};

/* The "kind" of an entry, for whoever reads the observation. */
static const char *const rank_names[] = {
	[RANK_ITSELF] = "itself",
	[RANK_STOPPED] = "stopped",
	[RANK_LOCK] = "lock",
	[RANK_FULL] = "full",
	[RANK_DATA] = "data",
	[RANK_SEMAPHORE] = "semaphore",
	[RANK_OTHER] = "other",
	[RANK_END] = "end",
};

/*** what families use ***/

void wait_is(struct wait *wait, enum wait_rank rank, const char *on, const char *read)
{
	wait->rank = rank;
	wait->on = on;
	wait->read = read;
}

static void add_awaited(struct wait *wait, struct awaited awaited)
{
	if (wait->awaited_count < WAIT_AWAITED)
		wait->awaited[wait->awaited_count++] = awaited;
}

void wait_for_task(struct wait *wait, int tid)
{
	add_awaited(wait, (struct awaited){ tid, false });
}

void wait_for_process(struct wait *wait, int tgid)
{
	add_awaited(wait, (struct awaited){ tgid, true });
}

const char *wait_process(const struct wait *wait, int tgid)
{
	const char *name = scene_process_name(wait->scene, tgid);

	return tgid == wait->task->tgid ? scenario_text("%s itself", name) : name;
}

const char *wait_place(const struct scene *scene, int tid)
{
	const struct seen_frame *frame = scene_own_frame(scene, tid);

	return frame ? scenario_text(" at %s:%d", frame->file, frame->line) : "";
}

void wait_add_others(struct wait *wait, const char *act)
{
	size_t others = wait->scene->tasks_count - 1;

	if (others == 0)
		buf_printf(&wait->why, "No other task is left that could %s.", act);
	else if (others == 1)
		buf_printf(&wait->why,
			"The only other task that is left waits too, so nobody can %s.", act);
	else
		buf_printf(
			&wait->why, "All %zu other tasks wait too, so nobody can %s.", others, act);
}

/*** one wait ***/

static void explain_stop(struct wait *wait)
{
	wait_is(wait, RANK_STOPPED, "SIGCONT", "signal(7)");
	buf_adds(&wait->why,
		"It is stopped (SIGSTOP, SIGTSTP, SIGTTIN or SIGTTOU), and nobody sends "
		"it SIGCONT.");
	buf_adds(&wait->advice, "Send SIGCONT to each process that was stopped.");
}

static void explain(struct wait *wait)
{
	wait_is(wait, RANK_OTHER, "something that does not come", "");
	if (wait->task->state == 'T') {
		explain_stop(wait);
		return;
	}
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		for (const struct way *way = families[i]; way->explain; way++)
			if (way->call == wait->task->call)
				way->explain(wait);
}

/*** circles ***/

/* The waits of one scene. */
struct waits {
	struct wait *list;
	size_t count;
};

static bool is_awaited(const struct wait *by, const struct wait *other)
{
	for (size_t i = 0; i < by->awaited_count; i++) {
		const struct awaited *awaited = &by->awaited[i];

		if (awaited->number == (awaited->process ? other->task->tgid : other->task->tid))
			return true;
	}
	return false;
}

/* The way from one wait to another: the shortest, so that the circle told is the smallest. */
struct path {
	int before[SCENE_TASKS]; /* from which wait each was reached; -1: not */
	size_t queue[SCENE_TASKS];
	size_t first, last;
};

/* Goes on from one wait; whether `goal` can be reached from there at once. */
static bool step(const struct waits *waits, struct path *path, size_t from, size_t goal)
{
	for (size_t i = 0; i < waits->count; i++) {
		if (!is_awaited(&waits->list[from], &waits->list[i]))
			continue;
		if (i == goal)
			return true;
		if (path->before[i] < 0) {
			path->before[i] = (int)from;
			path->queue[path->last++] = i;
		}
	}
	return false;
}

/* The waits of a circle through `start`, from the last one back to it; 0: there is none. */
static size_t find_circle(const struct waits *waits, size_t start, size_t *ret)
{
	struct path path = { .last = 1 };
	size_t count = 0;

	memset(path.before, -1, sizeof(path.before));
	path.queue[0] = start;
	path.before[start] = (int)start;
	while (path.first < path.last) {
		size_t from = path.queue[path.first++];

		if (!step(waits, &path, from, start))
			continue;
		for (; from != start; from = (size_t)path.before[from])
			ret[count++] = from;
		ret[count++] = start;
		return count;
	}
	return 0;
}

static const char *name_of(const struct wait *wait)
{
	return scene_task_name(wait->scene, wait->task);
}

static void tell_circle(struct waits *waits, const size_t *circle, size_t count)
{
	struct wait *start = &waits->list[circle[count - 1]];
	cleanup_buf struct buf text = BUF_INIT;

	buf_adds(&text, "They wait for each other in a circle: ");
	for (size_t i = count; i-- > 0;) {
		const struct wait *wait = &waits->list[circle[i]];

		buf_printf(&text, "%s%s%s waits for %s",
			i == count - 1 ? ""
			: i == 0       ? " and "
				       : ", ",
			name_of(wait), wait_place(wait->scene, wait->task->tid),
			name_of(&waits->list[circle[i > 0 ? i - 1 : count - 1]]));
	}
	buf_printf(&text, ". %s", start->why.data);
	buf_release(&start->why);
	start->why = (struct buf)BUF_INIT;
	buf_adds(&start->why, text.data);
}

/* The first wait that is in a circle with others tells it, unless it is too long to tell. */
static void tell_circles(struct waits *waits)
{
	enum { LONGEST = 5 };
	size_t circle[SCENE_TASKS];

	for (size_t i = 0; i < waits->count; i++) {
		size_t count = find_circle(waits, i, circle);

		if (count < 2 || count > LONGEST)
			continue;
		tell_circle(waits, circle, count);
		return;
	}
}

/*** telling ***/

static json_t *frames_json(const struct scene *scene, int tid)
{
	json_t *frames = json_array();

	for (size_t i = 0; i < scene->frames_count; i++) {
		const struct seen_frame *frame = &scene->frames[i];

		if (frame->tid == tid && scene_is_students(frame))
			json_array_append_new(frames,
				json_pack("{s:o, s:i, s:o}", "file",
					jsonl_text(frame->file, strlen(frame->file)), "line",
					frame->line, "function",
					jsonl_text(frame->function, strlen(frame->function))));
	}
	return frames;
}

/* Names may come from the student's own binary and be anything. */
static json_t *any_text(const char *text)
{
	return jsonl_text(text, strlen(text));
}

static json_t *wait_json(const struct wait *wait)
{
	const struct seen_task *task = wait->task;
	const struct peer *peer = scene_peer(task->tgid);

	return json_pack("{s:s, s:o, s:i, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:s, s:o}", "kind",
		rank_names[wait->rank], "peer", any_text(peer ? peer->name : ""), "pid", task->tgid,
		"tid", task->tid, "parent", task->ppid, "task", any_text(name_of(wait)), "call",
		any_text(wait->call), "on", any_text(wait->on), "why", any_text(wait->why.data),
		"advice", any_text(wait->advice.data), "read", wait->read, "frames",
		frames_json(wait->scene, task->tid));
}

static int by_rank(const void *a, const void *b)
{
	const struct wait *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->task->tid > y->task->tid) - (x->task->tid < y->task->tid);
}

static struct waits explain_all(const struct scene *scene)
{
	struct waits waits = {
		.list = xcalloc(scene->tasks_count, sizeof(*waits.list)),
		.count = scene->tasks_count,
	};

	for (size_t i = 0; i < waits.count; i++) {
		waits.list[i] = (struct wait){
			.scene = scene,
			.task = &scene->tasks[i],
			.call = scene_call_name(scene, &scene->tasks[i]),
			.why = BUF_INIT,
			.advice = BUF_INIT,
		};
		explain(&waits.list[i]);
	}
	qsort(waits.list, waits.count, sizeof(*waits.list), by_rank);
	tell_circles(&waits);
	return waits;
}

json_t *waits_from_witness(const char *text)
{
	cleanup_free char *copy = xstrdup(text);
	cleanup_free struct scene *scene = xcalloc(1, sizeof(*scene));
	json_t *array = json_array();
	struct waits waits;

	scene_read(scene, copy);
	waits = explain_all(scene);
	for (size_t i = 0; i < waits.count; i++) {
		json_array_append_new(array, wait_json(&waits.list[i]));
		buf_release(&waits.list[i].why);
		buf_release(&waits.list[i].advice);
	}
	free(waits.list);
	return array;
}
