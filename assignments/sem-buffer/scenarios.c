/*
 * sem-buffer: what the program must handle.
 *
 * The order of the items is free, so the output is not compared with a text
 * but counted: each of item 1 ... item ITEMS once, and last the sum.
 *
 * An output that nobody reads stops the program in the midst of its work: the
 * pipe fills, the consumers wait in write(2), the buffer fills, the producers
 * wait for a free slot.  That is the same in every run, whatever the schedule
 * was, and so these scenarios decide what a run of luck could hide: a wake-up
 * that never reaches another process, a lock that is held by one who waits.
 *
 * Only the scenarios of `uneven` have items that are no multiple of the producers and
 * of the consumers; and what a careless division leaves over there fits into the slots.
 */
#include "harness/scenario/scenario.h"

#include <ctype.h>
#include <signal.h>
#include <string.h>

/* More lines than any pipe holds. */
enum { MORE_THAN_A_PIPE_HOLDS = 30000 };

/* The command line. */
struct counts {
	unsigned items;
	unsigned producers;
	unsigned consumers;
	unsigned slots;
};

/* One line of the output, without its newline. */
struct line {
	const char *text;
	size_t length;
	unsigned number; /* from 1 */
	bool whole; /* a newline ended it */
};

/* A number of faults of one kind, and the first of them in words. */
struct fault {
	unsigned count;
	const char *first;
};

/*** lines ***/

/* Takes the next line of text[0 .. length) into *line; begin with a zeroed one. */
static bool next_line(const char *text, size_t length, struct line *line)
{
	const char *start = line->text ? line->text + line->length + line->whole : text;
	size_t left = length - (size_t)(start - text);
	const char *newline = left > 0 ? memchr(start, '\n', left) : NULL;

	if (left == 0)
		return false;
	line->text = start;
	line->length = newline ? (size_t)(newline - start) : left;
	line->whole = newline != NULL;
	line->number++;
	return true;
}

/* The line as it may be shown in a message: short, and printable. */
static const char *shown(const struct line *line)
{
	enum { LONGEST = 40 };
	bool cut = line->length > LONGEST;
	size_t length = cut ? LONGEST : line->length;
	char *text = scenario_memory(length + 1);

	for (size_t n = 0; n < length; n++)
		text[n] = isprint((unsigned char)line->text[n]) ? line->text[n] : '?';
	return scenario_text("\"%s%s\"", text, cut ? "..." : "");
}

/* Whether the line is `word`, a blank, and a number as printf("%u") writes it. */
static bool line_number(const struct line *line, const char *word, uint64_t *ret)
{
	enum { DIGITS_MAX = 18 };
	size_t start = strlen(word) + 1;
	size_t digits = line->length > start ? line->length - start : 0;
	uint64_t number = 0;

	if (!line->whole || digits == 0 || digits > DIGITS_MAX ||
		memcmp(line->text, word, start - 1) != 0 || line->text[start - 1] != ' ' ||
		(line->text[start] == '0' && digits > 1))
		return false;
	for (size_t n = start; n < line->length; n++) {
		if (line->text[n] < '0' || line->text[n] > '9')
			return false;
		number = number * 10 + (uint64_t)(line->text[n] - '0');
	}
	*ret = number;
	return true;
}

/*** each item once, then the sum ***/

/* The fault as a part of a sentence, "" for none. */
static const char *fault_text(const struct fault *fault, const char *more)
{
	if (fault->count == 0)
		return "";
	if (fault->count == 1)
		return scenario_text("%s; ", fault->first);
	return scenario_text("%s (and %u more %s); ", fault->first, fault->count - 1, more);
}

/* The last line; false when there is none. */
static bool last_line(const char *text, size_t length, struct line *ret)
{
	struct line line = { .text = NULL };

	while (next_line(text, length, &line))
		*ret = line;
	return line.number > 0;
}

/*
 * Counts in times[1 .. items] how often each item stands in the lines before
 * line `end`.  Any other line among them is foreign.
 */
