/*
 * memcheck: memory errors and leaks of every process of the submission.
 */
#include "harness/analyse/valgrind.h"

static const struct valgrind_kind kinds_of_error[] = {
	{ "InvalidRead", "invalid-access",
		"Check the bounds of what is read, and that the memory still lives.", "malloc(3)" },
	{ "InvalidWrite", "invalid-access",
		"Check the bounds of what is written, and that the memory still lives.",
		"malloc(3)" },
	{ "InvalidJump", "invalid-access", "A function pointer does not point at a function.", "" },
	{ "Overlap", "invalid-access", "Use memmove() for areas that overlap.", "memmove(3)" },
	{ "UninitCondition", "uninitialised",
		"Give the variable a value on every way that leads here.", "" },
	{ "UninitValue", "uninitialised", "Give the variable a value on every way that leads here.",
		"" },
	{ "SyscallParam", "uninitialised",
		"Bytes without a value are handed to the kernel; initialise the whole buffer.",
		"write(2)" },
	{ "InvalidFree", "bad-free", "Free each block once, and only what malloc() returned.",
		"free(3)" },
	{ "MismatchedFree", "bad-free", "Free each block once, and only what malloc() returned.",
		"free(3)" },
	{ "Leak_DefinitelyLost", "leak", "Free this memory when it is not needed any more.",
		"free(3)" },
	{ NULL },
};

static const char *const kinds[] = { "invalid-access", "uninitialised", "bad-free", "leak", NULL };

static const char *const command[] = {
	"/usr/bin/valgrind",
	"--tool=memcheck",
	"--quiet",
	"--xml=yes",
	VALGRIND_XML,
	VALGRIND_OWN_OPTIONS,
	"--trace-children=yes",
	"--leak-check=full",
	"--show-leak-kinds=definite",
	"--errors-for-leak-kinds=none",
	/* A second witness, should the log be forged. */
	VALGRIND_ERROR_EXIT,
	"--vgdb=no",
	"--num-callers=24",
	NULL,
};

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	return valgrind_analyse("memcheck", kinds_of_error, true, in, out, why);
}

static char *withheld(const struct analysis *in, bool *ret_proven)
{
	return valgrind_withheld("memcheck", in, ret_proven);
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "memcheck",
	.about = "memory errors and leaks, by Valgrind's memcheck",
	.kinds = kinds,
	.command = command,
	.program = "valgrind",
	.analyse = analyse,
	.withheld = withheld,
};
