/*
 * From what a witness saw to an explanation: who waits for what, who could end
 * the wait, and why nobody will.
 *
 * Each blocked task of the scene becomes one entry of the observation's "waits".  Entries are
 * ranked: a task that waits for itself, then for a lock, then for data, and last those that only
 * wait for other tasks to end: the first entry is the cause, the others are what followed.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"
#include "harness/scenario/scene.h"
#include "harness/scenario/stage.h"

/*** reasons ***/

/* How near to the cause a wait is: lower comes first. */
enum rank { RANK_ITSELF, RANK_LOCK, RANK_FULL, RANK_DATA, RANK_SEMAPHORE, RANK_OTHER, RANK_END };

/* The "kind" of an entry, for whoever reads the observation. */
static const char *const rank_names[] = { "itself", "lock", "full", "data", "semaphore", "other",
	"end" };

struct wait {
	const struct scene *scene;
	const struct seen_task *task;
	const char *call;
	const char *on;
	enum rank rank;
	struct buf why;
	struct buf advice;
};

static const struct seen_fd *find_fd(const struct scene *scene, int tgid, int number)
{
	for (size_t i = 0; i < scene->fds_count; i++)
		if (scene->fds[i].tgid == tgid && scene->fds[i].number == number)
			return &scene->fds[i];
	return NULL;
}

static bool harness_holds(const char *target, bool as_writer)
{
	unsigned long inode = 0;

	if (text_starts(target, "pipe:["))
		inode = strtoul(target + strlen("pipe:["), NULL, 10);
	for (size_t i = 0; inode && i < stage.peers_count; i++) {
		const struct peer *peer = stage.peers[i];

		if (as_writer ? peer->input_inode == inode && peer->input.fd >= 0
			      : (peer->output_inode == inode && peer->output.fd >= 0) ||
					(peer->errors_inode == inode && peer->errors.fd >= 0))
			return true;
	}
	return false;
}

/* Lists who holds the other end of a pipe; whether the waiting process does itself. */
static size_t list_holders(
	const struct wait *wait, const char *target, bool writers, struct buf *list, int *ret_own)
{
	enum { SHOWN = 6 };
	size_t count = 0;

	*ret_own = -1;
	for (size_t i = 0; i < wait->scene->fds_count; i++) {
		const struct seen_fd *fd = &wait->scene->fds[i];

		if (strcmp(fd->target, target) != 0 || !(writers ? fd->writes : fd->reads))
			continue;
		if (fd->tgid == wait->task->tgid)
			*ret_own = fd->number;
		if (count++ >= SHOWN)
			continue;
		buf_printf(list, "%s%s, descriptor %d", count > 1 ? "; " : "",
			fd->tgid == wait->task->tgid
				? scenario_text(
					  "%s itself", scene_process_name(wait->scene, fd->tgid))
				: scene_process_name(wait->scene, fd->tgid),
			fd->number);
	}
	if (count > SHOWN)
		buf_printf(list, "; and %zu more", count - SHOWN);
	return count;
}

static void explain_read_pipe(struct wait *wait, const struct seen_fd *fd)
{
	cleanup_buf struct buf holders = BUF_INIT;
	int own;
	size_t count = list_holders(wait, fd->target, true, &holders, &own);

	wait->on = scenario_text("the read end of a pipe (descriptor %d)", fd->number);
	wait->rank = RANK_DATA;
	if (harness_holds(fd->target, true)) {
		wait->on = "its standard input";
		wait->rank = RANK_END;
		buf_adds(&wait->why, "It waits for more input, and none comes.");
	} else if (own >= 0) {
		wait->rank = RANK_ITSELF;
		buf_printf(&wait->why,
			"End of file never comes, because a write end of that pipe is still open. "
			"Open write ends: %s.",
			holders.data);
		buf_printf(&wait->advice, "Close descriptor %d in this process after fork().", own);
	} else if (count > 0) {
		buf_printf(&wait->why,
			"Nothing comes, and end of file does not come either while a write end is "
			"open. Open write ends: %s.",
			holders.data);
		buf_adds(&wait->advice, "Close every write end that is not written to any more.");
	}
}