static struct fault count_items(
	const char *text, size_t length, unsigned items, unsigned end, unsigned *times)
{
	struct fault foreign = { .count = 0 };
	struct line line = { .text = NULL };
	uint64_t item;

	while (next_line(text, length, &line) && line.number < end) {
		if (line_number(&line, "item", &item) && item >= 1 && item <= items)
			times[item]++;
		else if (foreign.count++ == 0)
			foreign.first = scenario_text("line %u is %s, which is none of the items",
				line.number, shown(&line));
	}
	return foreign;
}

static struct fault missing_items(const unsigned *times, unsigned items)
{
	struct fault missing = { .count = 0 };

	for (unsigned item = 1; item <= items; item++) {
		if (times[item] == 0 && missing.count++ == 0)
			missing.first = scenario_text("item %u is missing", item);
	}
	return missing;
}

static struct fault doubled_items(const unsigned *times, unsigned items)
{
	struct fault doubled = { .count = 0 };

	for (unsigned item = 1; item <= items; item++) {
		if (times[item] > 1 && doubled.count++ == 0)
			doubled.first =
				scenario_text("item %u was printed %u times", item, times[item]);
	}
	return doubled;
}

/* What is wrong with the output but the value of the sum; "" for nothing. */
static const char *output_faults(const char *text, size_t length, unsigned items)
{
	unsigned *times = scenario_memory((items + 1) * sizeof(*times));
	struct line last = { .text = NULL };
	const char *ending = "";
	struct fault missing, doubled, foreign;
	uint64_t sum;

	if (!last_line(text, length, &last))
		return "nothing was printed; ";
	if (!line_number(&last, "sum:", &sum)) {
		ending = scenario_text(last.whole ? "the last line, %s, is not the sum; "
						  : "no newline ends the last line, %s; ",
			shown(&last));
		last.number += last.whole;
	}
	foreign = count_items(text, length, items, last.number, times);
	missing = missing_items(times, items);
	doubled = doubled_items(times, items);
	return scenario_text("%s%s%s%s", fault_text(&missing, "are missing"),
		fault_text(&doubled, "were printed more than once"),
		fault_text(&foreign, "such lines"), ending);
}

/*
 * Where the first line stands that is none of the items, or one that was there before; without
 * such a line something is missing, at the end.
 */
static size_t first_wrong(const char *text, size_t length, unsigned items)
{
	bool *seen = scenario_memory((items + 1) * sizeof(*seen));
	struct line line = { .text = NULL };
	struct line last = { .text = NULL };
	uint64_t number;

	last_line(text, length, &last);
	while (next_line(text, length, &line)) {
		bool item = line_number(&line, "item", &number) && number >= 1 && number <= items;
		bool sum = line.number == last.number && line_number(&line, "sum:", &number);

		if (!sum && (!item || seen[number]))
			return (size_t)(line.text - text);
		if (item)
			seen[number] = true;
	}
	return length;
}

/* Each item once, then a line with a sum: any sum, see expect_sum(). */
static void expect_items(struct peer *buffer, unsigned items)
{
	size_t length;
	const char *text = peer_output(buffer, &length);
	const char *faults = output_faults(text, length, items);
	size_t end = strlen(faults);

	expect_printed(buffer, end == 0, first_wrong(text, length, items),
		"the items that were printed",
		scenario_text("each of item 1 to item %u once, on a line of its own, then the sum",
			items),
		end == 0 ? "all of that" : scenario_text("%.*s", (int)end - 2, faults));
}

static void expect_sum(struct peer *buffer, unsigned items)
{
	uint64_t wanted = (uint64_t)items * (items + 1) / 2;
	struct line last = { .text = NULL };
	size_t length;
	const char *text = peer_output(buffer, &length);
	uint64_t sum = 0;
	bool found = last_line(text, length, &last);

	expect_printed(buffer, found && line_number(&last, "sum:", &sum) && sum == wanted,
		found ? (size_t)(last.text - text) : length, "the last line",
		scenario_text("sum: %llu", (unsigned long long)wanted),
		found ? shown(&last) : "nothing");
}

