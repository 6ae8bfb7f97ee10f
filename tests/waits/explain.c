/*
 * explain: runs one program in a box, as a scenario does, and tells how it ended; of a
 * deadlock also the explanation that a student gets.
 *
 *	explain [--time] PROGRAM
 *
 * The first line is the outcome, then come the waits, the cause first.  --time tells on
 * standard error how long it took from the start of the program to the verdict, and the mode.
 * Exit status: 0, whatever was seen; 2 usage; 3 no box here.
 *
 * It stands for the rest of the scenario library, which needs Criterion's runner.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/scenario/stage.h"

enum { EXIT_USAGE = 2, EXIT_BROKEN = 3 };

struct stage stage;

/* The process tells one thing and ends: nothing is freed. */
const char *scenario_text(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	return text;
}

static void __attribute__((noreturn)) broken(const char *what, const char *why)
{
	fprintf(stderr, "explain: %s: %s\n", what, why);
	exit(EXIT_BROKEN);
}

static void check(int error, const char *what)
{
	if (error < 0)
		broken(what, strerror(-error));
}

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void start(struct box *box, const char *program, const char *name)
{
	static struct peer peer;
	cleanup_close int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	const char *inside = scenario_text("/box/%s", name);
	const char *const argv[] = { inside, NULL };

	check(box_put_file(box, inside, program, 0755), program);
	peer = (struct peer){ .name = strdup(name), .box = box };
	check(box_start(box,
		      &(struct box_program){ .argv = argv, .fds = { null, null, STDERR_FILENO } },
		      &peer.in_box),
		"cannot start the program");
	stage.box = box;
	stage.peers[stage.peers_count++] = &peer;
}

static void tell_wait(const json_t *wait)
{
	const json_t *frame = json_array_get(json_object_get(wait, "frames"), 0);

	printf("%s waits in %s() on %s", jsonl_string(wait, "task", ""),
		jsonl_string(wait, "call", ""), jsonl_string(wait, "on", ""));
	if (frame)
		printf(" at %s:%d in %s()", jsonl_string(frame, "file", ""),
			(int)jsonl_number(frame, "line", 0), jsonl_string(frame, "function", ""));
	printf(". %s → %s [%s]\n", jsonl_string(wait, "why", ""), jsonl_string(wait, "advice", ""),
		jsonl_string(wait, "read", ""));
}

static void tell_waits(struct box *box)
{
	cleanup_free char *text = NULL;
	cleanup_json json_t *waits = NULL;
	const json_t *wait;
	size_t i;

	check(box_witness(box, (struct outcome){ OUTCOME_DEADLOCKED, 0 }, &text),
		"there is no witness");
	if (getenv("EXPLAIN_RAW"))
		fputs(text, stderr);
	waits = waits_from_witness(text);
	json_array_foreach(waits, i, wait) tell_wait(wait);
}

static struct box *open_box(void)
{
	const struct box_options options = { .mechanisms = FILTER_ALL_MECHANISMS };
	char why[BOX_WHY];
	struct box *box;

	if (box_open(&box, &options, why) < 0)
		broken("no box", why);
	return box;
}

int main(int argc, char **argv)
{
	bool timed = argc == 3 && strcmp(argv[1], "--time") == 0;
	cleanup_free char *name = argc == 2 + timed ? file_basename(argv[argc - 1]) : NULL;
	char outcome[OUTCOME_TEXT_MAX];
	enum box_rest rest = BOX_EMPTY;
	struct box *box;
	double begun;

	if (!name) {
		fputs("usage: explain [--time] PROGRAM\n", stderr);
		return EXIT_USAGE;
	}
	box = open_box();
	begun = now_ms();
	start(box, argv[argc - 1], name);
	check(box_settle(box, &rest), "the box is gone");
	if (timed)
		fprintf(stderr, "%.2f ms %s\n", now_ms() - begun,
			isolation_name(box_isolation(box)));
	puts(rest == BOX_SETTLED ? "DEADLOCKED"
				 : outcome_text(stage.peers[0]->in_box->outcome, outcome));
	if (rest == BOX_SETTLED)
		tell_waits(box);
	box_close(box);
	return 0;
}
