/*
 * The tool that the submission's programs run under in this scenario, if any: its
 * command, what it is given, and what it says (request.h, "tool").
 *
 * It reports into a ledger (sandbox/ledger.h), so that the program that it runs in
 * can neither change nor take back what it has said.  One that is a library in the program
 * itself could not keep a descriptor from it, and writes to files of the box.  The explorer
 * is a controller, which is a program of its own and reports into the ledger, and a library, which
 * the controller loads into the programs that it runs.
 */
#ifndef PROCTOR_SCENARIO_TOOL_H
#define PROCTOR_SCENARIO_TOOL_H

#include <jansson.h>
#include <stdbool.h>

#include "sandbox/box.h"
#include "sandbox/ledger.h"

struct tool {
	struct ledger ledger; /* open once a program was prepared */
	int suppressions; /* -1: none */
	json_t *evidence; /* paths of what tool_fetch() wrote */
	bool libraries_are_put; /* into the box of the submission, with the controller */
	const char *const *words; /* of explore(): behind the command; NULL: nobody explores */
};

#define TOOL_INIT                                                                                  \
	{                                                                                          \
		.ledger = LEDGER_INIT, .suppressions = -1                                          \
	}

/*
 * Puts the stage's tool before a program of the submission: its command and its
 * descriptors.  Ends the scenario as broken when that cannot be done.
 */
void tool_prepare(struct box *box, struct box_program *program);

/* Writes what the processes reported to the evidence folder of the scenario, one file each. */
void tool_fetch(void);

/* What is known of the reports for the observation (new reference). */
json_t *tool_json(void);

void tool_release(struct tool *tool);

#endif
