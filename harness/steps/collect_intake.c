#include "harness/steps/collect_intake.h"

#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/text.h"
#include "harness/steps/collect.h"

/* What programs and systems leave in a folder and nobody wants graded. */
struct litter {
	const char *pattern;
	bool file_only; /* a folder of that name may hold sources */
	const char *why;
};

static const struct litter litter[] = {
	{ ".git", false, "version control" },
	{ ".svn", false, "version control" },
	{ ".hg", false, "version control" },
	{ ".vscode", false, "settings of an editor" },
	{ ".idea", false, "settings of an editor" },
	{ ".DS_Store", false, "written by macOS" },
	{ "__MACOSX", false, "written by macOS" },
	{ "._*", true, "written by macOS" },
	{ "*~", true, "backup of an editor" },
	{ "*.swp", true, "backup of an editor" },
	{ "*.o", true, "compiled" },
	{ "a.out", true, "compiled" },
	{ NULL },
};

void collect_intake_release(struct collect_intake *in)
{
	for (size_t i = 0; i < in->files_count; i++) {
		free(in->files[i].was);
		free(in->files[i].stored);
		buf_release(&in->files[i].bytes);
	}
	for (size_t i = 0; i < in->left_count; i++)
		free(in->left[i].name);
	free(in->files);
	free(in->left);
	free(in->top);
	free(in->path);
}

char *collect_show(const char *name)
{
	enum { SHOWN = 200 };
	cleanup_buf struct buf text = BUF_INIT;

	text_escape(&text, name, strlen(name), SHOWN);
	return buf_steal(&text);
}

int collect_refuse(struct collect_intake *in, const char *format, ...)
{
	cleanup_free char *path = collect_show(in->path);
	cleanup_free char *sentence = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&sentence, format, args) < 0)
		die("out of memory");
	va_end(args);
	buf_printf(in->why, "%s: %s", path, sentence);
	return -EINVAL;
}

int collect_unreadable(struct collect_intake *in, const char *name, int error)
{
	/* What whoever handed it in can mend; an I/O error or too many open files is ours. */
	static const int theirs[] = { EACCES, EPERM, ENOENT, ENOTDIR, EISDIR, ELOOP, EINVAL,
		ENAMETOOLONG, ENXIO };
	cleanup_free char *shown = name ? collect_show(name) : NULL;

	collect_refuse(in, "%s%scannot be read: %s", shown ? shown : "", shown ? " " : "",
		strerror(-error));
	for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++)
		if (error == -theirs[i])
			return -EINVAL;
	return error;
}

int collect_count(struct collect_intake *in)
{
	if (++in->entries > COLLECT_ENTRIES)
		return collect_refuse(in,
			"there are more than %d entries in it, the most that is looked at",
			COLLECT_ENTRIES);
	return 0;
}

void collect_leave_out(struct collect_intake *in, const char *name, const char *why)
{
	in->left = xreallocarray(in->left, in->left_count + 1, sizeof(*in->left));
	in->left[in->left_count++] = (struct collect_left){ .name = xstrdup(name), .why = why };
}

static const struct litter *find_litter(const char *component, bool folder)
{
	for (const struct litter *l = litter; l->pattern; l++)
		if (!(folder && l->file_only) && text_matches(l->pattern, component))
			return l;
	return NULL;
}

bool collect_is_litter(struct collect_intake *in, const char *name, bool folder)
{
	for (const char *start = name; *start;) {
		size_t length = strcspn(start, "/");
		bool last = !start[length];
		cleanup_free char *component = xasprintf("%.*s", (int)length, start);
		cleanup_free char *whole =
			xasprintf("%.*s", (int)(start - name) + (int)length, name);
		const struct litter *found = find_litter(component, folder || !last);

		if (found) {
			/* The folder is noted, once, and not each file in it. */
			if (!in->left_count || strcmp(in->left[in->left_count - 1].name, whole))
				collect_leave_out(in, whole, found->why);
			return true;
		}
		start += length + !last;
	}
	return false;
}

