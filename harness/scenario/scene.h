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
enum { SCENE_TASKS = 160, SCENE_FRAMES = 1024, SCENE_FDS = 4096 };

struct seen_task {
	int tid, tgid, ppid, call;
	char state;
	unsigned long arguments[6];
	unsigned word, owner; /* of a futex */
	const char *symbol; /* "" when unknown */
};

struct seen_frame {
	int tid, line;
	const char *function, *file;
};

struct seen_fd {
	int tgid, number;
	bool reads, writes;
	const char *target;
};

struct scene {
	struct seen_task tasks[SCENE_TASKS];
	struct seen_frame frames[SCENE_FRAMES];
	struct seen_fd fds[SCENE_FDS];
	size_t tasks_count, frames_count, fds_count;
};

/* Reads the witness's lines (sandbox/witness.h); cuts `text` up. */
void scene_read(struct scene *scene, char *text);

/* The peer that this process is, or NULL. */
const struct peer *scene_peer(int tgid);

/* "relay", "child 2", "thread 1": what a student calls a task, or a process. */
const char *scene_task_name(const struct scene *scene, const struct seen_task *task);
const char *scene_process_name(const struct scene *scene, int tgid);

/* Whether a frame lies in the student's code; the innermost such frame, or NULL. */
bool scene_is_students(const struct seen_frame *frame);
const struct seen_frame *scene_own_frame(const struct scene *scene, int tid);

/* The function of libc that the student's code is in; else the system call's name. */
const char *scene_call_name(const struct scene *scene, const struct seen_task *task);

#endif
