/*
 * What the files of the scenario library share: the one scenario that this
 * process runs, its box and its peers.  Scenarios themselves include only
 * scenario.h.
 */
#ifndef PROCTOR_SCENARIO_STAGE_H
#define PROCTOR_SCENARIO_STAGE_H

#include <jansson.h>
#include <setjmp.h>
#include <stdbool.h>

#include "harness/core/verdict.h"
#include "harness/scenario/compare.h"
#include "harness/scenario/request.h"
#include "harness/scenario/scenario.h"
#include "harness/scenario/tool.h"
#include "sandbox/box.h"
#include "sandbox/stream.h"

enum { STAGE_PEERS = BOX_PEERS };

struct peer {
	char *name;
	enum peer_program program;
	const char **argv; /* NULL-terminated, owned with its strings by the scenario's memory */
	struct box *box; /* the box that it runs in */
	struct box_peer *in_box;
	struct feed input;
	struct capture output;
	struct capture errors;
	unsigned long input_inode, output_inode, errors_inode; /* of the pipes; 0: none */
};

/* The scenario that runs in this process. */
struct stage {
	const struct scenario *scenario;
	struct request request;
	struct box *box; /* NULL until the first peer */
	enum isolation isolation; /* of the boxes */
	struct box *oracle; /* the reference's own box; NULL: none */
	struct peer *peers[STAGE_PEERS];
	size_t peers_count;
	json_t *expectations; /* as in core/observation.h */
	json_t *waits; /* NULL until a witness was called */
	char *census; /* the box's text, NULL until taken */
	enum verdict verdict;
	char *reason;
	uint64_t random; /* the generator's state */
	double cpu_ms, wall_ms; /* of all boxes, filled when they close */
	unsigned orphans;
	json_t *denied;
	struct tool tool;
	json_t *explored; /* as in core/observation.h; NULL: nothing was */
	jmp_buf end; /* out of the body */
};

extern struct stage stage;

/* Ends the scenario: broken on our side, with one sentence for people. */
void stage_broken(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Ends it as broken when `error` (a negative errno) is one. */
void stage_check(int error, const char *what);

/* The scenario's box, opened on first use, with the programs in it. */
struct box *stage_box(void);

/* Opens one more box of the same kind (an oracle's). */
struct box *stage_open_box(enum peer_program program);

/* Starts a program in a given box. */
struct peer *peer_start_in(struct box *box, const char *name, const struct peer_options *options);

/* Pumps until the box has settled or is empty. */
enum box_rest stage_settle(struct box *box);

/* Settles; a peer that is left then can never end: takes the witness and condemns it. */
void stage_finish(struct peer *peer);

/* Takes the witness of who waits for what into stage.waits, once. */
void stage_witness(void);

/* Releases a peer's streams. */
void peer_release(struct peer *peer);

/* What one expectation found. */
struct finding_of_expectation {
	const char *what;
	const char *expected;
	const char *seen;
	const char *file;
	int line;
	const struct peer *peer; /* that it is about; NULL: none, or several */
	const struct difference *output; /* where that one's output is wrong; NULL: it is not */
};

/* Notes an expectation; an unmet one ends the scenario (not under a tool). */
void stage_expect(bool met, const struct finding_of_expectation *found);

/* record.c: writes the observation of the stage as one line. 0 or a negative errno. */
int record_write(void);

/* waits.c: from a witness's text to the "waits" of an observation (new reference). */
json_t *waits_from_witness(const char *text);

/* spins.c: from the evidence of box_spins() to the "spins" of an observation (new reference). */
json_t *spins_from_evidence(const char *text);

/* random.c: seeds the generator from the request's seed and the scenario's name. */
void random_seed(const char *seed, const char *name);

/* census_left.c: whether a census could not tell whose IPC objects are whose. */
bool census_is_blind(const char *census);

/* The text of a census without what is of no matter; how many lines. */
json_t *census_left(const char *census, unsigned *ret_processes, unsigned *ret_zombies);

#endif
