/*
 * What a scenario process is asked to do: the file named by PROCTOR_REQUEST.
 *
 * steps/run.c writes it, the scenario library reads it; one JSON object:
 *
 *	{ "programs": DIR,      the submission's programs
 *	  "reference": DIR,     the reference's programs
 *	  "record": FILE,       observations are appended here, one line each
 *	  "seed": TEXT,         the submission's digest
 *	  "only": [PATTERN …],  scenarios to run; absent: all
 *	  "mechanisms": [NAME …], what the seccomp rule lets through; absent: all
 *	  "require": "full",              the isolation mode, at least
 *	  "hidden": [FOLDER …], what lies below /usr and no program may see
 *	  "limits": {"cpu_ms": N, "memory_mb": N, "processes": N},  any of them
 *	  "tool"?: {"name": NAME, "command": [WORD …], "evidence": DIR,
 *	            "environment"?: [NAME=VALUE …], "suppressions"?: FILE, "libraries"?: [FILE …],
 *	            "controller"?: FILE, "output"?: true} }
 *
 * With a tool, each of the submission's programs is started as COMMAND…
 * PROGRAM ARGS… with that in its environment, expectations do not end the scenario, and what
 * each process writes to the descriptor REQUEST_REPORT comes out as one file of
 * evidence/SUITE.NAME/.
 *
 * A tool with libraries has these files put into REQUEST_LIBRARIES, to be loaded into the
 * programs or to run them.  It leaves their descriptors as they are, and writes to files in
 * REQUEST_EVIDENCE, which come out instead.  With "output", what each program printed comes out
 * as well: PID.stdout.
 *
 * A tool with a controller runs what explore() asks for, and nothing else: the file lies beside
 * the libraries, its command begins with it, and it reports as a tool without any does.
 */
#ifndef PROCTOR_SCENARIO_REQUEST_H
#define PROCTOR_SCENARIO_REQUEST_H

#include <jansson.h>
#include <stdbool.h>

#include "sandbox/box.h"

/*
 * What a word of a tool's command may end with: the numbers of descriptors.  Into the
 * first the tool writes its report, from the second it may read its suppressions.
 */
#define REQUEST_REPORT "{report}"
#define REQUEST_SUPPRESSIONS "{suppressions}"

/* Inside of the box: where a library writes, and where it lies. */
#define REQUEST_EVIDENCE "/tmp/.evidence"
#define REQUEST_LIBRARIES "/tmp/.tool"

struct request {
	char *programs;
	char *reference;
	char *record;
	char *seed;
	json_t *only; /* NULL: all */
	struct box_options box;
	char *tool; /* NULL: a plain run */
	const char **command; /* NULL-terminated; borrowed from `object` */
	const char **environment; /* as well; what a tool adds to it */
	char *evidence;
	char *suppressions; /* NULL: none */
	const char **libraries; /* as well; of the host */
	char *controller; /* of the host; NULL: none */
	bool output; /* what was printed is evidence, too */
	json_t *object;
};

/*
 * Reads the file that PROCTOR_REQUEST names.  0, or -EINVAL with a sentence on
 * stderr.  Free with request_release(), unless it lives as long as the process.
 */
int request_load(struct request *ret);
void request_release(struct request *request);

#endif
