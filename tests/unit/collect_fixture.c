#include "tests/unit/collect_fixture.h"

#include <criterion/criterion.h>

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/digest.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/steps/collect.h"

static char *top;
static json_t *lines;

void collect_fixture_open(void)
{
	top = file_temp_dir();
	cr_assert(top);
	cr_assert_eq(chmod(top, 0777), 0);
}

void collect_fixture_close(void)
{
	take_rights_back();
	json_decref(lines);
	cr_assert_eq(file_remove_tree(top), 0);
	free(top);
}

const char *thing(const char *name)
{
	enum { KEPT = 16 };
	static char paths[KEPT][4096];
	static unsigned next;
	char *path = paths[next++ % KEPT];

	cr_assert((size_t)snprintf(path, sizeof(paths[0]), "%s/%s", top, name) < sizeof(paths[0]));
	return path;
}

static void put(const char *name, const void *bytes, size_t size)
{
	cleanup_free char *path = file_join(top, name);
	cleanup_free char *folder = xstrdup(path);
	cleanup_close int fd = -1;

	*strrchr(folder, '/') = '\0';
	cr_assert_eq(file_mkdir_p(folder), 0);
	/* Not file_write(): a thousand files need not be synced. */
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	cr_assert(fd >= 0);
	cr_assert_eq(file_write_fd(fd, bytes, size), 0);
}

void put_file(const char *name, const char *text)
{
	put(name, text, strlen(text));
}

void put_size(const char *name, size_t size)
{
	cleanup_free char *bytes = xcalloc(size, 1);

	put(name, bytes, size);
}

static void write_zeros(struct archive *archive, size_t size)
{
	static const char zeros[65536];

	while (size > 0) {
		size_t some = size < sizeof(zeros) ? size : sizeof(zeros);

		cr_assert_eq(archive_write_data(archive, zeros, some), (la_ssize_t)some);
		size -= some;
	}
}

static void write_entry(struct archive *archive, const struct packed *packed)
{
	struct archive_entry *entry = archive_entry_new();
	size_t size = packed->text ? strlen(packed->text) : packed->size;
	bool has_bytes =
		!packed->link && !packed->hard && !(packed->type && packed->type != S_IFREG);

	archive_entry_set_pathname(entry, packed->name);
	archive_entry_set_filetype(entry, packed->type ? packed->type : S_IFREG);
	archive_entry_set_perm(entry, packed->mode ? packed->mode : 0644);
	if (packed->link)
		archive_entry_set_symlink(entry, packed->link);
	if (packed->hard)
		archive_entry_set_hardlink(entry, packed->hard);
	archive_entry_set_size(entry, has_bytes ? (la_int64_t)size : 0);
	/* ARCHIVE_WARN: a name that is no UTF-8. */
	cr_assert(archive_write_header(archive, entry) >= ARCHIVE_WARN, "%s",
		archive_error_string(archive));
	if (has_bytes && packed->text)
		cr_assert_eq(archive_write_data(archive, packed->text, size), (la_ssize_t)size);
	else if (has_bytes)
		write_zeros(archive, size);
	archive_entry_free(entry);
}

static void write_archive(struct archive *archive, const char *name, const struct packed *entries)
{
	cr_assert_eq(archive_write_open_filename(archive, thing(name)), ARCHIVE_OK);
	for (const struct packed *packed = entries; packed->name; packed++)
		write_entry(archive, packed);
	cr_assert_eq(archive_write_close(archive), ARCHIVE_OK, "%s", archive_error_string(archive));
	archive_write_free(archive);
}

static struct archive *new_archive(const char *name)
{
	struct archive *archive = archive_write_new();

	cr_assert_eq(archive_write_set_format_filter_by_ext(archive, name), ARCHIVE_OK);
	return archive;
}

void pack(const char *name, const struct packed *entries)
{
	write_archive(new_archive(name), name, entries);
}

