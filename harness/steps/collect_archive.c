#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/steps/collect.h"
#include "harness/steps/collect_intake.h"
#include "harness/steps/collect_name.h"

struct unpack {
	struct collect_intake *in;
	struct archive *archive;
	int64_t unpacked; /* bytes of all entries so far, taken or not */
	char **links; /* names of symbolic links so far */
	size_t links_count;
};

/* Bad input, but for what our own machine did. */
static int damaged(struct collect_intake *in, struct archive *archive)
{
	const char *text = archive_error_string(archive);
	int number = archive_errno(archive);

	if (number == ENOMEM || number == EIO)
		return collect_unreadable(in, NULL, -number);
	if (!text)
		text = "no reason known";
	/* Some of libarchive's sentences end in a newline. */
	return collect_refuse(
		in, "the archive is damaged or cut short (%.*s)", (int)strcspn(text, "\n"), text);
}

/*
 * The entry's name as components joined by single slashes ("" for the top folder
 * itself).  A name that leads out of the folder makes the whole archive bad: it was
 * made to do harm, or by a tool whose other entries cannot be trusted either.
 */
static int clean_name(struct unpack *unpack, const char *raw, char **ret)
{
	cleanup_free char *shown = collect_show(raw);
	cleanup_buf struct buf name = BUF_INIT;

	if (raw[0] == '/')
		return collect_refuse(unpack->in,
			"the archive is refused: its entry %s has an absolute name", shown);
	for (const char *start = raw; *start;) {
		size_t length = strcspn(start, "/");

		if (length == 2 && !strncmp(start, "..", 2))
			return collect_refuse(unpack->in,
				"the archive is refused: its entry %s leads out of the folder",
				shown);
		if (length > 0 && !(length == 1 && *start == '.')) {
			if (name.length)
				buf_addch(&name, '/');
			buf_add(&name, start, length);
		}
		start += length + (start[length] == '/');
	}
	*ret = buf_steal(&name);
	return 0;
}

static bool lies_below(const char *name, const char *folder)
{
	size_t length = strlen(folder);

	return !strncmp(name, folder, length) && name[length] == '/';
}

static int check_links(struct unpack *unpack, const char *name)
{
	for (size_t i = 0; i < unpack->links_count; i++) {
		cleanup_free char *entry = NULL, *link = NULL;

		if (!lies_below(name, unpack->links[i]))
			continue;
		entry = collect_show(name);
		link = collect_show(unpack->links[i]);
		return collect_refuse(unpack->in,
			"the archive is refused: its entry %s goes through the symbolic link %s",
			entry, link);
	}
	return 0;
}

static void note_link(struct unpack *unpack, const char *name)
{
	unpack->links =
		xreallocarray(unpack->links, unpack->links_count + 1, sizeof(*unpack->links));
	unpack->links[unpack->links_count++] = xstrdup(name);
}

/*
 * Counted from the header, before a byte is unpacked: to pass over an entry of a
 * compressed tar costs as much as to read it.
 */
static int count_unpacked(struct unpack *unpack, struct archive_entry *entry)
{
	int64_t size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : 0;
	int64_t passed = archive_filter_bytes(unpack->archive, 0);

	if (size < 0 || size > COLLECT_UNPACKED)
		size = COLLECT_UNPACKED + 1;
	unpack->unpacked += size;
	if (unpack->unpacked > COLLECT_UNPACKED || passed > COLLECT_UNPACKED)
		return collect_refuse(unpack->in,
			"the archive unpacks to more than %d MiB, the most that is looked at",
			COLLECT_UNPACKED >> 20);
	return 0;
}

static ssize_t read_entry(void *handle, void *into, size_t length)
{
	struct unpack *unpack = handle;
	/* Not again after ARCHIVE_RETRY: blocks of a sparse file out of order never come right. */
	la_ssize_t got = archive_read_data(unpack->archive, into, length);

	return got < 0 ? damaged(unpack->in, unpack->archive) : got;
}

static const char *special(struct archive_entry *entry)
{
	return archive_entry_hardlink(entry) ? "a hard link"
					     : collect_special(archive_entry_filetype(entry));
}

static int take_named(struct unpack *unpack, struct archive_entry *entry, const char *name)
{
	bool folder = archive_entry_filetype(entry) == AE_IFDIR;
	const char *why = folder ? NULL : special(entry);
	int error;

	if (collect_is_litter(unpack->in, name, folder))
		return 0;
	error = collect_check_name(unpack->in, name);
	if (error || folder)
		return error;
	if (!why && collect_name_kind(name) == COLLECT_ARCHIVED)
		why = "an archive in an archive";
	if (why) {
		collect_leave_out(unpack->in, name, why);
		return 0;
	}
	return collect_take(unpack->in, name,
		&(struct collect_stream){
			.read = read_entry,
			.handle = unpack,
			.executable = archive_entry_perm(entry) & S_IXUSR,
		});
}