static void explain_write_pipe(struct wait *wait, const struct seen_fd *fd)
{
	cleanup_buf struct buf holders = BUF_INIT;
	int own;
	size_t count = list_holders(wait, fd->target, false, &holders, &own);

	wait->on = scenario_text("the write end of a pipe (descriptor %d)", fd->number);
	wait->rank = RANK_FULL;
	if (harness_holds(fd->target, false))
		buf_adds(&wait->why, "The pipe is full and nobody reads the output any more.");
	else
		buf_printf(&wait->why, "The pipe is full and nobody reads it. Open read ends: %s.",
			count ? holders.data : "none");
	if (own >= 0 && count == 1)
		buf_printf(&wait->advice,
			"Close descriptor %d in this process: with a reader that is itself it can "
			"never get SIGPIPE.",
			own);
}

static void explain_fd(struct wait *wait, bool writes)
{
	const struct seen_fd *fd =
		find_fd(wait->scene, wait->task->tgid, (int)wait->task->arguments[0]);

	wait->rank = RANK_OTHER;
	wait->on = scenario_text("descriptor %d", (int)wait->task->arguments[0]);
	if (!fd)
		return;
	if (!text_starts(fd->target, "pipe:["))
		wait->on = scenario_text("descriptor %d (%s)", fd->number, fd->target);
	else if (writes)
		explain_write_pipe(wait, fd);
	else
		explain_read_pipe(wait, fd);
}

static const char *object(const struct wait *wait, const char *noun)
{
	if (wait->task->symbol[0])
		return scenario_text("the %s %s", noun, wait->task->symbol);
	return scenario_text("a %s at 0x%lx", noun, wait->task->arguments[0]);
}

static void explain_mutex(struct wait *wait)
{
	int owner = (int)wait->task->owner;
	const struct seen_task *holder = NULL;

	for (size_t i = 0; i < wait->scene->tasks_count; i++)
		if (wait->scene->tasks[i].tid == owner)
			holder = &wait->scene->tasks[i];
	wait->on = object(wait, "mutex");
	wait->rank = RANK_LOCK;
	if (owner == wait->task->tid) {
		wait->rank = RANK_ITSELF;
		buf_adds(&wait->why, "It holds that mutex itself already.");
		buf_adds(&wait->advice,
			"Lock a mutex once, and unlock it on every way out of the function.");
	} else if (holder) {
		const struct seen_frame *at = scene_own_frame(wait->scene, owner);

		buf_printf(&wait->why, "%s holds it", scene_task_name(wait->scene, holder));
		if (at)
			buf_printf(&wait->why, " and waits itself at %s:%d", at->file, at->line);
		buf_addch(&wait->why, '.');
		buf_adds(&wait->advice,
			"Take several mutexes in one order, the same in every thread.");
	} else {
		buf_adds(&wait->why, "Who locked it has ended, or is not there any more.");
		buf_adds(&wait->advice, "Unlock the mutex on every way out.");
	}
}

static void explain_semaphore(struct wait *wait)
{
	wait->on = object(wait, "semaphore");
	wait->rank = RANK_SEMAPHORE;
	buf_adds(&wait->why,
		"Its value is 0, and every task that could post it waits too or has ended.");
	buf_adds(&wait->advice, "Check the initial value, and that each wait has its post.");
}

static void explain_condition(struct wait *wait)
{
	wait->on = object(wait, "condition variable");
	wait->rank = RANK_DATA;
	buf_adds(&wait->why, "Every task that could signal it waits too or has ended.");
	buf_adds(&wait->advice,
		"Test the condition in a while loop under the mutex before waiting: a signal that "
		"comes before the wait is lost.");
}

static void explain_join(struct wait *wait)
{
	wait->on = "the end of a thread";
	wait->rank = RANK_END;
	buf_adds(&wait->why, "That thread waits itself and never ends.");
}

static void explain_futex(struct wait *wait)
{
	static const struct {
		const char *call;
		void (*explain)(struct wait *wait);
	} kinds[] = {
		{ "pthread_mutex_lock", explain_mutex },
		{ "sem_wait", explain_semaphore },
		{ "pthread_cond_wait", explain_condition },
		{ "pthread_join", explain_join },
	};

	wait->on = object(wait, "futex");
	wait->rank = RANK_OTHER;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].call, wait->call) == 0)
			kinds[i].explain(wait);
}

