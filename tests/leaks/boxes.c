#include "tests/leaks/boxes.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/box.h"
#include "tests/leaks/world.h"

enum {
	OPEN = 8,
	STAGES = 17, /* lines that the mess prints */
	LARGE = 16, /* one box in so many has many files */
	WARM = 24, /* boxes until libraries have what they keep */
	OUTPUT = 64 << 10,
	PUMP_US = 1000000,
	PATIENCE_US = 60 * PUMP_US, /* in which a mess prints no line, at least */
};

/* What may grow in a keeper: far less than one box, let alone hundreds. */
#ifdef __SANITIZE_ADDRESS__
enum { GROWTH_KIB = 300 << 10, HEAP = 1 << 20 }; /* freed memory is kept for a while */
#else
enum { GROWTH_KIB = 1024, HEAP = 4096 };
#endif

struct held {
	struct box *box; /* NULL: none */
	struct box_peer *peer;
	struct capture output;
	unsigned number;
	unsigned lines; /* closed when that many are there; STAGES: when it has settled */
};

uint64_t boxes_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

void boxes_mess_arguments(const struct boxes_work *work, unsigned number,
	char words[BOXES_WORDS][BOXES_WORD], const char *ret_argv[BOXES_WORDS])
{
	bool large = number % LARGE == 0;

	snprintf(words[1], BOXES_WORD, "%s-%u", work->mark, number);
	snprintf(words[2], BOXES_WORD, "%#x", (unsigned)work->keys + number);
	snprintf(words[3], BOXES_WORD, "%d", large ? 5000 : 20);
	snprintf(words[4], BOXES_WORD, "%d", large ? 300 : 5);
	snprintf(words[5], BOXES_WORD, "%s", work->objects ? "objects" : "no-objects");
	for (int i = 1; i < BOXES_WORDS - 1; i++)
		ret_argv[i] = words[i];
	ret_argv[BOXES_WORDS - 1] = NULL;
}

static int start_mess(const struct boxes_work *work, struct held *held)
{
	char words[BOXES_WORDS][BOXES_WORD];
	const char *argv[BOXES_WORDS] = { "/box/mess" };
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int end = -1;
	int error = null < 0 ? -errno : stream_pipe_out(&held->output, OUTPUT, &end);

	boxes_mess_arguments(work, held->number, words, argv);
	if (!error)
		error = box_watch_capture(held->box, &held->output);
	if (!error)
		error = box_start(held->box,
			&(struct box_program){ .argv = argv, .fds = { null, end, end } },
			&held->peer);
	if (end >= 0)
		close(end);
	if (null >= 0)
		close(null);
	return error;
}

static int open_box(const struct boxes_work *work, unsigned number, struct held *held)
{
	struct box_options options = {
		.mechanisms = FILTER_ALL_MECHANISMS,
		.require = isolation_named(work->mode),
	};
	char why[BOX_WHY] = "";
	int error;

	held->number = number;
	held->output.fd = -1;
	error = box_open(&held->box, &options, why);
	if (error) {
		held->box = NULL;
		fprintf(stderr, "leaks: box %u: %s\n", number, why);
		return error;
	}
	if (box_isolation(held->box) != options.require) {
		fprintf(stderr, "leaks: box %u is %s, not %s\n", number,
			isolation_name(box_isolation(held->box)), work->mode);
		return -ENOTSUP;
	}
	if (box_owns_objects(held->box) != work->objects) {
		fprintf(stderr,
			"leaks: box %u: whether it can tell its IPC objects is not as expected\n",
			number);
		return -ENOTSUP;
	}
	error = box_put_file(held->box, "/box/mess", work->mess, 0755);
	if (!error)
		error = start_mess(work, held);
	if (error)
		fprintf(stderr, "leaks: box %u: cannot start the mess: %s\n", number,
			strerror(-error));
	return error;
}

static unsigned lines_of(const struct capture *output)
{
	unsigned lines = 0;

	for (size_t i = 0; i < output->length; i++)
		lines += output->bytes[i] == '\n';
	return lines;
}

/* Until the mess has come to the line that was drawn for it; bounded, should it hang. */
static int reach_the_midst(struct held *held)
{
	int64_t patience_us = PATIENCE_US;

	while (lines_of(&held->output) < held->lines &&
		held->peer->outcome.kind == OUTCOME_RUNNING) {
		int moved = box_pump(held->box, PUMP_US);

		if (moved < 0)
			return moved;
		patience_us -= moved ? 0 : PUMP_US;
		if (patience_us < 0)
			return -ETIMEDOUT;
	}
	return 0;
}

