#include <signal.h>
#include <string.h>

#include "harness/analyse/misuse_reading.h"
#include "harness/base/text.h"

static void add_signal(struct buf *text, unsigned long number)
{
	const char *name = number < NSIG ? sigabbrev_np((int)number) : NULL;

	if (name)
		buf_printf(text, "SIG%s", name);
	else
		buf_printf(text, "signal %lu", number);
}

/* The compiler makes puts(3) and others of a printf(3) without conversions. */
static void add_call(struct buf *text, const char *call)
{
	static const char *const of_printf[] = { "puts", "putchar", "fputs", "fputc", "fwrite" };

	buf_printf(text, "%s()", call);
	for (size_t i = 0; i < sizeof(of_printf) / sizeof(*of_printf); i++)
		if (strcmp(of_printf[i], call) == 0)
			buf_printf(text, " (which the compiler also makes of %s())",
				i < 2 ? "printf" : "fprintf");
}

static const char *hint_for(const char *call)
{
	static const struct {
		const char *call, *hint;
	} hints[] = {
		{ "exit", "Leave a handler by _exit(), or set a flag there and end in main()." },
		{ "malloc", "Set a flag in the handler, and take or give back memory elsewhere." },
		{ "calloc", "Set a flag in the handler, and take or give back memory elsewhere." },
		{ "realloc", "Set a flag in the handler, and take or give back memory elsewhere." },
		{ "free", "Set a flag in the handler, and take or give back memory elsewhere." },
	};

	for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++)
		if (strcmp(hints[i].call, call) == 0)
			return hints[i].hint;
	if (text_starts(call, "pthread_"))
		return "No lock can be taken in a handler: whoever holds it may be the one that is "
		       "interrupted. Set a flag, or sem_post().";
	return "Set a flag of the type volatile sig_atomic_t in the handler and act on it "
	       "elsewhere; or write() what is to be said.";
}

/* A record of the same image, of the same signal and handler, whose word is `word`. */
static const struct misuse_record *counterpart(const struct reading *reading, const char *word,
	size_t handler_field, size_t its_handler_field)
{
	const struct misuse_record *found = NULL;

	while ((found = misuse_next_record(reading->image, word, found)))
		if (misuse_number(found, 0) == misuse_number(reading->record, 0) &&
			misuse_address(found, its_handler_field) ==
				misuse_address(reading->record, handler_field))
			return found;
	return NULL;
}

/*
 * Whether the signal comes whenever it likes.  One that the program sends itself, or that a fault
 * of its own raises, comes where it stands; one from another of its processes may be
 * sent only when the receiver is ready for it.
 */
static bool comes_at_will(const char *origin)
{
	return strlen(origin) == 1 && strchr("tco", origin[0]);
}

static bool may_come_anywhere(const char *origin)
{
	return comes_at_will(origin) || strcmp(origin, "p") == 0;
}

void reading_unsafe(const struct reading *reading)
{
	const struct misuse_record *record = reading->record;
	const struct misuse_record *open = counterpart(reading, "open", 4, 3);
	const struct advice advice = { "handler", hint_for(record->fields[2]), "signal-safety(7)",
		comes_at_will(record->fields[1]) };
	const struct place *handler = reading_handler(reading, 4);
	cleanup_buf struct buf text = BUF_INIT;

	if (!open || !may_come_anywhere(record->fields[1]))
		return;
	buf_adds(&text, "A handler");
	if (handler->function[0])
		buf_printf(&text, ", %s(),", handler->function);
	buf_adds(&text, " calls ");
	add_call(&text, record->fields[2]);
	buf_adds(&text, ". ");
	add_signal(&text, misuse_number(record, 0));
	buf_printf(&text, " can also come while the program is in %s()", open->fields[1]);
	reading_add_at(&text, place_at(reading->book, reading->program, misuse_address(open, 2)));
	buf_adds(&text,
		"; then one of the two finds the other's work half done: it waits for ever, "
		"or data is damaged.");
	reading_add(reading, &advice, reading_call(reading, 3), text.data);
}

void reading_errno(const struct reading *reading)
{
	const struct misuse_record *used = counterpart(reading, "errno-used", 2, 2);
	const struct advice advice = { "handler",
		"Save errno when the handler begins, and restore it before it returns.",
		"signal-safety(7)", comes_at_will(reading->record->fields[1]) };
	cleanup_buf struct buf text = BUF_INIT;

	if (!used || !may_come_anywhere(reading->record->fields[1]))
		return;
	buf_adds(&text, "This handler of ");
	add_signal(&text, misuse_number(reading->record, 0));
	buf_adds(&text, " leaves another value in errno than it found there. The program looks at "
			"errno");
	reading_add_at(&text, place_at(reading->book, reading->program, misuse_address(used, 1)));
	buf_adds(&text, ", where the signal can come just before.");
	reading_add(reading, &advice, reading_handler(reading, 2), text.data);
}