static int take_entry(struct unpack *unpack, struct archive_entry *entry)
{
	const char *raw = archive_entry_pathname(entry);
	cleanup_free char *name = NULL;
	int error = collect_count(unpack->in);

	if (!error)
		error = raw ? clean_name(unpack, raw, &name)
			    : collect_refuse(unpack->in,
				      "the archive has an entry without a readable name");
	if (!error)
		error = check_links(unpack, name);
	if (!error && archive_entry_is_encrypted(entry))
		error = collect_refuse(
			unpack->in, "the archive is encrypted; pack it without a password");
	if (!error)
		error = count_unpacked(unpack, entry);
	if (error || !name || !*name)
		return error;
	if (archive_entry_filetype(entry) == AE_IFLNK)
		note_link(unpack, name);
	return take_named(unpack, entry, name);
}

/*
 * libarchive takes the end of the file for the end of a tar; only the empty
 * blocks that every tar ends with (tar(5)) tell a whole one from one that was cut
 * between two entries.
 */
static int check_end(struct unpack *unpack)
{
	struct archive *archive = unpack->archive;

	if ((archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR &&
		archive_filter_bytes(archive, 0) <= archive_read_header_position(archive))
		return collect_refuse(
			unpack->in, "the archive is damaged or cut short (it has no end mark)");
	return 0;
}

static int take_entries(struct unpack *unpack)
{
	struct archive_entry *entry;

	for (;;) {
		int got = archive_read_next_header(unpack->archive, &entry);
		int error;

		if (got == ARCHIVE_EOF)
			return check_end(unpack);
		if (got == ARCHIVE_RETRY) {
			error = collect_count(unpack->in);
			if (error)
				return error;
			continue;
		}
		if (got < ARCHIVE_WARN)
			return archive_read_has_encrypted_entries(unpack->archive) > 0
				       ? collect_refuse(unpack->in, "the archive is encrypted; "
								    "pack it without a password")
				       : damaged(unpack->in, unpack->archive);
		error = take_entry(unpack, entry);
		if (error)
			return error;
	}
}

static void support(struct archive *archive)
{
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_format_tar(archive);
	/* Not the streaming reader: it and every unpacking tool can be shown different files. */
	archive_read_support_format_zip_seekable(archive);
}

static int read_archive(struct unpack *unpack, int fd)
{
	enum { BLOCK = 65536 };
	struct archive *archive = unpack->archive;

	if (archive_read_open_fd(archive, fd, BLOCK) != ARCHIVE_OK)
		return damaged(unpack->in, archive);
	/* Each layer may shrink a thousandfold: a .tar.gz has one, and "none" counts as one. */
	if (archive_filter_count(archive) > 2)
		return collect_refuse(unpack->in, "the archive is compressed more than once");
	return take_entries(unpack);
}

static int check_size(struct collect_intake *in, int fd)
{
	struct stat status;

	if (fstat(fd, &status) < 0)
		return collect_unreadable(in, NULL, -errno);
	if (status.st_size == 0)
		return collect_refuse(in, "the archive is damaged or cut short (0 bytes)");
	if (status.st_size > COLLECT_ARCHIVE)
		return collect_refuse(in,
			"the archive is larger than %d MiB, the most that is taken",
			COLLECT_ARCHIVE >> 20);
	return 0;
}

int collect_archive(struct collect_intake *in, int fd)
{
	struct unpack unpack = { .in = in };
	int error = check_size(in, fd);
	locale_t utf8, before;

	if (error)
		return error;
	/* In the "C" locale libarchive has no words for a name that is not ASCII. */
	utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL);
	before = uselocale(utf8);
	unpack.archive = archive_read_new();
	if (!unpack.archive)
		die("out of memory");
	support(unpack.archive);
	error = read_archive(&unpack, fd);
	if (!error)
		in->from = (archive_format(unpack.archive) & ARCHIVE_FORMAT_BASE_MASK) ==
					   ARCHIVE_FORMAT_ZIP
				   ? "zip"
				   : "tar";
	archive_read_free(unpack.archive);
	uselocale(before);
	if (utf8)
		freelocale(utf8);
	for (size_t i = 0; i < unpack.links_count; i++)
		free(unpack.links[i]);
	free(unpack.links);
	return error;
}
