#include "harness/boxed/report.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/explore/describe.h"

/*
 * Different ends that are told, what is kept of an output, how many runs are made again, and how
 * many at most to make the schedules of all faults shorter: a grade has little time.
 */
enum { ENDS = 256, KEPT = 64 << 10, KEPT_ERRORS = 2000, AGAIN = 64, SHORTEN_RUNS = 60 };

/* How the program ended and what it printed, in some of the schedules. */
struct ending {
	int status;
	struct buf output, errors; /* their first bytes */
	size_t bytes; /* of the whole output, and what tells it from others */
	uint64_t hash;
	bool clock;
	unsigned seen, first;
	struct schedule_name schedule;
	bool again;
};

struct report {
	int fd;
	const struct session_program *program;
	unsigned asked, runs;
	struct ending endings[ENDS];
	size_t count;
	bool more;
	struct buf lines;
};

struct report *report_open(int fd)
{
	struct report *report = xcalloc(1, sizeof(*report));

	fcntl(fd, F_SETFD, FD_CLOEXEC);
	report->fd = fd;
	report->lines = (struct buf)BUF_INIT;
	return report;
}

int report_close(struct report *report)
{
	int error = file_write_fd(report->fd, report->lines.data, report->lines.length);

	for (size_t i = 0; i < report->count; i++) {
		buf_release(&report->endings[i].output);
		buf_release(&report->endings[i].errors);
	}
	buf_release(&report->lines);
	free(report);
	return error;
}

/*** how runs end ***/

/* FNV-1a. */
static uint64_t hash(const struct buf *bytes)
{
	uint64_t so_far = 0xcbf29ce484222325ULL;

	for (size_t i = 0; i < bytes->length; i++)
		so_far = (so_far ^ (unsigned char)bytes->data[i]) * 0x100000001b3ULL;
	return so_far;
}

static bool is_same(const struct ending *ending, const struct session_result *result)
{
	return ending->status == result->status && ending->bytes == result->output.length &&
	       ending->hash == hash(&result->output);
}

static void keep(struct buf *into, const struct buf *from, size_t most)
{
	buf_add(into, from->data, from->length < most ? from->length : most);
}

static struct ending *find(struct report *report, const struct session_result *result)
{
	for (size_t i = 0; i < report->count; i++)
		if (is_same(&report->endings[i], result))
			return &report->endings[i];
	return NULL;
}

static struct ending *add(struct report *report, const struct session_result *result)
{
	struct ending *ending;

	if (report->count == ENDS) {
		report->more = true;
		return NULL;
	}
	ending = &report->endings[report->count++];
	*ending = (struct ending){
		.status = result->status,
		.output = BUF_INIT,
		.errors = BUF_INIT,
		.bytes = result->output.length,
		.hash = hash(&result->output),
		.first = report->runs,
	};
	keep(&ending->output, &result->output, KEPT);
	keep(&ending->errors, &result->errors, KEPT_ERRORS);
	return ending;
}

static bool on_run(void *data, unsigned done, size_t faults)
{
	struct report *report = data;

	(void)faults;
	report->runs = done + 1;
	return true;
}

static void on_end(
	void *data, const struct schedule_name *schedule, const struct session_result *result)
{
	struct report *report = data;
	struct ending *ending = find(report, result);

	if (!ending) {
		ending = add(report, result);
		if (!ending)
			return;
		ending->schedule = *schedule;
	}
	ending->seen++;
	ending->clock |= result->arena->now_ns > 0;
}

/*** lines ***/

static void put(struct report *report, json_t *line)
{
	if (!line)
		BUG("a line that jansson cannot pack");
	jsonl_add(&report->lines, line);
	json_decref(line);
}

static void add_sight(json_t *line, unsigned seen, unsigned first,
	const struct schedule_name *schedule, bool again)
{
	cleanup_buf struct buf name = BUF_INIT;

	schedule_name_add(&name, schedule);
	json_object_set_new(line, "seen", json_integer(seen));
	json_object_set_new(line, "first", json_integer(first));
	json_object_set_new(line, "schedule", json_string(name.data));
	json_object_set_new(line, "again", json_boolean(again));
}

static json_t *hexadecimal(const char *bytes, size_t length)
{
	cleanup_buf struct buf text = BUF_INIT;

	for (size_t i = 0; i < length; i++)
		buf_printf(&text, "%02x", (unsigned char)bytes[i]);
	return json_string(text.data);
}

static void put_ending(struct report *report, const struct ending *ending)
{
	const struct buf *output = &ending->output;
	/* Neither NUL nor what is no UTF-8 can stand in JSON. */
	json_t *text = memchr(output->data, '\0', output->length)
			       ? NULL
			       : json_stringn(output->data, output->length);
	json_t *line = json_pack("{s:i, s:b, s:I, s:o, s:b}", "status", ending->status, "hex",
		text == NULL, "bytes", (json_int_t)ending->bytes, "stderr",
		jsonl_text(ending->errors.data, ending->errors.length), "clock", ending->clock);

	json_object_set_new(
		line, "stdout", text ? text : hexadecimal(output->data, output->length));
	add_sight(line, ending->seen, ending->first, &ending->schedule, ending->again);
	put(report, line);
}

