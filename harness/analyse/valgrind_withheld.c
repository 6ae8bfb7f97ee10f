/*
 * Whether Valgrind's silence is evidence.  It runs in the same process as the
 * submission, so a program can keep it from its work; what must not happen is that
 * this gains a point.
 *
 * Every process reports into one socket, on which the kernel names the writer
 * (sandbox/ledger.h), and begins with a head when it is forked or its program
 * starts.  So what was said stays said, and all that a program can do is to add
 * to the report of its own process (it is then no report of Valgrind's any more),
 * to shut the socket (which is seen), or to end before Valgrind does: a program that
 * ended by exit() and has no end in its report was kept from it.  A child without an
 * end was killed; what it did until then is told.
 */
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/valgrind.h"
#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

/* What the logs of one run say together. */
struct logs {
	bool spoilt; /* one is not what Valgrind writes, or nobody could write any more */
	bool over; /* more than is kept */
	size_t errors; /* leaks are none here: they change nothing that a program does */
	json_t *finished; /* array of the processes whose report came to its end */
};

/*** a program that speaks to Valgrind ***/

/* "rol $3; rol $13; rol $61; rol $51, %rdi" (valgrind.h, amd64-linux): of no use for anything else.
 */
static const unsigned char preamble[] = { 0x48, 0xC1, 0xC7, 0x03, 0x48, 0xC1, 0xC7, 0x0D, 0x48,
	0xC1, 0xC7, 0x3D, 0x48, 0xC1, 0xC7, 0x33 };

static bool has_preamble(const char *path)
{
	cleanup_buf struct buf bytes = BUF_INIT;
	enum { MOST = 128 << 20 };

	return file_read(path, &bytes, MOST) == 0 &&
	       memmem(bytes.data, bytes.length, preamble, sizeof(preamble));
}

static char *speaks_to_valgrind(const struct analysis *in)
{
	cleanup_free char *dir = file_join(in->dir, "build/plain");
	char **names = file_list(dir);
	char *sentence = NULL;

	for (char **name = names; name && *name && !sentence; name++) {
		cleanup_free char *path = file_join(dir, *name);

		if (has_preamble(path))
			sentence =
				xasprintf("%s has instructions that speak to Valgrind itself, so "
					  "what Valgrind says of it proves nothing",
					*name);
	}
	if (names)
		file_list_free(names);
	return sentence;
}

/*** reports ***/

static bool is_among(const json_t *numbers, int number)
{
	size_t i;
	json_t *one;

	json_array_foreach(numbers, i, one) if (json_integer_value(one) == number) return true;
	return false;
}

/* A process wrote what its own report cannot be, or spoke in the name of another one. */
static void read_log(const char *path, json_t *speakers, struct logs *logs)
{
	cleanup_valgrind_log struct valgrind_log log = VALGRIND_LOG_INIT;
	cleanup_buf struct buf ignored = BUF_INIT;

	if (valgrind_log_salvage(path, &log, &ignored) < 0 ||
		(log.pid && is_among(speakers, log.pid))) {
		logs->spoilt = true;
		return;
	}
	json_array_append_new(speakers, json_integer(log.pid));
	if (log.finished)
		json_array_append_new(logs->finished, json_integer(log.pid));
	for (size_t e = 0; e < log.count; e++)
		logs->errors += !text_starts(log.errors[e].kind, "Leak_");
}

static void read_logs(
	const struct analysis *in, const struct observation *observation, struct logs *logs)
{
	const json_t *reports = json_object_get(observation->record, "reports");
	cleanup_json json_t *speakers = json_array();
	size_t i;
	json_t *file;

	logs->over = jsonl_true(reports, "over");
	logs->spoilt = jsonl_true(reports, "shut");
	/* What is more than is kept has no end. */
	if (logs->over)
		return;
	json_array_foreach(json_object_get(observation->record, "evidence"), i, file)
	{
		cleanup_free char *path = file_join(in->dir, json_string_value(file));

		if (text_ends(path, ".xml"))
			read_log(path, speakers, logs);
	}
}

static bool is_own(const json_t *peer)
{
	return strcmp(jsonl_string(peer, "program", ""), "student") == 0;
}

/* Valgrind's own failure to begin: on a host that lacks something that it needs. */
static bool never_began(const json_t *peer)
{
	return strcmp(jsonl_string(peer, "outcome", ""), "EXITED(1)") == 0 &&
	       jsonl_number(peer, "stdout_bytes", 0) == 0 &&
	       text_starts(jsonl_string(peer, "stderr", ""), "valgrind:");
}

/* A program that ended by exit() leaves a report with an end. */
static bool log_is_missing(const struct observation *observation, const struct logs *logs)
{
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(observation->record, "peers"), i,
		peer) if (is_own(peer) &&
			  text_starts(jsonl_string(peer, "outcome", ""), "EXITED") &&
			  !never_began(peer) &&
			  !is_among(logs->finished, (int)jsonl_number(peer, "pid", 0))) return true;
	return false;
}

