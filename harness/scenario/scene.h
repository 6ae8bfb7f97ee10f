/*
 * What a witness saw, as tables: tasks, their stacks and descriptors, and what a
 * student calls each of them.
 *
 * A scene borrows from the text that it was read from.
 */
#ifndef PROCTOR_SCENARIO_SCENE_H
#define PROCTOR_SCENARIO_SCENE_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/scenario/stage.h"

/* What is more than this is not told: a knot repeats itself. */
enum { SCENE_TASKS = 160, SCENE_FRAMES = 1024, SCENE_FDS = 4096, SCENE_FACTS = 8192 };

struct seen_task {
	int tid, tgid, ppid, call;
	char state;
	unsigned long arguments[6];
};

struct seen_frame {
	int tid, line;
	const char *function, *file, *called; /* "" when unknown */
};

struct seen_fd {
	int tgid, number;
	bool reads, writes;
	const char *target, *kind, *file; /* kind and file: "" when unknown */
};

/* Any other line of the witness: whoever explains a way to block reads those of its own. */
struct seen_fact {
	const char *kind; /* its first field; the others follow, each after a NUL */
	size_t fields; /* how many follow */
};

struct scene {
	struct seen_task tasks[SCENE_TASKS];
	struct seen_frame frames[SCENE_FRAMES];
	struct seen_fd fds[SCENE_FDS];
	struct seen_fact facts[SCENE_FACTS];
	size_t tasks_count, frames_count, fds_count, facts_count;
};

/* Reads the witness's lines (sandbox/witness.h); cuts `text` up. */
void scene_read(struct scene *scene, char *text);

/*
 * The next line of this kind about this task, process or inode; NULL when there is none.
 * `*at` is where the search goes on: 0 at first.
 */
const struct seen_fact *scene_next(
	const struct scene *scene, const char *kind, long whose, size_t *at);

/* The first such line, or NULL. */
const struct seen_fact *scene_fact(const struct scene *scene, const char *kind, long whose);

/* A field behind the kind, from 0 on: "" and 0 where there is none.  Numbers as C writes them. */
const char *fact_text(const struct seen_fact *fact, size_t field);
long fact_number(const struct seen_fact *fact, size_t field);

/* The task or descriptor of that number, or NULL. */
const struct seen_task *scene_task(const struct scene *scene, int tid);
const struct seen_fd *scene_fd(const struct scene *scene, int tgid, int number);

/* The peer that this process is, or NULL. */
const struct peer *scene_peer(int tgid);

/* "relay", "child 2", "thread 1": what a student calls a task, or a process. */
const char *scene_task_name(const struct scene *scene, const struct seen_task *task);
const char *scene_process_name(const struct scene *scene, int tgid);

/* Whether a frame lies in the student's code; the innermost such frame, or NULL. */
bool scene_is_students(const struct seen_frame *frame);
const struct seen_frame *scene_own_frame(const struct scene *scene, int tid);

/* The function that the student's code called; else the system call's name. */
const char *scene_call_name(const struct scene *scene, const struct seen_task *task);

#endif