static void expect_no_sum(struct peer *buffer)
{
	struct line line = { .text = NULL };
	struct line found = { .text = NULL };
	size_t length;
	const char *text = peer_output(buffer, &length);

	while (!found.text && next_line(text, length, &line)) {
		if (line.length >= 4 && memcmp(line.text, "sum:", 4) == 0)
			found = line;
	}
	expect_printed(buffer, !found.text, found.text ? (size_t)(found.text - text) : length,
		"the sum", "none, because a child failed",
		found.text ? shown(&found) : "none");
}

/*** runs ***/

static const char *command_line(struct counts counts)
{
	return scenario_text(
		"%u %u %u %u", counts.items, counts.producers, counts.consumers, counts.slots);
}

/* Runs the program to its end; all items must come out. */
static struct peer *expect_run(struct counts counts)
{
	struct peer *buffer = peer_start("buffer", .arguments = command_line(counts));

	expect_outcome(buffer, EXITED(0));
	expect_items(buffer, counts.items);
	return buffer;
}

/*
 * Starts the program, but nobody reads its output; returns when its children have
 * filled the pipe and the buffer.  All of them must be at work.
 */
static struct peer *start_unread(struct counts counts)
{
	struct peer *buffer =
		peer_start("buffer", .arguments = command_line(counts), .unread = true);
	unsigned wanted = counts.producers + counts.consumers;
	size_t seen;

	settle();
	expect_running(buffer);
	seen = peer_children(buffer);
	expect_that(seen == wanted, "the number of child processes",
		scenario_text("%u: %u producers and %u consumers", wanted, counts.producers,
			counts.consumers),
		scenario_text("%zu", seen));
	return buffer;
}

/* The same, and goes on to read: the program must finish its work. */
static void expect_run_after_a_pause(struct counts counts)
{
	struct peer *buffer = start_unread(counts);

	peer_read_on(buffer);
	expect_outcome(buffer, EXITED(0));
	expect_items(buffer, counts.items);
}

/* `lowest` ... `highest` */
static unsigned random_between(unsigned lowest, unsigned highest)
{
	return lowest + random_below(highest - lowest + 1);
}

/*** usage ***/

/* Each command line of the NULL-terminated list must be refused. */
static void expect_refused(const char *const *command_lines)
{
	for (; *command_lines; command_lines++) {
		struct peer *buffer = peer_start("buffer", .arguments = *command_lines);

		expect_outcome(buffer, EXITED(2));
		expect_output(buffer, "");
		expect_errors(buffer);
	}
}

SCENARIO(usage, not_four_arguments, .about = "Too few or too many arguments are an error")
{
	static const char *const lines[] = { "", "10", "10 1 1", "10 1 1 4 4", NULL };

	expect_refused(lines);
}

SCENARIO(usage, not_numbers, .about = "An argument that is no number is an error",
	.read = "strtoul(3)")
{
	static const char *const lines[] = { "ten 1 1 4", "10x 1 1 4", "10 one 1 4", "10 1 1x 4",
		"10 1 1 four", "1.5 1 1 4", NULL };

	expect_refused(lines);
}

SCENARIO(usage, out_of_range, .about = "A number below or above its range is an error",
	.read = "strtoul(3)")
{
	static const char *const lines[] = { "-1 1 1 4", "1000001 1 1 4", "4294967297 1 1 4",
		"99999999999999999999 1 1 4", "10 0 1 4", "10 33 1 4", "10 1 0 4", "10 1 33 4",
		"10 1 1 0", "10 1 1 1025", NULL };

	expect_refused(lines);
}

/*** one ***/

SCENARIO(one, one_item, .about = "One item goes from a producer to a consumer")
{
	expect_run((struct counts){ 1, 1, 1, 1 });
}

SCENARIO(one, few_items, .about = "Ten items go through a buffer of four slots")
{
	expect_run((struct counts){ 10, 1, 1, 4 });
}

SCENARIO(one, more_slots_than_items, .about = "The buffer may be larger than all items together")
{
	expect_run((struct counts){ 50, 1, 1, 1024 });
}

