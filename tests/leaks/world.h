/*
 * What there is on this host that a box could leave behind, as lines of text,
 * one a thing.  Two pictures are taken; what the second has and the first has
 * not is a leak.
 *
 * Others use this machine too.  A process counts when its command line carries
 * the mark; a file of a shared folder and a control group when their name has
 * the mark, or begins as those of the box do and does not hold the number of a
 * living process (then that process is its owner); every mount counts.
 * A namespace needs no line: it lives as long as a process, a mount or a
 * descriptor holds it, and those are looked for.
 *
 * Source: proc(5), sysvipc(7), mq_overview(7), cgroups(7).
 */
#ifndef PROCTOR_TESTS_LEAKS_WORLD_H
#define PROCTOR_TESTS_LEAKS_WORLD_H

#include <stddef.h>
#include <sys/types.h>

/* How to know what is ours; borrowed strings. */
struct world_scope {
	const char *mark; /* begins the names of all that a mess makes */
	const char *folder; /* the TMPDIR of our keepers: everything in it counts */
	key_t keys; /* System V objects from here … */
	unsigned numbers; /* … this many, and as many message queues MARK-0, MARK-1, … */
};

struct world {
	char **lines; /* sorted */
	size_t count, room;
};

void world_take(const struct world_scope *scope, struct world *ret);
void world_release(struct world *world);

/* The lines of `after` that `before` has not, into a buffer of `room`; how many there are. */
size_t world_new(
	const struct world *before, const struct world *after, char *ret_text, size_t room);

/*
 * What is there now and was not before, once no process of ours lives: what goes
 * away after that was somebody else's, so it is given `seconds` to do so.
 */
size_t world_stayed(const struct world_scope *scope, const struct world *before, int seconds,
	char *ret_text, size_t room);

/* Removes the IPC objects that carry the mark, so that a failure litters no host. */
void world_remove(const struct world_scope *scope);

/* Open descriptors of this process. */
size_t world_descriptors(void);

/* Resident memory of this process. */
long world_resident_kib(void);

#endif
