/*
 * How init becomes init of an open box: one way for each isolation mode.
 */
#ifndef PROCTOR_SANDBOX_SET_UP_H
#define PROCTOR_SANDBOX_SET_UP_H

#include "sandbox/serve.h"

/*
 * All of it.  0 or a negative errno, then `*ret_what` says at what.  In mode full
 * the keeper may have been told already that the box is open (init->told).
 */
int set_up(struct init *init, const char **ret_what);

/* Leaves nothing of the keeper's open but the wire, and waits for its leave, which set_up() does
 * too: until it has mapped our ids we are nobody. 0 or a negative errno. */
int set_up_await(struct init *init);

/* Tells the keeper that the box is open; or where it failed. Plain: where the private folder is. */
void set_up_tell(struct init *init, int error, const char *what);

#endif
