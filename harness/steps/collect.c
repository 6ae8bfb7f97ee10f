/*
 * The step in four acts: clear what an earlier collect left, take in (a folder, a
 * file or an archive, into memory), lay out (safe names), publish (write, rename,
 * and last the lines that say that all is there).  Bad input shows in the second
 * act, when nothing has been written yet.
 */
#include "harness/steps/collect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/base/cleanup.h"
#include "harness/base/digest.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/steps/collect_intake.h"
#include "harness/steps/collect_name.h"

#define PART COLLECT_TREE ".part"

static int ours(struct buf *why, const char *what, const char *path, int error)
{
	cleanup_free char *shown = collect_show(path);

	buf_printf(why, "cannot %s %s: %s", what, shown, strerror(-error));
	/* That one is kept for bad input. */
	return error == -EINVAL ? -EIO : error;
}

/* The lines first: without them the rest does not look whole. */
static int clear(const char *dir, struct buf *why)
{
	static const char *const names[] = { COLLECT_LINES, COLLECT_TREE, PART };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		cleanup_free char *path = file_join(dir, names[i]);
		int error = file_remove_tree(path);

		/* A results folder that cannot be: publish() has the better sentence. */
		if (error && error != -ENOTDIR)
			return ours(why, "remove", path, error);
	}
	return 0;
}

/* To clear the results must not take away what is to be graded. */
static int check_apart(struct collect_intake *in, const char *dir)
{
	cleanup_free char *path = realpath(in->path, NULL);
	cleanup_free char *results = realpath(dir, NULL);
	size_t length = results ? strlen(results) : 0;

	if (!path || !results || strncmp(path, results, length))
		return 0;
	if (path[length] && path[length] != '/')
		return 0;
	return collect_refuse(in, "it lies in the results folder that it would be collected into");
}

static int take_folder(struct collect_intake *in, const char *dir)
{
	int fd = open(in->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat results;

	if (fd < 0)
		return collect_unreadable(in, NULL, -errno);
	return collect_folder(in, fd, stat(dir, &results) == 0 ? &results : NULL);
}

static int take_source(struct collect_intake *in, int fd)
{
	cleanup_free char *name = file_basename(in->path);
	int error = collect_check_name(in, name);

	in->from = "file";
	return error ? error : collect_file(in, fd, name);
}

static int take_file(struct collect_intake *in)
{
	enum collect_kind kind = collect_name_kind(in->path);
	cleanup_close int fd = -1;

	if (kind == COLLECT_OTHER)
		return collect_refuse(in,
			"a file of this type cannot be graded; hand in a folder, "
			"a .c file, or a .zip, .tar, .tar.gz, .tar.xz or .tar.bz2 archive");
	fd = file_open_regular(AT_FDCWD, in->path);
	if (fd < 0)
		return collect_unreadable(in, NULL, fd);
	return kind == COLLECT_SOURCE ? take_source(in, fd) : collect_archive(in, fd);
}

static int take_in(struct collect_intake *in, const char *dir)
{
	struct stat status;

	if (lstat(in->path, &status) < 0)
		return errno == ENOENT || errno == ENOTDIR
			       ? collect_refuse(in, "there is no such file or folder")
			       : collect_unreadable(in, NULL, -errno);
	if (S_ISDIR(status.st_mode))
		return take_folder(in, dir);
	if (S_ISREG(status.st_mode))
		return take_file(in);
	if (S_ISLNK(status.st_mode))
		return collect_refuse(
			in, "a symbolic link is not followed; name the file or folder itself");
	return collect_refuse(
		in, "it is neither a folder nor a file, but %s", collect_special(status.st_mode));
}

/* What was left out is the only hint at why nothing is there. */
static int check_usable(struct collect_intake *in)
{
	enum { NAMED = 3 };
	cleanup_buf struct buf list = BUF_INIT;

	if (in->files_count)
		return 0;
	if (!in->left_count)
		return collect_refuse(in, "there is no file in it");
	for (size_t i = 0; i < in->left_count && i < NAMED; i++) {
		cleanup_free char *name = collect_show(in->left[i].name);

		buf_printf(&list, "%s%s: %s", i ? "; " : "", name, in->left[i].why);
	}
	if (in->left_count > NAMED)
		buf_printf(&list, "; and %zu more", in->left_count - NAMED);
	return collect_refuse(in, "there is no file in it that can be graded (%s)", list.data);
}

static int store(const struct collect_file *file, const char *part, struct buf *why)
{
	cleanup_free char *path = file_join(part, file->stored);
	char *slash = strrchr(path, '/');
	cleanup_close int fd = -1;
	int error;

	*slash = '\0';
	error = file_mkdir_p(path);
	if (error)
		return ours(why, "make the folder", path, error);
	*slash = '/';
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file->executable ? 0777 : 0666);
	error = fd < 0 ? -errno : file_write_fd(fd, file->bytes.data, file->bytes.length);
	/* Some file systems tell of a full disk only here. */
	if (!error && close(steal_fd(&fd)) < 0)
		error = -errno;
	return error ? ours(why, "write", path, error) : 0;
}