static json_t *places_json(const struct line_place *places, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(
			list, json_pack("{s:o, s:i, s:o}", "file",
				      jsonl_text(places[i].file, strlen(places[i].file)), "line",
				      places[i].line, "function",
				      jsonl_text(places[i].function, strlen(places[i].function))));
	return list;
}

/*** once more ***/

/* "SIGNALLED(11)": what tells one crash from another, wherever it stands. */
static char *subject_of(const struct sighting *sighting, const struct session_result *result)
{
	int status =
		sighting->which ? result->arena->processes[sighting->which].status : result->status;

	return sighting->kind == EXPLORED_CRASH ? xasprintf("SIGNALLED(%d)", WTERMSIG(status))
						: xstrdup("");
}

static json_t *places_of(const struct campaign_after *after, const struct sighting *sighting,
	const struct session_result *result)
{
	struct line_place places[SIGHTING_PLACES];
	size_t count = sighting ? sighting_places(sighting, after->lines, result, places) : 0;
	json_t *list = places_json(places, count);

	for (size_t i = 0; i < count; i++)
		line_place_release(&places[i]);
	return list;
}

static void put_fault(struct report *report, const struct campaign_after *after,
	const struct explored_fault *fault, const struct session_result *result,
	const struct sighting *seen)
{
	bool lost = seen && sighting_is_lost_wakeup(seen, result);
	json_t *line = json_pack("{s:s, s:o, s:o, s:o}", "fault",
		lost ? "lost-wakeup" : explored_word(fault->kind), "text",
		jsonl_text(fault->text, strlen(fault->text)), "story",
		jsonl_text(
			fault->story ? fault->story : "", fault->story ? strlen(fault->story) : 0),
		"places", places_of(after, seen, result));
	cleanup_kept struct kept kept = KEPT_INIT;
	cleanup_free char *subject = seen ? subject_of(seen, result) : xstrdup("");

	if (*subject)
		json_object_set_new(line, "subject", json_string(subject));
	add_sight(line, fault->seen, fault->first, &fault->schedule, fault->confirmed && seen);
	if (explored_keep(fault, report->program, &kept))
		json_object_set_new(line, "kept", kept_to_json(&kept));
	put(report, line);
}

/* By the run that shows it shortest. */
static int tell_fault(struct report *report, const struct campaign_after *after,
	const struct explored_fault *fault)
{
	const struct session_order order =
		fault->lengthy ? schedule_name_order(&fault->schedule, after->profile)
			       : schedule_order_again(&fault->decisions);
	struct sightings sightings;
	struct session_result result;
	const struct sighting *same;
	int error = session_run(after->session, &order, &result);

	if (error)
		return error;
	sightings_take(&sightings, after->lines, &result, after->plain_status);
	same = sightings_find(&sightings, fault->kind, fault->identity);
	put_fault(report, after, fault, &result, same);
	session_result_release(&result);
	return 0;
}

static int see_ending_again(const struct campaign_after *after, struct ending *ending)
{
	const struct session_order order = schedule_name_order(&ending->schedule, after->profile);
	struct session_result result;
	int error = session_run(after->session, &order, &result);

	if (error)
		return error;
	ending->again = result.end == SESSION_ENDED && is_same(ending, &result);
	session_result_release(&result);
	return 0;
}

static int on_finish(void *data, const struct campaign_after *after)
{
	struct report *report = data;
	int error = 0;

	for (size_t i = 0; i < after->campaign->faults_count && i < AGAIN && !error; i++)
		/* Whether a status is right is not ours to say. */
		if (after->campaign->faults[i].kind != EXPLORED_STATUS)
			error = tell_fault(report, after, &after->campaign->faults[i]);
	for (size_t i = 0; i < report->count && i < AGAIN && !error; i++)
		error = see_ending_again(after, &report->endings[i]);
	for (size_t i = 0; i < report->count && !error; i++)
		put_ending(report, &report->endings[i]);
	return error;
}

void report_listen(struct report *report, struct campaign_options *options)
{
	report->program = &options->program;
	report->asked = options->schedules;
	options->shorten_runs = SHORTEN_RUNS;
	report->runs = 1;
	options->progress = on_run;
	options->ended = on_end;
	options->finish = on_finish;
	options->data = report;
}

/*** the last line ***/

void report_end(struct report *report, const struct campaign *campaign)
{
	cleanup_buf struct buf limits = BUF_INIT;

	describe_limits(&limits, campaign->limits, campaign->limit_call);
	put(report, json_pack("{s:b, s:i, s:i, s:i, s:I, s:b, s:b, s:s}", "end", true, "asked",
			    (int)report->asked, "schedules", (int)campaign->schedules, "unfinished",
			    (int)campaign->unfinished, "steps", (json_int_t)campaign->steps,
			    "cut_short", campaign->cut_short, "more", report->more, "limits",
			    limits.data));
}

void report_refusal(struct report *report, const char *why)
{
	put(report, json_pack("{s:b, s:o}", "end", true, "refused", jsonl_text(why, strlen(why))));
}
