#include "harness/analyse/misuse_faults.h"

#include "harness/analyse/misuse_reading.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/inside.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

/* "relay" in /box; "" for a program that is none of the submission's. */
static const char *program_of(const struct misuse_image *image)
{
	const char *inside = inside_box(image->program);

	return inside && !strchr(inside, '/') ? inside : "";
}

/*** places ***/

const struct place *reading_call(const struct reading *reading, size_t field)
{
	return place_at(reading->book, reading->program, misuse_address(reading->record, field));
}

/* A handler's address is that of its first instruction, and not behind one. */
const struct place *reading_handler(const struct reading *reading, size_t field)
{
	uint64_t address = misuse_address(reading->record, field);

	return place_at(reading->book, reading->program, address ? address + 1 : 0);
}

void reading_add_at(struct buf *text, const struct place *place)
{
	if (place->line)
		buf_printf(text, " at %s:%u", place->file, place->line);
}

static const char *const analysers_of[] = {
	[MISUSE_DONE] = "misuse",
	[MISUSE_LEFT] = "residue",
};

void reading_add(const struct reading *reading, const struct advice *advice,
	const struct place *place, const char *message)
{
	reading_add_with(reading, advice, place, "", message);
}

void reading_add_with(const struct reading *reading, const struct advice *advice,
	const struct place *place, const char *places, const char *message)
{
	findings_add(reading->out,
		&(struct finding){
			.analyser = (char *)(uintptr_t)analysers_of[reading->part],
			.places = (char *)(uintptr_t)places,
			.kind = (char *)(uintptr_t)advice->kind,
			.file = place->line ? place->file : NULL,
			.line = place->line,
			.function = place->function,
			.message = (char *)(uintptr_t)message,
			.hint = (char *)(uintptr_t)advice->hint,
			.read = (char *)(uintptr_t)advice->read,
			.scenario = (char *)(uintptr_t)reading->run->observation->scenario,
			.confirmed = advice->confirmed,
		});
}

/*** output ***/

static bool wrote(const struct misuse_log *log, const char *name, bool *ret_exec_failed)
{
	for (size_t i = 0; i < log->count; i++) {
		const struct misuse_record *written = NULL;

		while ((written = misuse_next_record(&log->images[i], "written", written))) {
			if (strcmp(written->fields[0], name) != 0)
				continue;
			if (strcmp(written->fields[1], "exec-failed") == 0)
				*ret_exec_failed = true;
			return true;
		}
	}
	return false;
}

static void read_pending(const struct reading *reading)
{
	const struct place *fork = reading_call(reading, 3);
	const struct place *print = reading_call(reading, 4);
	bool exec_failed = false;
	unsigned writers = 0;
	cleanup_buf struct buf text = BUF_INIT;

	for (size_t i = 0; i < reading->run->count; i++)
		writers += wrote(&reading->run->logs[i], reading->record->fields[0], &exec_failed);
	if (writers < 2)
		return;
	buf_printf(&text, "%lu bytes that were printed before this fork()",
		misuse_number(reading->record, 2));
	if (print->line)
		buf_printf(&text, " (%s:%u)", print->file, print->line);
	buf_printf(&text,
		" were still in the stream's buffer, which fork() copies; %u processes "
		"wrote them.",
		writers);
	if (exec_failed)
		buf_adds(&text, " One is a child whose exec failed and that ended by exit().");
	reading_add(reading,
		&(struct advice){ "output-twice",
			exec_failed ? "End a child whose exec failed by _exit(), and call "
				      "fflush(stdout) "
				      "before fork()."
				    : "Call fflush(stdout) before fork(); a child that only "
				      "does a task can end by _exit().",
			"fork(2), fflush(3)", true },
		fork->line ? fork : print, text.data);
}

/*** signals, descriptors and locks ***/

static void read_kill_all(const struct reading *reading)
{
	static const struct advice advice = { "kill-all",
		"Compare what fork() returns with -1 before it is used.", "kill(2), fork(2)",
		true };
	cleanup_buf struct buf text = BUF_INIT;

	buf_adds(&text, "kill() is called with -1, which stands for every process that may be "
			"signalled: fork()");
	reading_add_at(&text, reading_call(reading, 1));
	buf_adds(&text, " had failed.");
	reading_add(reading, &advice, reading_call(reading, 0), text.data);
}

static const char *standard_name(char digit)
{
	static const char *const names[] = { "standard input", "standard output",
		"standard error" };

	return digit >= '0' && digit <= '2' ? names[digit - '0'] : "a standard stream";
}

