/*
 * Where the value comes from that was printed wrong: in words, from the run of the tool `values`.
 */
#include "harness/analyse/origin_values.h"

#include <stdlib.h>
#include <string.h>

#include "harness/analyse/origin_printed.h"
#include "harness/analyse/origin_stream.h"
#include "harness/analyse/values_walk.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/text.h"

/* So many places are told, a function each. */
enum { MOST_TOLD = 5, MOST_LOGS = 200, MOST_NODES = 400000 };

/* A place that is told. */
struct told {
	const struct values_step *step;
	const struct place *place;
	bool looked; /* a branch there looked at the value */
};

/* The run, and what is made of it. */
struct story {
	const struct telling *telling;
	struct values_log *logs;
	size_t count;
	struct values_step *steps;
	size_t steps_count;
	struct place_book book;
	struct told told[MOST_TOLD];
	size_t told_count;
};

static void release(struct story *story)
{
	for (size_t i = 0; i < story->count; i++)
		values_log_release(&story->logs[i]);
	free(story->logs);
	free(story->steps);
	place_book_release(&story->book);
}

/*** reading ***/

static bool load_logs(struct story *story)
{
	const struct trace_run *run = story->telling->run;
	cleanup_buf struct buf ignored = BUF_INIT;
	size_t i, nodes = 0;
	json_t *file;

	json_array_foreach(json_object_get(run->traced->record, "evidence"), i, file)
	{
		cleanup_free char *path = file_join(story->telling->in->dir,
			json_is_string(file) ? json_string_value(file) : "");
		struct values_log log;

		if (!text_ends(path, VALUES_SUFFIX))
			continue;
		if (values_log_load(path, &log, &ignored) < 0)
			return false;
		story->logs = xreallocarray(story->logs, story->count + 1, sizeof(*story->logs));
		story->logs[story->count++] = log;
		nodes += log.nodes_count;
		if (story->count > MOST_LOGS || nodes > MOST_NODES)
			return false;
	}
	return story->count > 0;
}

static const struct values_log *log_of(const struct story *story, int pid)
{
	for (size_t i = 0; i < story->count; i++)
		if (story->logs[i].pid == pid)
			return &story->logs[i];
	return NULL;
}

/* A process that was killed has left none. */
static bool is_whole(const struct story *story)
{
	const struct trace_run *run = story->telling->run;

	for (size_t i = 0; i < run->count; i++)
		if (!log_of(story, run->logs[i].pid))
			return false;
	return true;
}

/*** functions ***/

static int by_address(const void *one, const void *other)
{
	const uint64_t *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

/* All places that a log names, each once; the caller frees. */
static uint64_t *addresses_of(const struct values_log *log, size_t *ret_count)
{
	uint64_t *list = xcalloc(
		log->nodes_count * (1 + VALUES_LOOKS) + log->inputs_count + 1, sizeof(*list));
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < log->nodes_count; i++) {
		list[count++] = log->nodes[i].place;
		for (size_t k = 0; k < log->nodes[i].looks_count; k++)
			list[count++] = log->nodes[i].looks[k];
	}
	for (size_t i = 0; i < log->inputs_count; i++)
		list[count++] = log->inputs[i].place;
	qsort(list, count, sizeof(*list), by_address);
	for (size_t i = 0; i < count; i++)
		if (list[i] && (kept == 0 || list[kept - 1] != list[i]))
			list[kept++] = list[i];
	*ret_count = kept;
	return list;
}

static const char *program_of(const struct story *story, const struct values_log *log)
{
	const struct trace_log *trace = trace_log_of(story->telling->run, log->pid);

	return trace && trace->count ? trace_program(&trace->events[trace->count - 1]) : "";
}

/* The book wants the address behind an instruction. */
static const struct place *place_of(
	const struct story *story, const struct values_log *log, uint64_t address)
{
	return place_at(&story->book, program_of(story, log), address + 1);
}

static bool is_same_function(const struct place *a, const struct place *b)
{
	return strcmp(a->file, b->file) == 0 && strcmp(a->function, b->function) == 0;
}

