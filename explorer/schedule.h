/*
 * Who runs next.  Used by the task that holds the token, and by the controller
 * when the holder has died; always by one of them alone.
 *
 * Blocking is trying: a task that would block says on what, and is not asked again
 * before somebody has acted on it.  Before all of them are called deadlocked each
 * tries once more: then the verdict does not rest on what we believed of keys.
 */
#ifndef PROCTOR_EXPLORER_SCHEDULE_H
#define PROCTOR_EXPLORER_SCHEDULE_H

#include "explorer/arena.h"
#include "explorer/key.h"

/* The next one, or -1: then arena->end says why nobody runs any more. */
int schedule_pick(struct arena *arena);

/* Somebody has acted on it: who waits for it may try again. KEY_ANYTHING: everybody. */
void schedule_enable(struct arena *arena, object_key key);

/* The same, and the arena knows that the run goes on; for every act that may help somebody. */
void schedule_acted(struct arena *arena, object_key key);

/* A process has died: its tasks are no more, and everybody may see what it has let go. */
void schedule_bury(struct arena *arena, unsigned process);

/*
 * Something that a kernel or libc may do in one of `count` ways, 0: as it mostly does.  The
 * strategy says; what is not the ordinary one is kept among the run's decisions.
 */
unsigned schedule_choose(struct arena *arena, unsigned count);

/* Keeps what was chosen among the run's decisions, by whoever draws it otherwise. */
unsigned schedule_keep_choice(struct arena *arena, unsigned choice);

/* The same, of something that may happen or not, and is drawn once in `seldom` times. */
bool schedule_happens(struct arena *arena, unsigned seldom);

/* A number below `count`, which is not 0: the same for the same seed. */
uint64_t schedule_random(struct arena *arena, uint64_t count);

/* The next one of a stream, whose state is its seed at first. */
uint64_t schedule_draw(uint64_t *stream, uint64_t count);

#endif