static void explain_wait(struct wait *wait)
{
	enum { SHOWN = 4 };
	cleanup_buf struct buf list = BUF_INIT;
	size_t count = 0;

	for (size_t i = 0; i < wait->scene->tasks_count; i++) {
		const struct seen_task *child = &wait->scene->tasks[i];

		if (child->tid == child->tgid && child->ppid == wait->task->tgid && count++ < SHOWN)
			buf_printf(&list, "%s%s", list.length ? ", " : "",
				scene_task_name(wait->scene, child));
	}
	wait->on = "the end of a child process";
	wait->rank = RANK_END;
	if (count > SHOWN)
		buf_printf(&list, " and %zu more", count - SHOWN);
	if (count)
		buf_printf(&wait->why, "It waits for %s, which never end%s.", list.data,
			count == 1 ? "s" : "");
}

static void explain_signal(struct wait *wait)
{
	wait->on = "a signal";
	wait->rank = RANK_OTHER;
	buf_adds(&wait->why, "No timer is set, and every task that could send one waits too.");
}

static void explain_read(struct wait *wait)
{
	explain_fd(wait, false);
}

static void explain_write(struct wait *wait)
{
	explain_fd(wait, true);
}

static const struct {
	int call;
	void (*explain)(struct wait *wait);
} explained[] = {
	{ SYS_read, explain_read },
	{ SYS_readv, explain_read },
	{ SYS_write, explain_write },
	{ SYS_writev, explain_write },
	{ SYS_futex, explain_futex },
	{ SYS_wait4, explain_wait },
	{ SYS_waitid, explain_wait },
	{ SYS_pause, explain_signal },
	{ SYS_rt_sigsuspend, explain_signal },
	{ SYS_rt_sigtimedwait, explain_signal },
};

static void explain(struct wait *wait)
{
	wait->on = "something that does not come";
	wait->rank = RANK_OTHER;
	if (wait->task->state == 'T') {
		wait->on = "SIGCONT";
		buf_adds(&wait->why, "It is stopped, and nobody continues it.");
		return;
	}
	for (size_t i = 0; i < sizeof(explained) / sizeof(*explained); i++)
		if (explained[i].call == wait->task->call)
			explained[i].explain(wait);
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

	return json_pack("{s:s, s:o, s:i, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "kind",
		rank_names[wait->rank], "peer", any_text(peer ? peer->name : ""), "pid", task->tgid,
		"tid", task->tid, "parent", task->ppid, "task",
		any_text(scene_task_name(wait->scene, task)), "call", any_text(wait->call), "on",
		any_text(wait->on), "why", any_text(wait->why.data), "advice",
		any_text(wait->advice.data), "frames", frames_json(wait->scene, task->tid));
}

static int by_rank(const void *a, const void *b)
{
	const struct wait *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->task->tid > y->task->tid) - (x->task->tid < y->task->tid);
}

json_t *waits_from_witness(const char *text)
{
	cleanup_free char *copy = xstrdup(text);
	cleanup_free struct scene *scene = xcalloc(1, sizeof(*scene));
	cleanup_free struct wait *waits = NULL;
	json_t *array = json_array();
	size_t count;

	scene_read(scene, copy);
	count = scene->tasks_count;
	waits = xcalloc(count, sizeof(*waits));
	for (size_t i = 0; i < count; i++) {
		waits[i] = (struct wait){
			.scene = scene,
			.task = &scene->tasks[i],
			.call = scene_call_name(scene, &scene->tasks[i]),
			.why = BUF_INIT,
			.advice = BUF_INIT,
		};
		explain(&waits[i]);
	}
	qsort(waits, count, sizeof(*waits), by_rank);
	for (size_t i = 0; i < count; i++) {
		json_array_append_new(array, wait_json(&waits[i]));
		buf_release(&waits[i].why);
		buf_release(&waits[i].advice);
	}
	return array;
}
