/*
 * What one run has shown that is wrong.
 *
 * The same fault shows in many runs, and in each a little otherwise: its kind and its
 * identity tell it from others, whatever the run's order was.
 */
#ifndef PROCTOR_EXPLORE_SIGHTING_H
#define PROCTOR_EXPLORE_SIGHTING_H

#include "harness/explore/lines.h"
#include "harness/explore/session.h"

enum fault_kind_explored {
	EXPLORED_RACE,
	EXPLORED_DEADLOCK,
	EXPLORED_LIVELOCK,
	EXPLORED_CRASH, /* a process died of a signal such as SIGSEGV or SIGABRT */
	EXPLORED_STATUS, /* the exit status is another than in the plain run */
	EXPLORED_KINDS,
};

/* The kind in a word: "race"; and the kind of that word, EXPLORED_KINDS: none. */
const char *explored_word(enum fault_kind_explored kind);
enum fault_kind_explored explored_find(const char *word);

struct sighting {
	enum fault_kind_explored kind;
	uint64_t identity; /* of the places that it is told apart by */
	unsigned which; /* race: index of the finding; crash: of the process */
};

/* More than the arena holds races and processes there cannot be. */
enum { SIGHTINGS = EXPLORE_FINDINGS + ARENA_PROCESSES + 2 };

struct sightings {
	struct sighting list[SIGHTINGS];
	size_t count;
};

/*
 * Each fault of a run once; none of a run that was not finished or of which not all was
 * followed.  `plain_status` is the wait status of the plain run: of this one, where it is that.
 */
void sightings_take(struct sightings *ret, struct lines *lines, const struct session_result *result,
	int plain_status);

/* The one of this kind and identity, or NULL. */
const struct sighting *sightings_find(
	const struct sightings *sightings, enum fault_kind_explored kind, uint64_t identity);

/* Sentences for a student, a line each; the run is the one in which it was seen. */
void sighting_tell(struct buf *out, const struct sighting *sighting, struct lines *lines,
	const struct session_result *result, int plain_status);

/*
 * Where it stands in the program: both sides of a race, one that writes first; of a deadlock the
 * waits, with those for the end of others last; of a crash the last act.  How many were
 * found; each is to be released.
 */
enum { SIGHTING_PLACES = 4 };
size_t sighting_places(const struct sighting *sighting, struct lines *lines,
	const struct session_result *result, struct line_place ret[SIGHTING_PLACES]);

/*
 * Whether a deadlock is a wake-up that came too early: somebody waits for a condition that was
 * signalled before, when nobody waited for it, or for a signal where one had been sent before.
 */
bool sighting_is_lost_wakeup(const struct sighting *sighting, const struct session_result *result);

/* Whether a run was followed from its beginning to its end: else it says nothing. */
bool sighting_possible(const struct session_result *result);

#endif
