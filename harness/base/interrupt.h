/*
 * Ctrl-C and SIGTERM: noted, so that whoever is at work ends in good order.
 */
#ifndef PROCTOR_BASE_INTERRUPT_H
#define PROCTOR_BASE_INTERRUPT_H

#include <stdbool.h>

/* Begins to note SIGINT, SIGTERM and SIGHUP; a second one ends at once. */
void interrupt_watch(void);

/* Whether one has come. */
bool interrupt_seen(void);

/* Ends this process by the signal that came, as its parent expects (signal(7)). */
void interrupt_end(void) __attribute__((noreturn));

#endif