SCENARIO(one, one_slot, .about = "Producer and consumer take turns at a buffer of one slot",
	.read = "sem_overview(7)")
{
	expect_run((struct counts){ 3000, 1, 1, 1 });
}

SCENARIO(one, reader_that_pauses,
	.about = "When nobody reads the output the program waits, and goes on afterwards",
	.read = "sem_overview(7), sem_init(3)")
{
	expect_run_after_a_pause((struct counts){ MORE_THAN_A_PIPE_HOLDS, 1, 1, 4 });
}

/*** several ***/

SCENARIO(several, two_producers_three_consumers,
	.about = "Two producers and three consumers share a buffer")
{
	expect_run((struct counts){ 600, 2, 3, 5 });
}

/*
 * With `out` in each consumer's own memory this fails in every schedule: both take 1000
 * times, 286 times from slot 5 between them, but only 285 items are put there.
 */
SCENARIO(several, one_producer_two_consumers,
	.about = "Two consumers go on where the other stopped, in one ring of seven slots",
	.read = "fork(2)")
{
	expect_run((struct counts){ 2000, 1, 2, 7 });
}

/* The same for `in`: slot 5 is filled 286 times and emptied 285 times. */
SCENARIO(several, two_producers_one_consumer,
	.about = "Two producers go on where the other stopped, in one ring of seven slots",
	.read = "fork(2)")
{
	expect_run((struct counts){ 2000, 2, 1, 7 });
}

SCENARIO(several, one_slot_for_all, .about = "Four producers and four consumers use one slot")
{
	expect_run((struct counts){ 1200, 4, 4, 1 });
}

SCENARIO(several, any_counts, .about = "Any numbers of producers, consumers and slots will do")
{
	unsigned producers = random_between(1, 8);
	unsigned consumers = random_between(1, 8);
	unsigned items = producers * consumers * random_between(20, 40);

	expect_run((struct counts){ items, producers, consumers, random_between(1, 16) });
}

SCENARIO(several, as_many_as_allowed,
	.about = "32 producers and 32 consumers share a buffer of 1024 slots")
{
	expect_run((struct counts){ 32768, 32, 32, 1024 });
}

SCENARIO(several, reader_that_pauses,
	.about = "Each producer and each consumer is a process; all wait while nobody reads")
{
	expect_run_after_a_pause((struct counts){ MORE_THAN_A_PIPE_HOLDS, 2, 3, 5 });
}

/*** uneven ***/

SCENARIO(uneven, items_left_over, .about = "1000 items are divided among 7 consumers")
{
	expect_run((struct counts){ 1000, 3, 7, 8 });
}

SCENARIO(uneven, more_consumers_than_items, .about = "Some consumers have nothing to do")
{
	expect_run((struct counts){ 3, 2, 8, 4 });
}

SCENARIO(uneven, more_producers_than_items, .about = "Some producers have nothing to do")
{
	expect_run((struct counts){ 3, 8, 2, 4 });
}

SCENARIO(uneven, any_counts, .about = "Items that leave a remainder, whatever the numbers are")
{
	unsigned consumers = random_between(2, 9);
	unsigned items = consumers * random_between(10, 60) + random_between(1, consumers - 1);

	expect_run(
		(struct counts){ items, random_between(1, 9), consumers, random_between(8, 16) });
}

/*** none ***/

SCENARIO(none, one_of_each, .about = "Zero items: the program prints sum: 0 and ends")
{
	struct peer *buffer = peer_start("buffer", .arguments = "0 1 1 1");

	expect_outcome(buffer, EXITED(0));
	expect_output(buffer, "sum: 0\n");
}

SCENARIO(none, many_of_each, .about = "Zero items: all the children end by themselves")
{
	struct peer *buffer = peer_start("buffer", .arguments = "0 5 6 3");

	expect_outcome(buffer, EXITED(0));
	expect_output(buffer, "sum: 0\n");
}

/*** sum ***/

SCENARIO(sum, of_one_consumer, .about = "The sum of what one consumer took", .read = "mmap(2)")
{
	expect_sum(expect_run((struct counts){ 100, 1, 1, 8 }), 100);
}