/*** what it did ***/

static const struct observation *plain_run(
	const struct analysis *in, const struct observation *observation)
{
	for (size_t i = 0; i < in->observations->count; i++) {
		const struct observation *plain = &in->observations->list[i];

		if (!plain->tool && strcmp(plain->scenario, observation->scenario) == 0)
			return plain;
	}
	return NULL;
}

/* How one of the programs ended when that is not how it ended in the plain run, or NULL. */
static const char *other_end(const struct observation *plain, const struct observation *observation)
{
	const json_t *before = json_object_get(plain->record, "peers");
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(observation->record, "peers"), i, peer)
	{
		const char *outcome = jsonl_string(peer, "outcome", "");
		const char *without = jsonl_string(json_array_get(before, i), "outcome", "");

		/* One that was not at its end when the plain run was over ends otherwise by design.
		 */
		if (is_own(peer) && strcmp(outcome, without) != 0 &&
			(text_starts(without, "EXITED") || text_starts(without, "SIGNALLED")))
			return outcome;
	}
	return NULL;
}

static const json_t *unmet(const struct observation *observation)
{
	size_t i;
	json_t *expectation;

	json_array_foreach(json_object_get(observation->record, "expectations"), i,
		expectation) if (!jsonl_true(expectation, "met")) return expectation;
	return NULL;
}

/* A run that passed without the tool, and did something else under it. */
static char *did_otherwise(
	const char *tool, const struct analysis *in, const struct observation *observation)
{
	const struct observation *plain = plain_run(in, observation);
	const char *end;
	const json_t *what;

	if (!plain || plain->verdict != VERDICT_PASSED)
		return NULL;
	end = other_end(plain, observation);
	if (end)
		return xasprintf("under %s, %s ended with %s and not as it does without, so "
				 "nobody could see the rest of it",
			tool, observation->scenario, end);
	what = unmet(observation);
	return what ? xasprintf("under %s, %s did something else than without: %s was to be %s, "
				"and was %s; so nobody could see what it does otherwise",
			      tool, observation->scenario, jsonl_string(what, "what", "something"),
			      jsonl_string(what, "expected", ""), jsonl_string(what, "seen", ""))
		    : NULL;
}

/*
 * Whether only the program can have made a log that shows no error: it ended as it
 * does without the tool, or by the status that Valgrind gives when it saw an error.
 * A report that was spoilt is the program's doing, unless an assertion of Helgrind's own
 * may have failed: then it writes behind the end and exits with 1.  It does so where the
 * main thread is joined (hg_main.c:5379 of Valgrind 3.19), which is right.
 */
static bool is_proven(const char *tool, const struct analysis *in,
	const struct observation *observation, bool missing, bool spoilt)
{
	const struct observation *plain = plain_run(in, observation);
	const char *end = plain ? other_end(plain, observation) : NULL;

	if (spoilt)
		return !end || strcmp(end, "EXITED(1)") != 0 || strcmp(tool, "helgrind") != 0;
	return plain && (end ? strcmp(end, VALGRIND_SAW_ERROR) == 0 : missing);
}

/* An error that Valgrind saw explains much: then the finding decides. */
static char *in_one_run(const char *tool, const struct analysis *in,
	const struct observation *observation, bool *ret_proven)
{
	cleanup_json json_t *finished = json_array();
	struct logs logs = { .finished = finished };
	bool missing;

	read_logs(in, observation, &logs);
	if (logs.over && !logs.spoilt)
		return xasprintf(
			"%s reported more in %s than is kept", tool, observation->scenario);
	if (logs.errors > 0 && !logs.spoilt)
		return NULL;
	missing = log_is_missing(observation, &logs);
	/* Should Valgrind itself fail, it ends the program in another way. */
	*ret_proven = is_proven(tool, in, observation, missing, logs.spoilt);
	if (logs.spoilt || missing)
		return xasprintf("the report that %s wrote in %s was changed, cut or held back "
				 "while the program ran",
			tool, observation->scenario);
	return did_otherwise(tool, in, observation);
}

char *valgrind_withheld(const char *tool, const struct analysis *in, bool *ret_proven)
{
	char *doubt = NULL;
	bool used = false;

	*ret_proven = false;
	for (size_t i = 0; i < in->observations->count; i++) {
		const struct observation *observation = &in->observations->list[i];
		char *sentence;
		bool proven = false;

		if (!observation->tool || strcmp(observation->tool, tool) != 0)
			continue;
		used = true;
		if (observation->verdict == VERDICT_BROKEN)
			continue;
		sentence = in_one_run(tool, in, observation, &proven);
		if (sentence && proven) {
			free(doubt);
			*ret_proven = true;
			return sentence;
		}
		if (doubt)
			free(sentence);
		else
			doubt = sentence;
	}
	return used && !doubt ? speaks_to_valgrind(in) : doubt;
}
