/*
 * Where Proctor's own things lie: beside the program in a build tree, or under
 * the prefix that it was installed with.
 *
 *	build tree              installed
 *	ROOT/assignments        PREFIX/share/proctor/assignments
 *	ROOT/reference          PREFIX/share/proctor/reference
 *	ROOT/rubrics            PREFIX/share/proctor/rubrics
 *	ROOT/suppressions       PREFIX/share/proctor/suppressions
 *	BUILD/oracle/ID         PREFIX/lib/proctor/oracle/ID
 *	BUILD/libproctor-….a    PREFIX/lib/proctor/libproctor-scenario.a
 *	BUILD/libmisuse.so      PREFIX/lib/proctor/libmisuse.so
 *	ROOT (headers)          PREFIX/include/proctor
 */
#ifndef PROCTOR_CORE_HOME_H
#define PROCTOR_CORE_HOME_H

struct home {
	char *data; /* holds assignments/, reference/, rubrics/, suppressions/ */
	char *oracles; /* holds ID/, made when proctor was built */
	char *library; /* what scenarios are linked with */
	char *libraries; /* holds what is loaded into submissions: libmisuse.so */
	char *hidden[3]; /* what no student program may see, NULL-terminated; for boxes */
	char *include; /* for #include "harness/scenario/scenario.h" */
};

/* Found once; lives as long as the process. */
const struct home *home(void);

/*
 * The folder of an assignment: `name` is an ID of ours, or a path to a folder
 * with an assignment.yaml (anything with a slash, or "."). The caller frees;
 * NULL when there is none.
 */
char *home_assignment(const char *name);

#endif