SCENARIO(sum, of_several_consumers, .about = "The sum of what four consumers took",
	.read = "mmap(2)")
{
	expect_sum(expect_run((struct counts){ 1200, 3, 4, 8 }), 1200);
}

SCENARIO(sum, beyond_32_bits, .about = "The sum of 100000 items needs more than 32 bits",
	.read = "stdint.h(0p)")
{
	expect_sum(expect_run((struct counts){ 100000, 2, 2, 256 }), 100000);
}

/*** memory ***/

/* Small, because it also runs under Valgrind. */
SCENARIO(memory, few_items, .about = "Twelve items under the eyes of Valgrind",
	.read = "valgrind(1)")
{
	expect_run((struct counts){ 12, 1, 1, 5 });
}

/*** clean_up ***/

SCENARIO(clean_up, every_child_is_waited_for,
	.about = "The program ends after its children and leaves nothing behind", .read = "wait(2)")
{
	struct peer *buffer = peer_start("buffer", .arguments = "400 4 4 8");

	expect_outcome(buffer, EXITED(0));
	expect_nothing_left();
}

SCENARIO(clean_up, many_children, .about = "Every one of 64 children is waited for",
	.read = "wait(2)")
{
	struct peer *buffer = peer_start("buffer", .arguments = "640 32 32 16");

	expect_outcome(buffer, EXITED(0));
	expect_nothing_left();
}

/*** killed ***/

/* A child failed: the program ends the others, says so and prints no sum. */
static void expect_given_up(struct peer *buffer)
{
	expect_outcome(buffer, EXITED(1));
	expect_errors(buffer);
	expect_no_sum(buffer);
	expect_nothing_left();
}

SCENARIO(killed, oldest_child, .about = "The child that was started first is killed",
	.read = "wait(2), kill(2)")
{
	struct peer *buffer = start_unread((struct counts){ MORE_THAN_A_PIPE_HOLDS, 2, 2, 8 });

	peer_signal_child(buffer, 0, SIGKILL);
	peer_read_on(buffer);
	expect_given_up(buffer);
}

SCENARIO(killed, youngest_child, .about = "The child that was started last is killed",
	.read = "wait(2), kill(2)")
{
	struct peer *buffer = start_unread((struct counts){ MORE_THAN_A_PIPE_HOLDS, 2, 2, 8 });

	peer_signal_child(buffer, 3, SIGKILL);
	peer_read_on(buffer);
	expect_given_up(buffer);
}

SCENARIO(killed, output_closed, .about = "Nobody reads the output any more: writing fails",
	.read = "pipe(7), wait(2)")
{
	struct peer *buffer =
		peer_start("buffer", .arguments = "1000 2 2 4", .output_closed = true);

	expect_given_up(buffer);
}

/*** schedules: every order that the explorer tries ***/

/* The sum's value is left to the scenarios of `sum`. */
static const char *items_fault(const char *text, size_t length, const void *data)
{
	const char *faults = output_faults(text, length, *(const unsigned *)data);
	size_t end = strlen(faults);

	return end == 0 ? NULL : scenario_text("%.*s", (int)end - 2, faults);
}

static void explore_counts(struct counts counts, unsigned schedules)
{
	explore("buffer", .arguments = command_line(counts), .fault = items_fault,
		.data = &counts.items,
		.expected = scenario_text(
			"each of item 1 to item %u once, then the sum", counts.items),
		.schedules = schedules);
}

SCENARIO(schedules, two_producers_two_consumers,
	.about = "In whatever order they go on, two producers and two consumers hand on every "
		 "item",
	.read = "sem_overview(7)")
{
	explore_counts((struct counts){ 4, 2, 2, 2 }, 60);
}

SCENARIO(schedules, one_slot_for_all,
	.about = "In whatever order they go on, two producers and two consumers take turns at one "
		 "slot",
	.read = "sem_overview(7)")
{
	explore_counts((struct counts){ 4, 2, 2, 1 }, 40);
}
