/*
 * memcheck: memory errors and leaks of every process of the submission.
 */
#include "harness/analyse/valgrind.h"

#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/text.h"

/* "write" of "Syscall param write(buf) points to …", as the program calls it. */
static char *call_of(const char *what)
{
	static const struct {
		const char *kernel, *libc;
	} others[] = {
		{ "mq_timedsend", "mq_send" },
		{ "pwrite64", "pwrite" },
	};
	const char *open = strchr(what, '(');
	const char *name = open;

	if (!open)
		return xstrdup("a system call");
	while (name > what && name[-1] != ' ' && name[-1] != '.')
		name--;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (text_starts(name, others[i].kernel))
			return xasprintf("%s()", others[i].libc);
	return xasprintf("%.*s()", (int)(open - name), name);
}

static char *say_sent(const char *what, const char *process)
{
	cleanup_free char *call = call_of(what);

	return xasprintf("uninitialised bytes are sent through %s, by %s", call, process);
}

static char *say_beyond(const char *what, const char *process)
{
	cleanup_free char *call = call_of(what);

	return xasprintf(
		"%s reaches beyond the memory that it may use, in %s (%s)", call, process, what);
}

static char *say_leak(const char *what, const char *process)
{
	return xasprintf("%s, when %s ended", what, process);
}

#define SENT(call)                                                                                 \
	{                                                                                          \
		.valgrind = "SyscallParam", .words = call ") points to uninitialised",             \
		.kind = "uninitialised",                                                           \
		.hint = "Give every byte that is sent a value: memset() the whole struct, the "    \
			"padding between its members too, or send only what was filled in.",       \
		.read = "memset(3)", .say = say_sent, .doubtful = true,                            \
	}

static const struct valgrind_kind kinds_of_error[] = {
	{ .valgrind = "InvalidRead",
		.kind = "invalid-access",
		.hint = "Check the bounds of what is read, and that the memory still lives.",
		.read = "malloc(3)" },
	{ .valgrind = "InvalidWrite",
		.kind = "invalid-access",
		.hint = "Check the bounds of what is written, and that the memory still lives.",
		.read = "malloc(3)" },
	{ .valgrind = "InvalidJump",
		.kind = "invalid-access",
		.hint = "A function pointer does not point at a function.",
		.read = "" },
	{ .valgrind = "Overlap",
		.kind = "invalid-access",
		.hint = "Use memmove() for areas that overlap.",
		.read = "memmove(3)" },
	{ .valgrind = "UninitCondition",
		.kind = "uninitialised",
		.hint = "Give the variable a value on every way that leads here.",
		.read = "" },
	{ .valgrind = "UninitValue",
		.kind = "uninitialised",
		.hint = "Give the variable a value on every way that leads here.",
		.read = "" },
	{ .valgrind = "SyscallParam",
		.words = "unaddressable",
		.kind = "invalid-access",
		.hint = "Hand over no more bytes than the buffer has.",
		.read = "write(2)",
		.say = say_beyond },
	/* Padding never needs a value, and nothing tells it apart from a forgotten member. */
	SENT("(buf"),
	SENT("]"),
	SENT("(msg"),
	SENT("->mtext"),
	SENT("(msg_ptr"),
	{ .valgrind = "SyscallParam",
		.kind = "uninitialised",
		.hint = "Bytes without a value are handed to the kernel; initialise the whole "
			"buffer.",
		.read = "write(2)" },
	{ .valgrind = "InvalidFree",
		.kind = "bad-free",
		.hint = "Free each block once, and only what malloc() returned.",
		.read = "free(3)" },
	{ .valgrind = "MismatchedFree",
		.kind = "bad-free",
		.hint = "Free each block once, and only what malloc() returned.",
		.read = "free(3)" },
	{ .valgrind = "Leak_DefinitelyLost",
		.kind = "leak",
		.hint = "Free this memory when it is not needed any more.",
		.read = "free(3)",
		.say = say_leak,
		/* The kernel frees all of a child's copy; only the program itself can be at fault.
		 */
		.at_exit = true },
	{ NULL },
};

static const char *const kinds[] = { "invalid-access", "uninitialised", "bad-free", "leak", NULL };

static const char *const command[] = {
	VALGRIND_COMMAND("memcheck"),
	"--leak-check=full",
	"--show-leak-kinds=definite",
	/* A leak is told at the end, when the status can change nothing any more. */
	"--errors-for-leak-kinds=none",
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
	.suppressions = "memcheck.supp",
	.program = "valgrind",
	.analyse = analyse,
	.withheld = withheld,
};