static void add(struct buf *lines, json_t *line)
{
	jsonl_add(lines, line);
	json_decref(line);
}

static json_t *text(const char *name)
{
	return jsonl_text(name, strlen(name));
}

static void add_file(struct buf *lines, const struct collect_file *file)
{
	char digest[DIGEST_SIZE];
	json_t *line = json_object();

	digest_bytes(file->bytes.data, file->bytes.length, digest);
	json_object_set_new(line, "file", text(file->stored));
	if (strcmp(file->stored, file->was))
		json_object_set_new(line, "was", text(file->was));
	json_object_set_new(line, "bytes", json_integer((json_int_t)file->bytes.length));
	json_object_set_new(line, "sha256", json_string(digest));
	add(lines, line);
}

static void add_left_out(struct buf *lines, const struct collect_left *left)
{
	json_t *line = json_object();

	json_object_set_new(line, "left_out", text(left->name));
	json_object_set_new(line, "why", json_string(left->why));
	add(lines, line);
}

static void add_sum(
	struct buf *lines, const struct collect_intake *in, const char *name, const char *digest)
{
	json_t *line = json_object();
	json_int_t bytes = 0;

	for (size_t i = 0; i < in->files_count; i++)
		bytes += (json_int_t)in->files[i].bytes.length;
	json_object_set_new(line, "stage", json_string("collect"));
	json_object_set_new(line, "name", text(name));
	json_object_set_new(line, "from", json_string(in->from));
	if (in->top)
		json_object_set_new(line, "top", text(in->top));
	json_object_set_new(line, "files", json_integer((json_int_t)in->files_count));
	json_object_set_new(line, "bytes", json_integer(bytes));
	json_object_set_new(line, "digest", json_string(digest));
	add(lines, line);
}

static int save_lines(const struct collect_intake *in, const char *dir, const char *name,
	const char *digest, struct buf *why)
{
	cleanup_buf struct buf lines = BUF_INIT;
	cleanup_free char *path = file_join(dir, COLLECT_LINES);
	int error;

	for (size_t i = 0; i < in->files_count; i++)
		add_file(&lines, &in->files[i]);
	for (size_t i = 0; i < in->left_count; i++)
		add_left_out(&lines, &in->left[i]);
	add_sum(&lines, in, name, digest);
	error = jsonl_save(&lines, path);
	return error ? ours(why, "write", path, error) : 0;
}

static int publish(
	const struct collect_intake *in, const char *dir, const char *name, struct buf *why)
{
	cleanup_free char *part = file_join(dir, PART);
	cleanup_free char *tree = file_join(dir, COLLECT_TREE);
	char digest[DIGEST_SIZE];
	int error = file_mkdir_p(part);

	if (error)
		return ours(why, "make the folder", part, error);
	for (size_t i = 0; i < in->files_count && !error; i++)
		error = store(&in->files[i], part, why);
	if (error)
		return error;
	error = digest_tree(part, digest);
	if (error)
		return ours(why, "read", part, error);
	if (rename(part, tree) < 0)
		return ours(why, "make the folder", tree, -errno);
	return save_lines(in, dir, name, digest, why);
}

static char *without_slashes(const char *path)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	return xasprintf("%.*s", (int)length, path);
}

int collect(const char *path, const char *dir, struct buf *why)
{
	cleanup_intake struct collect_intake in = { .path = without_slashes(path), .why = why };
	cleanup_free char *name = collect_name(path);
	int error = check_apart(&in, dir);

	if (error)
		return error;
	error = clear(dir, why);
	if (!error)
		error = take_in(&in, dir);
	if (error)
		return error;
	collect_layout(&in);
	error = check_usable(&in);
	if (!error)
		error = publish(&in, dir, name, why);
	if (error) {
		cleanup_buf struct buf unheard = BUF_INIT;

		/* The first sentence is the one that matters. */
		clear(dir, &unheard);
	}
	return error;
}