static int reach_the_end(struct held *held)
{
	char *census = NULL;
	enum box_rest rest;
	int error = box_settle(held->box, &rest);

	if (!error)
		error = box_census(held->box, &census);
	free(census);
	return error;
}

/* The first stage that was refused, NULL for none. */
static const char *refusal(const struct boxes_work *work, const struct held *held)
{
	const char *no = held->output.bytes ? strstr(held->output.bytes, "no ") : NULL;

	/* Where the host has its queues not mounted, `plain` can let nobody have one. */
	if (no && strncmp(no, "no message queue:", 17) == 0 && strcmp(work->mode, "plain") == 0)
		no = strstr(no + 1, "no ");
	return no;
}

/* Says what failed; the mess is none then. */
static int check_mess(const struct boxes_work *work, const struct held *held)
{
	const char *no = refusal(work, held);
	char text[OUTCOME_TEXT_MAX];

	if (no) {
		fprintf(stderr, "leaks: box %u: the mess could not be made: %.*s\n", held->number,
			(int)strcspn(no, "\n"), no);
		return -EPERM;
	}
	if (held->lines < STAGES ||
		(held->peer->outcome.kind == OUTCOME_EXITED && lines_of(&held->output) == STAGES))
		return 0;
	fprintf(stderr, "leaks: box %u: the mess ended as %s after %u stages\n", held->number,
		outcome_text(held->peer->outcome, text), lines_of(&held->output));
	return -ECANCELED;
}

static int close_box(const struct boxes_work *work, struct held *held)
{
	int error = 0;

	if (!held->box)
		return 0;
	if (held->peer) {
		error = held->lines < STAGES ? reach_the_midst(held) : reach_the_end(held);
		if (error)
			fprintf(stderr, "leaks: box %u, after %u lines of %u: %s\n", held->number,
				lines_of(&held->output), held->lines, strerror(-error));
		else
			error = check_mess(work, held);
	}
	box_close(held->box);
	capture_release(&held->output);
	*held = (struct held){ .box = NULL };
	return error;
}

/*** the keeper's own process ***/

struct self {
	size_t descriptors, heap;
	long resident_kib;
};

static struct self look_at_self(void)
{
	return (struct self){ world_descriptors(), mallinfo2().uordblks, world_resident_kib() };
}

static int check_self(const struct self *before)
{
	struct self now = look_at_self();
	int error = 0;

	if (now.descriptors != before->descriptors) {
		fprintf(stderr, "leaks: the keeper had %zu descriptors and has %zu\n",
			before->descriptors, now.descriptors);
		error = -EMFILE;
	}
	if (now.heap > before->heap + HEAP ||
		now.resident_kib > before->resident_kib + GROWTH_KIB) {
		fprintf(stderr,
			"leaks: the keeper had %zu bytes on the heap and has %zu; %ld KiB resident "
			"became %ld\n",
			before->heap, now.heap, before->resident_kib, now.resident_kib);
		error = -ENOMEM;
	}
	if (waitpid(-1, NULL, WNOHANG) >= 0 || errno != ECHILD) {
		fprintf(stderr, "leaks: the keeper has children left\n");
		error = -EBUSY;
	}
	return error;
}

/* Opens boxes first … end, `open` at once, closing in an order of its own. */
static int run_range(const struct boxes_work *work, unsigned first, unsigned end, uint64_t *state)
{
	struct held held[OPEN] = { { .box = NULL } };
	int error = 0;

	for (unsigned number = first; number < end && !error; number++) {
		uint64_t drawn = boxes_random(state);
		struct held *next = &held[drawn % work->open];

		for (unsigned i = 0; i < work->open; i++)
			if (!held[i].box)
				next = &held[i];
		error = close_box(work, next);
		if (!error)
			error = open_box(work, number, next);
		next->lines = number % 2 ? STAGES : (unsigned)(drawn >> 32) % STAGES;
	}
	for (unsigned i = 0; i < work->open; i++) {
		int last = close_box(work, &held[i]);

		error = error ? error : last;
	}
	return error;
}

int boxes_run(const struct boxes_work *work)
{
	unsigned end = work->first + work->count;
	unsigned warm = work->count > WARM ? work->first + WARM : end;
	uint64_t state = work->seed + work->first;
	int error = run_range(work, work->first, warm, &state);
	struct self before = look_at_self();

	if (!error)
		error = run_range(work, warm, end, &state);
	if (!error)
		error = check_self(&before);
	return error ? BOXES_FAILED : BOXES_DONE;
}
