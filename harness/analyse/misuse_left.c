/*
 * Children and objects that a program leaves: the census of the box says that they are left,
 * the records who made them where.
 */
#include <string.h>

#include "harness/analyse/misuse_reading.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

/*** children ***/

bool misuse_is_peer(const struct observation *observation, int pid)
{
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(observation->record, "peers"), i, peer)
	{
		if (strcmp(jsonl_string(peer, "program", ""), "student") == 0 &&
			(int)jsonl_number(peer, "pid", 0) == pid)
			return true;
	}
	return false;
}

/* What the harness killed could not clean up. */
static bool all_ended_well(const struct observation *observation)
{
	const json_t *peers = json_object_get(observation->record, "peers");
	size_t i;
	json_t *peer;

	json_array_foreach(peers, i, peer)
	{
		if (!text_starts(jsonl_string(peer, "outcome", ""), "EXITED"))
			return false;
	}
	return json_array_size(peers) > 0;
}

static bool left_its_session(const struct misuse_run *run, unsigned long pid)
{
	for (size_t i = 0; i < run->count; i++)
		for (size_t k = 0; k < run->logs[i].count; k++) {
			const struct misuse_image *image = &run->logs[i].images[k];

			if ((unsigned long)image->pid == pid &&
				misuse_next_record(image, "session", NULL))
				return true;
		}
	return false;
}

void reading_left(const struct reading *reading)
{
	const struct observation *observation = reading->run->observation;
	const json_t *census = json_object_get(observation->record, "census");
	static const struct advice advice = { "zombie",
		"Wait for every child: one waitpid() for each fork().", "waitpid(2)", true };
	const struct place *fork = reading_call(reading, 1);
	const struct place *wait = reading_call(reading, 2);
	const struct place *closed = reading_call(reading, 3);
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_buf struct buf places = BUF_INIT;

	/*
	 * A process in the middle may leave its child to init on purpose: that is how a daemon is
	 * made.  The first one has nobody to hide it from.
	 */
	if (!fork->line || !misuse_is_peer(observation, reading->image->pid) ||
		!all_ended_well(observation) || jsonl_number(census, "orphans", 0) == 0 ||
		left_its_session(reading->run, (unsigned long)reading->image->pid) ||
		left_its_session(reading->run, misuse_number(reading->record, 0)))
		return;
	/* Whoever waits for some children is to look there why not for all. */
	if (wait->line)
		buf_printf(&text,
			"The last child that was waited for was waited for here. Another one, "
			"started at %s:%u in %s(), had not been waited for when the program "
			"ended.",
			fork->file, fork->line, fork->function);
	else
		buf_adds(&text, "The child that is started here was not waited for when the "
				"program ended.");
	/* That ends who reads the pipe or writes to it: the moment to wait for him. */
	if (!wait->line && closed->line) {
		buf_printf(&text,
			" The last pipe was closed at %s:%u in %s(). Behind that children that "
			"used it come to their end, and can be waited for.",
			closed->file, closed->line, closed->function);
		buf_printf(&places, "%s:%u", closed->file, closed->line);
	}
	reading_add_with(reading, &advice, wait->line ? wait : fork, places.data, text.data);
}

/*** objects ***/

/* The census names what it saw, the program what it asked for: "/x" and "x" are one. */
static bool is_same_name(const char *line, const char *name)
{
	const char *last = strrchr(name, '/');
	size_t length = strcspn(line, " ");
	const char *seen = line;

	name = last ? last + 1 : name;
	for (size_t i = 0; i < length; i++)
		if (line[i] == '/')
			seen = line + i + 1;
	/* glibc keeps the semaphore /name in sem.name: sem_overview(7). */
	if (text_starts(seen, "sem.") && !text_starts(name, "sem."))
		seen += strlen("sem.");
	if (line + length < seen)
		return false;
	length -= (size_t)(seen - line);
	return length > 0 && strlen(name) == length && strncmp(seen, name, length) == 0;
}

static const char *left_object(
	const struct observation *observation, const char *kind, const char *name)
{
	const json_t *census = json_object_get(observation->record, "census");
	size_t i;
	json_t *entry;

	json_array_foreach(json_object_get(census, "left"), i, entry)
	{
		const char *line = json_is_string(entry) ? json_string_value(entry) : "";

		if (text_starts(line, kind) && line[strlen(kind)] == ' ' &&
			is_same_name(line + strlen(kind) + 1, name))
			return line;
	}
	return NULL;
}

void reading_created(const struct reading *reading)
{
	const struct observation *observation = reading->run->observation;
	const char *line =
		left_object(observation, reading->record->fields[0], reading->record->fields[1]);
	const struct place *place = reading_call(reading, 2);
	static const struct advice advice = { "ipc-left", "Whoever creates an object removes it.",
		"", true };
	cleanup_buf struct buf text = BUF_INIT;

	/* Without a line it is what the census says already. */
	if (!line || !place->line || !all_ended_well(observation))
		return;
	buf_printf(&text, "The object that is made here is left behind: %s.", line);
	reading_add(reading, &advice, place, text.data);
}
