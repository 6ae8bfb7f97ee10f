#include "harness/analyse/misuse_log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

enum { MOST_BYTES = 1 << 20, MOST_IMAGES = 64 };

/* What follows each word: n a number, a an address, t a text. */
static const struct shape {
	const char *word;
	const char *fields;
} shapes[] = {
	{ "start", "nntt" },
	{ "unsafe", "nttaa" },
	{ "open", "ntaa" },
	{ "errno", "nta" },
	{ "errno-used", "naa" },
	{ "pending", "tnnaa" },
	{ "written", "tt" },
	{ "left", "naaa" },
	{ "session", "" },
	{ "leaked", "ntaa" },
	{ "exec-failed", "" },
	{ "lock-lost", "taaa" },
	{ "kill-all", "aa" },
	{ "created", "tta" },
	{ "end", "tn" },
};

static const struct shape *shape_of(const char *word)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		if (strcmp(shapes[i].word, word) == 0)
			return &shapes[i];
	return NULL;
}

/* Short enough that strtoull() cannot overflow. */
static bool is_field(char kind, const char *text)
{
	const char *digits = kind == 'n' ? "0123456789" : "0123456789abcdef";
	size_t length = strlen(text);

	if (kind == 't')
		return true;
	return length > 0 && length <= (kind == 'n' ? 18 : 16) && strspn(text, digits) == length;
}

/* Cuts the line up; false: it is no record. */
static bool take_record(char *line, struct misuse_record *ret)
{
	const struct shape *shape;
	const char *word = strsep(&line, "\t");

	shape = shape_of(word);
	if (!shape)
		return false;
	*ret = (struct misuse_record){ .word = word };
	for (size_t i = 0; i < MISUSE_FIELDS; i++)
		ret->fields[i] = "";
	for (size_t i = 0; shape->fields[i]; i++) {
		const char *field = strsep(&line, "\t");

		if (!field || !is_field(shape->fields[i], field))
			return false;
		ret->fields[i] = field;
	}
	return line == NULL;
}

uint64_t misuse_address(const struct misuse_record *record, size_t field)
{
	return strtoull(record->fields[field], NULL, 16);
}

unsigned long misuse_number(const struct misuse_record *record, size_t field)
{
	return strtoul(record->fields[field], NULL, 10);
}

const struct misuse_record *misuse_next_record(
	const struct misuse_image *image, const char *word, const struct misuse_record *from)
{
	const struct misuse_record *end = image->records + image->count;

	for (const struct misuse_record *r = from ? from + 1 : image->records; r < end; r++)
		if (strcmp(r->word, word) == 0)
			return r;
	return NULL;
}

/* "…/12.misuse" is process 12's. */
static int pid_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return atoi(slash ? slash + 1 : path);
}

static struct misuse_image *begin_image(struct misuse_log *log, int pid)
{
	struct misuse_image *image;

	if (log->count == MOST_IMAGES)
		return NULL;
	log->images = xreallocarray(log->images, log->count + 1, sizeof(*log->images));
	image = &log->images[log->count++];
	*image = (struct misuse_image){ .pid = pid, .how = "", .program = "", .end = "" };
	return image;
}

static bool add_record(struct misuse_image *image, const struct misuse_record *record)
{
	if (image->count == MISUSE_RECORDS)
		return false;
	image->records = xreallocarray(image->records, image->count + 1, sizeof(*image->records));
	image->records[image->count++] = *record;
	return true;
}

/* What is wrong with the record where it stands, or NULL. */
static const char *take(struct misuse_log *log, int pid, const struct misuse_record *record)
{
	struct misuse_image *image = log->count ? &log->images[log->count - 1] : NULL;
	const bool starts = strcmp(record->word, "start") == 0;

	if (starts && misuse_number(record, 0) != (unsigned long)pid)
		return "is another process's";
	if (starts || !image)
		image = begin_image(log, pid);
	if (!image)
		return "is one program too many";
	if (image->end[0])
		return "stands behind the end";
	if (starts) {
		image->how = record->fields[2];
		image->program = record->fields[3];
	} else if (strcmp(record->word, "end") == 0) {
		image->end = record->fields[0];
		image->lost = misuse_number(record, 1);
	} else if (!add_record(image, record)) {
		return "is one too many";
	}
	return NULL;
}

static int parse(struct misuse_log *log, const char *path, struct buf *why)
{
	char *rest = log->text;
	char *end;

	for (unsigned number = 1; (end = strchr(rest, '\n')); number++) {
		struct misuse_record record;
		const char *wrong = "is none";

		*end = '\0';
		if (take_record(rest, &record))
			wrong = take(log, pid_of(path), &record);
		if (wrong) {
			cleanup_free char *name = file_basename(path);

			buf_printf(why, "%s: record %u %s", name, number, wrong);
			return -EBADMSG;
		}
		rest = end + 1;
	}
	return 0;
}

int misuse_log_load(const char *path, struct misuse_log *ret, struct buf *why)
{
	cleanup_misuse_log struct misuse_log log = MISUSE_LOG_INIT;
	cleanup_buf struct buf bytes = BUF_INIT;
	int error = file_read(path, &bytes, MOST_BYTES);

	if (error) {
		buf_printf(why, "cannot read %s: %s", path, strerror(-error));
		return error;
	}
	/* A NUL would hide what stands behind it. */
	if (strlen(bytes.data) != bytes.length) {
		cleanup_free char *name = file_basename(path);

		buf_printf(why, "%s: there are bytes in it that no record has", name);
		return -EBADMSG;
	}
	log.text = bytes.length ? buf_steal(&bytes) : xstrdup("");
	error = parse(&log, path, why);
	if (error)
		return error;
	*ret = log;
	log = (struct misuse_log)MISUSE_LOG_INIT;
	return 0;
}

void misuse_log_release(struct misuse_log *log)
{
	for (size_t i = 0; i < log->count; i++)
		free(log->images[i].records);
	free(log->images);
	free(log->text);
	*log = (struct misuse_log)MISUSE_LOG_INIT;
}
