/*
 * init's answers to what the keeper asks of the box's tasks: each takes the question
 * in init->in and answers it (sandbox/wire.h says with what).
 */
#ifndef PROCTOR_SANDBOX_EVIDENCE_H
#define PROCTOR_SANDBOX_EVIDENCE_H

#include "sandbox/serve.h"

void evidence_sample(struct init *init); /* WIRE_SAMPLE */
void evidence_children(struct init *init); /* WIRE_CHILDREN */
void evidence_witness(struct init *init); /* WIRE_WITNESS */
void evidence_spins(struct init *init); /* WIRE_SPINS */
void evidence_timers(struct init *init); /* WIRE_TIMERS */
void evidence_census(struct init *init); /* WIRE_CENSUS */

#endif