/* A number for the function, from 1: the first of the book's places in it. */
static unsigned function_of(const struct story *story, const struct place *place)
{
	for (size_t i = 0; place->line && i < story->book.count; i++)
		if (is_same_function(&story->book.entries[i].place, place))
			return (unsigned)i + 1;
	return 0;
}

static void number_functions(struct story *story, struct values_log *log)
{
	size_t count;
	cleanup_free uint64_t *addresses = addresses_of(log, &count);
	cleanup_free unsigned *functions = xcalloc(count + 1, sizeof(*functions));

	for (size_t i = 0; i < count; i++)
		functions[i] = function_of(story, place_of(story, log, addresses[i]));
	for (size_t i = 0; i < log->nodes_count; i++) {
		const uint64_t *found = bsearch(
			&log->nodes[i].place, addresses, count, sizeof(*addresses), by_address);

		log->nodes[i].function = found ? functions[found - addresses] : 0;
	}
}

static void find_places(struct story *story)
{
	for (size_t i = 0; i < story->count; i++) {
		size_t count;
		cleanup_free uint64_t *addresses = addresses_of(&story->logs[i], &count);

		for (size_t k = 0; k < count; k++)
			place_want(
				&story->book, program_of(story, &story->logs[i]), addresses[k] + 1);
	}
	place_find_all(&story->book);
	for (size_t i = 0; i < story->count; i++)
		number_functions(story, &story->logs[i]);
}

/*** places that are told ***/

/* What is in a header is often given, and used by all. */
static bool is_telling(const struct story *story, const struct place *place)
{
	const struct place *printed = story->telling->place;

	if (!place->line || !*place->function || text_ends(place->file, ".h"))
		return false;
	for (size_t i = 0; i < story->told_count; i++)
		if (is_same_function(story->told[i].place, place))
			return false;
	return !printed || place->line != printed->line || strcmp(place->file, printed->file) != 0;
}

/* What led to the value is not what the line that prints it is about: a loop's counter, say. */
static bool is_where_it_was_printed(
	const struct story *story, const struct values_step *step, const struct place *place)
{
	const struct place *printed = story->telling->place;

	return step->way != VALUES_MADE && printed && is_same_function(printed, place);
}

static void tell_place(
	struct story *story, const struct values_step *step, const struct place *place, bool looked)
{
	if (story->told_count < MOST_TOLD && is_telling(story, place) &&
		!is_where_it_was_printed(story, step, place))
		story->told[story->told_count++] = (struct told){ step, place, looked };
}

/* Of a value that decided: the last branch of the same function that looked at it. */
static const struct place *last_look(
	const struct story *story, const struct values_step *step, const struct place *made)
{
	for (size_t i = step->node->looks_count; i > 0; i--) {
		const struct place *look = place_of(story, step->log, step->node->looks[i - 1]);

		if (look->line && is_same_function(look, made))
			return look;
	}
	return NULL;
}

static bool is_never_changed(const struct values_node *node)
{
	return node->kind == VALUES_STORE && node->first > 0 && node->first < VALUES_NODES;
}

static void tell_node(struct story *story, const struct values_step *step)
{
	const struct values_node *node = step->node;
	const struct place *made = place_of(story, step->log, node->place);
	const struct place *look =
		step->way == VALUES_DECIDED ? last_look(story, step, made) : NULL;

	/* What was loaded is told where it was stored. */
	if (node->kind == VALUES_LOAD && node->first)
		return;
	tell_place(story, step, look ? look : made, look != NULL);
	if (!is_never_changed(node) && node->kind != VALUES_CALL)
		return;
	for (size_t i = node->looks_count; i > 0; i--)
		tell_place(story, step, place_of(story, step->log, node->looks[i - 1]), true);
}

static void choose(struct story *story)
{
	for (size_t i = 0; i < story->steps_count; i++) {
		const struct values_step *step = &story->steps[i];

		if (step->node)
			tell_node(story, step);
		else
			tell_place(
				story, step, place_of(story, step->log, step->input->place), false);
	}
}

/*** words ***/

