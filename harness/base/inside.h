/*
 * Paths inside of a box, as compilers, tools and debug information tell them.
 *
 * Programs are built and run in /box.  In isolation mode `plain` that folder lies
 * in a private one (sandbox/folder.h), and its full path is what comes back.
 */
#ifndef PROCTOR_BASE_INSIDE_H
#define PROCTOR_BASE_INSIDE_H

/*
 * What follows /box and its slashes: "relay.c" for "/box/relay.c" and for
 * "/tmp/proctor-a1b2c3/box/relay.c", "" for "/box".  NULL for a path elsewhere.
 */
const char *inside_box(const char *path);

#endif