int collect_check_name(struct collect_intake *in, const char *name)
{
	cleanup_free char *shown = collect_show(name);
	unsigned depth = 0;

	if (strlen(name) > COLLECT_PATH)
		return collect_refuse(in,
			"the name %s is longer than %d bytes, the most that is taken", shown,
			COLLECT_PATH);
	for (const char *start = name; *start;) {
		size_t length = strcspn(start, "/");

		if (length > COLLECT_NAME)
			return collect_refuse(in,
				"a part of the name %s is longer than %d bytes, the most that is "
				"taken",
				shown, COLLECT_NAME);
		start += length + (start[length] == '/');
		depth += start[-1] == '/';
	}
	if (depth > COLLECT_DEPTH)
		return collect_refuse(in,
			"%s lies more than %d folders deep, the most that is taken", shown,
			COLLECT_DEPTH);
	return 0;
}

const char *collect_special(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return NULL;
	case S_IFLNK:
		return "a symbolic link";
	case S_IFIFO:
		return "a FIFO";
	case S_IFSOCK:
		return "a socket";
	case S_IFCHR:
	case S_IFBLK:
		return "a device";
	default:
		return "no regular file";
	}
}

/* Reads on until `bytes` holds `size` bytes or all that there is. */
static int fill(const struct collect_stream *stream, struct buf *bytes, size_t size)
{
	char chunk[16384];

	while (bytes->length < size) {
		size_t left = size - bytes->length;
		ssize_t got = stream->read(
			stream->handle, chunk, left < sizeof(chunk) ? left : sizeof(chunk));

		if (got <= 0)
			return (int)got;
		buf_add(bytes, chunk, (size_t)got);
	}
	return 0;
}

/* elf(5): the words for a compiled program or a core file, NULL for anything else. */
static const char *compiled(const struct buf *bytes)
{
	Elf64_Half type = ET_NONE;

	if (bytes->length < EI_NIDENT || memcmp(bytes->data, ELFMAG, SELFMAG))
		return NULL;
	if (bytes->length >= EI_NIDENT + sizeof(type))
		memcpy(&type, bytes->data + EI_NIDENT, sizeof(type));
	return type == ET_CORE ? "a core file" : "compiled";
}

static void replace(struct collect_intake *in, const char *name)
{
	for (size_t i = 0; i < in->files_count; i++) {
		if (strcmp(in->files[i].was, name))
			continue;
		/* in->bytes stays: a name that comes a thousand times must not be read for ever. */
		collect_leave_out(in, name, "a later entry has the same name");
		free(in->files[i].was);
		buf_release(&in->files[i].bytes);
		in->files[i] = in->files[--in->files_count];
		return;
	}
}

static int check_caps(struct collect_intake *in, const char *name, size_t size)
{
	cleanup_free char *shown = collect_show(name);

	if (in->files_count == COLLECT_FILES)
		return collect_refuse(in,
			"there are more than %d files in it, the most that is taken",
			COLLECT_FILES);
	if (size > COLLECT_FILE_SIZE)
		return collect_refuse(in,
			"%s is larger than %d MiB, the most that is taken of one file", shown,
			COLLECT_FILE_SIZE >> 20);
	in->bytes += size;
	if (in->bytes > COLLECT_TOTAL_SIZE)
		return collect_refuse(in,
			"its files have more than %d MiB together, the most that is taken",
			COLLECT_TOTAL_SIZE >> 20);
	return 0;
}

int collect_take(struct collect_intake *in, const char *name, const struct collect_stream *stream)
{
	cleanup_buf struct buf bytes = BUF_INIT;
	int error = fill(stream, &bytes, sizeof(Elf64_Ehdr));
	const char *why = compiled(&bytes);

	/* Before its size is looked at: a core file is large. */
	if (!error && why) {
		collect_leave_out(in, name, why);
		return 0;
	}
	if (!error)
		error = fill(stream, &bytes, COLLECT_FILE_SIZE + 1);
	if (error)
		return error;
	replace(in, name);
	error = check_caps(in, name, bytes.length);
	if (error)
		return error;
	in->files = xreallocarray(in->files, in->files_count + 1, sizeof(*in->files));
	in->files[in->files_count++] = (struct collect_file){
		.was = xstrdup(name),
		.bytes = bytes,
		.executable = stream->executable,
	};
	bytes = (struct buf)BUF_INIT;
	return 0;
}