static const char *verb_of(const struct told *told)
{
	static const char *const verbs[] = {
		[VALUES_CONSTANT] = "set",
		[VALUES_OPERATION] = "computed",
		[VALUES_STORE] = "stored",
		[VALUES_LOAD] = "read from memory",
		[VALUES_SHARED] = "read from shared memory",
		[VALUES_CALL] = "returned by a call",
	};

	if (!told->step->node)
		return "received";
	if (is_never_changed(told->step->node))
		return "set";
	return verbs[told->step->node->kind];
}

static void add_what(struct buf *text, const struct told *told)
{
	const struct values_node *node = told->step->node;

	if (told->looked)
		buf_adds(text, "looked at by a branch");
	else if (told->step->way == VALUES_DECIDED)
		buf_printf(text, "decided by what was %s", verb_of(told));
	else if (told->step->way == VALUES_FOUND)
		buf_printf(text, "found by what was %s", verb_of(told));
	else if (node && node->kind == VALUES_OPERATION && node->times)
		buf_printf(text, "changed %u times", node->times + 1);
	else
		buf_adds(text, verb_of(told));
}

static void add_told(struct buf *text, const struct story *story, const struct told *told, int *pid)
{
	add_what(text, told);
	buf_printf(text, " at %s:%u in %s()", told->place->file, told->place->line,
		told->place->function);
	if (told->step->log->pid != *pid) {
		buf_adds(text, ", by ");
		trace_add_process(text, story->telling->run, told->step->log->pid);
	}
	*pid = told->step->log->pid;
}

static void tell(const struct story *story, int pid, struct buf *text, struct buf *places)
{
	if (story->told_count)
		buf_adds(text, " Where the value there comes from, backwards: ");
	for (size_t i = 0; i < story->told_count; i++) {
		const struct told *told = &story->told[i];

		buf_adds(text, i ? "; " : "");
		add_told(text, story, told, &pid);
		buf_printf(places, "%s%s:%u", places->length ? "\n" : "", told->place->file,
			told->place->line);
	}
	if (story->told_count)
		buf_addch(text, '.');
}

/*** the wrong byte ***/

/* Of text that is the same in each line nothing is known: then of the value nearest to it. */
static uint32_t label_near(
	const struct values_log *log, uint64_t inode, uint64_t offset, size_t before, size_t behind)
{
	uint32_t label = 0;

	for (size_t i = 0; !label && i < behind; i++)
		label = values_log_sent(log, inode, offset + i);
	for (size_t i = 1; !label && i <= before; i++)
		label = values_log_sent(log, inode, offset - i);
	return label;
}

static void follow(
	struct story *story, const struct printed *printed, struct buf *text, struct buf *places)
{
	const struct trace_run *run = story->telling->run;
	struct origin writer = origin_of_byte(run->logs, run->count, printed->inode, printed->bytes,
		printed->length, printed->offset);
	const struct values_log *log = writer.log ? log_of(story, writer.log->pid) : NULL;
	size_t before, behind;
	uint32_t label;

	if (!log)
		return;
	origin_printed_around(printed, &before, &behind);
	find_places(story);
	label = label_near(log, printed->inode, writer.offset,
		before < writer.offset ? before : (size_t)writer.offset, behind);
	story->steps = values_walk(story->logs, story->count, (size_t)(log - story->logs), label,
		is_whole(story), &story->steps_count);
	choose(story);
	tell(story, log->pid, text, places);
}

void origin_values_of_output(const struct telling *plain, const struct place *place,
	struct buf *text, struct buf *places)
{
	cleanup_free char *programs = file_join(plain->in->dir, "build/plain");
	cleanup_buf struct buf bytes = BUF_INIT;
	struct trace_run run;
	struct telling telling = { .in = plain->in, .run = &run, .place = place };
	struct story story = { .telling = &telling, .book = PLACE_BOOK_INIT(programs) };
	struct printed printed;

	if (trace_run_load_under(plain->in, plain->run->plain, TRACE_VALUES, programs, &run) &&
		origin_telling_find(&telling) &&
		origin_printed_load(&telling, TRACE_VALUES, &bytes, &printed) && printed.length &&
		load_logs(&story)) {
		/* Where something is missing: the last that came out. */
		if (printed.offset >= printed.length)
			printed.offset = printed.length - 1;
		follow(&story, &printed, text, places);
	}
	release(&story);
	trace_run_release(&run);
}