static void read_leaked(const struct reading *reading)
{
	const struct misuse_record *record = reading->record;
	const bool other_end = text_starts(record->fields[1], "end");
	const bool own_input = strcmp(record->fields[1], "end0") == 0;
	const char *of = record->fields[1];
	const struct place *place = reading_call(reading, 2);
	const struct advice advice = { "descriptor",
		"Close what the new program does not know of before exec, or open it with "
		"O_CLOEXEC.",
		"execve(2), pipe(2)", own_input };
	cleanup_buf struct buf text = BUF_INIT;

	if (misuse_next_record(reading->image, "exec-failed", record))
		return;
	buf_printf(&text, "Descriptor %lu", misuse_number(record, 0));
	if (reading_call(reading, 3)->line)
		buf_printf(&text, " (made at %s:%u)", reading_call(reading, 3)->file,
			reading_call(reading, 3)->line);
	buf_printf(&text,
		" stays open over exec. It is %s of the pipe that is %s of the new program",
		other_end ? "the other end" : "a second copy of the end",
		standard_name(of[*of ? strlen(of) - 1 : 0]));
	buf_adds(&text, own_input   ? ", which never sees end of file while it holds that itself."
			: other_end ? ", which gets no SIGPIPE while it holds that itself."
				    : ".");
	reading_add(reading, &advice, place, text.data);
}

static void read_lock_lost(const struct reading *reading)
{
	const bool written = strcmp(reading->record->fields[0], "write") == 0;
	const struct advice advice = { "lock-lost",
		"Use one descriptor for the file as long as the lock is held, or open file "
		"description "
		"locks.",
		"fcntl(2)", written };
	cleanup_buf struct buf text = BUF_INIT;

	buf_adds(&text, "This closes another descriptor of the file that was locked");
	reading_add_at(&text, reading_call(reading, 2));
	buf_adds(&text,
		", and so drops the lock: it belongs to the process and the file, not to the "
		"descriptor. The program goes on");
	reading_add_at(&text, reading_call(reading, 3));
	buf_adds(&text, written ? " and writes without it." : " and unlocks what is free.");
	reading_add(reading, &advice, reading_call(reading, 1), text.data);
}

/*** all of them ***/

/* Which fields of a record are addresses of calls, by their numbers; the handler's apart. */
static const struct reader {
	const char *word;
	const char *calls;
	const char *handler;
	enum misuse_part part;
	void (*read)(const struct reading *reading);
} readers[] = {
	{ "unsafe", "3", "4", MISUSE_DONE, reading_unsafe },
	{ "open", "2", "", MISUSE_DONE, NULL },
	{ "errno", "", "2", MISUSE_DONE, reading_errno },
	{ "errno-used", "1", "", MISUSE_DONE, NULL },
	{ "pending", "34", "", MISUSE_DONE, read_pending },
	{ "left", "123", "", MISUSE_LEFT, reading_left },
	{ "kill-all", "01", "", MISUSE_DONE, read_kill_all },
	{ "leaked", "23", "", MISUSE_DONE, read_leaked },
	{ "lock-lost", "123", "", MISUSE_DONE, read_lock_lost },
	{ "created", "2", "", MISUSE_LEFT, reading_created },
};

static const struct reader *reader_of(const struct misuse_record *record)
{
	for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++)
		if (strcmp(readers[i].word, record->word) == 0)
			return &readers[i];
	return NULL;
}

/* Calls `each` for every record of the submission's own programs that has a reader. */
static void for_each_record(const struct misuse_run *run,
	void (*each)(const struct reader *reader, struct reading *reading), struct reading *reading)
{
	for (size_t i = 0; i < run->count; i++)
		for (size_t k = 0; k < run->logs[i].count; k++) {
			reading->image = &run->logs[i].images[k];
			reading->program = program_of(reading->image);
			for (size_t r = 0; *reading->program && r < reading->image->count; r++) {
				reading->record = &reading->image->records[r];
				if (reader_of(reading->record))
					each(reader_of(reading->record), reading);
			}
		}
}

struct wanting {
	struct reading reading; /* the first: each record's reading is its wanting */
	struct place_book *book;
};

static void want_record(const struct reader *reader, struct reading *reading)
{
	struct place_book *book = ((struct wanting *)reading)->book;

	for (const char *field = reader->calls; *field; field++)
		place_want(book, reading->program,
			misuse_address(reading->record, (size_t)(*field - '0')));
	for (const char *field = reader->handler; *field; field++) {
		uint64_t address = misuse_address(reading->record, (size_t)(*field - '0'));

		place_want(book, reading->program, address ? address + 1 : 0);
	}
}

void misuse_want(const struct misuse_run *run, struct place_book *book)
{
	struct wanting wanting = { .reading = { .run = run }, .book = book };

	for_each_record(run, want_record, &wanting.reading);
}

static void read_record(const struct reader *reader, struct reading *reading)
{
	if (reader->read && reader->part == reading->part)
		reader->read(reading);
}

void misuse_faults(const struct misuse_run *run, const struct place_book *book,
	enum misuse_part part, struct findings *out)
{
	struct reading reading = { .run = run, .book = book, .part = part, .out = out };

	for_each_record(run, read_record, &reading);
}
