/*
 * proctor replay DIR/SUBMISSION: what the explorer found while that was graded, listed and shown.
 */
#ifndef PROCTOR_CMD_REPLAY_GRADED_H
#define PROCTOR_CMD_REPLAY_GRADED_H

/* Lists what there is, with numbers from 1. An exit status. */
int replay_graded_list(const char *dir);

/*
 * Runs the schedule of one of them in a fresh box, and shows it step by step: the program is the
 * submission's, and has none of our rights.  An exit status.
 */
int replay_graded_show(const char *dir, unsigned number);

#endif