void pack_zip(const char *name, const struct packed *entries, const char *option)
{
	struct archive *archive = new_archive(name);

	cr_assert_eq(archive_write_set_options(archive, option), ARCHIVE_OK);
	cr_assert_eq(archive_write_set_passphrase(archive, "secret"), ARCHIVE_OK);
	write_archive(archive, name, entries);
}

void pack_twice(const char *name, const struct packed *entries)
{
	struct archive *archive = new_archive(name);

	cr_assert_eq(archive_write_add_filter_gzip(archive), ARCHIVE_OK);
	write_archive(archive, name, entries);
}

bool results_left(void)
{
	return file_exists(thing("results/source")) || file_exists(thing("results/source.part")) ||
	       file_exists(thing("results/collect.jsonl"));
}

void collects(const char *name)
{
	cleanup_buf struct buf why = BUF_INIT;
	int error = collect(thing(name), thing("results"), &why);

	cr_assert_eq(error, 0, "%d: %s", error, why.data);
	cr_assert_str_eq(why.data, "");
	json_decref(lines);
	lines = NULL;
	error = jsonl_load(thing("results/collect.jsonl"), &lines, &why);
	cr_assert_eq(error, 0, "%s", why.data);
	cr_assert(!file_exists(thing("results/source.part")));
}

void refuses(const char *name, const char *words)
{
	cleanup_buf struct buf why = BUF_INIT;
	int error = collect(thing(name), thing("results"), &why);

	cr_assert_eq(error, -EINVAL, "%d: %s", error, why.data);
	cr_assert(strstr(why.data, words), "'%s' does not say '%s'", why.data, words);
	cr_assert_not(strchr(why.data, '\n'), "more than a line: %s", why.data);
	cr_assert_not(results_left());
}

static const json_t *find(const char *key, const char *value)
{
	size_t i;
	json_t *line;

	json_array_foreach(
		lines, i, line) if (!strcmp(jsonl_string(line, key, ""), value)) return line;
	return NULL;
}

size_t stored_count(void)
{
	const json_t *last = find("stage", "collect");
	char digest[DIGEST_SIZE];
	size_t count = 0, i;
	json_t *line;

	json_array_foreach(lines, i, line) count += json_object_get(line, "file") != NULL;
	cr_assert_eq(last, json_array_get(lines, json_array_size(lines) - 1));
	cr_assert_eq(count, (size_t)jsonl_number(last, "files", -1));
	cr_assert_eq(digest_tree(thing("results/source"), digest), 0);
	cr_assert_str_eq(digest, sum("digest"));
	return count;
}

const char *stored(const char *name)
{
	static struct buf text = BUF_INIT;
	cleanup_free char *path = file_join("results/source", name);
	const json_t *line = find("file", name);
	char digest[DIGEST_SIZE];
	struct stat status;

	buf_reset(&text);
	cr_assert(line, "no line for %s", name);
	cr_assert_eq(file_read(thing(path), &text, COLLECT_FILE_SIZE), 0, "no file %s", name);
	cr_assert(lstat(thing(path), &status) == 0 && S_ISREG(status.st_mode));
	digest_bytes(text.data, text.length, digest);
	cr_assert_str_eq(digest, jsonl_string(line, "sha256", ""));
	cr_assert_eq(text.length, (size_t)jsonl_number(line, "bytes", -1));
	return text.data;
}

const char *stored_was(const char *name)
{
	const json_t *line = find("file", name);

	cr_assert(line, "no line for %s", name);
	return jsonl_string(line, "was", "");
}

const char *left_out(const char *name)
{
	const json_t *line = find("left_out", name);

	return line ? jsonl_string(line, "why", "") : "";
}

const char *sum(const char *key)
{
	return jsonl_string(find("stage", "collect"), key, "");
}

void give_up_rights(void)
{
	enum { NOBODY = 65534 };

	if (geteuid() == 0)
		cr_assert_eq(seteuid(NOBODY), 0);
}

void take_rights_back(void)
{
	if (getuid() == 0)
		cr_assert_eq(seteuid(0), 0);
}
