/*
 * The reader of the output, who is outside of the program and may leave: CHOICE_LEAVE.
 */
#ifndef PROCTOR_EXPLORER_OUTSIDE_H
#define PROCTOR_EXPLORER_OUTSIDE_H

#include "explorer/calls.h"

/* Before each write to a file: whether that is the output, and its reader has gone by now. */
bool outside_reader_has_left(object_key key) HIDDEN;

/* What a write then does, as a step: SIGPIPE to the thread that makes it, and -EPIPE. */
long outside_tell_writer(struct call *call, object_key key) HIDDEN;

#endif
