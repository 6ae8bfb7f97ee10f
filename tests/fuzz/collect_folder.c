/*
 * Whose bytes: a student's, who hands in a folder: any name that a file system takes,
 * links, FIFOs, sockets, files without permission, archives.
 * Who reads them: collect() (steps/collect_folder.c, collect_layout.c).
 * What must hold: tests/fuzz/collected.h.
 *
 * The bytes tell the entries: one for the kind, one each for the lengths of name and
 * content, then both.  A name with slashes lies in folders; "in" itself is never left.
 *
 * Options: -max_len=1024
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "tests/fuzz/collected.h"
#include "tests/fuzz/fuzz.h"

struct entry {
	const char *path;
	const uint8_t *content;
	size_t size;
};

static void make_file(const struct entry *entry, mode_t mode)
{
	cleanup_close int fd = open(entry->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);

	if (fd >= 0)
		HOLDS(file_write_fd(fd, entry->content, entry->size) == 0);
}

static void make_source(const struct entry *entry)
{
	make_file(entry, 0644);
}

static void make_program(const struct entry *entry)
{
	make_file(entry, 0755);
}

static void make_secret(const struct entry *entry)
{
	make_file(entry, 0);
}

static void make_link(const struct entry *entry)
{
	cleanup_free char *target = fuzz_string(entry->content, entry->size);

	if (symlink(target, entry->path) < 0)
		return;
}

static void make_hard_link(const struct entry *entry)
{
	cleanup_free char *target = fuzz_file("other", "int x;\n", 7);

	if (link(target, entry->path) < 0)
		return;
}

static void make_fifo(const struct entry *entry)
{
	mkfifo(entry->path, 0600);
}

static void make_socket(const struct entry *entry)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	cleanup_close int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(entry->path) >= sizeof(address.sun_path))
		return;
	strcpy(address.sun_path, entry->path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return;
}

static void make_folder(const struct entry *entry)
{
	mkdir(entry->path, 0755);
}

static void (*const makers[])(const struct entry *entry) = {
	make_source,
	make_program,
	make_link,
	make_hard_link,
	make_fifo,
	make_socket,
	make_folder,
	make_secret,
};

/* "..", which would lead out of the folder, is no name that one can give to a file. */
static char *clean(const uint8_t *name, size_t length)
{
	char *text = fuzz_string(name, length);

	for (char *dots = text; (dots = strstr(dots, ".."));)
		if ((dots == text || dots[-1] == '/') && (!dots[2] || dots[2] == '/'))
			*dots = '_';
		else
			dots++;
	return text;
}

static void add_entry(const char *folder, struct fuzz_bytes *bytes)
{
	unsigned kind = fuzz_byte(bytes) % (sizeof(makers) / sizeof(*makers));
	size_t length = fuzz_byte(bytes), size = fuzz_byte(bytes);
	cleanup_free char *path = NULL;
	cleanup_free char *name = NULL;
	struct entry entry = { .size = 0 };
	const uint8_t *bytes_of_name;
	char *slash;

	length = fuzz_some(bytes, &bytes_of_name, length);
	entry.size = fuzz_some(bytes, &entry.content, size);
	name = clean(bytes_of_name, length);
	path = file_join(folder, name + strspn(name, "/"));
	entry.path = path;
	slash = strrchr(path, '/');
	*slash = '\0';
	if (file_mkdir_p(path) < 0)
		return;
	*slash = '/';
	makers[kind](&entry);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes bytes = { data, size };
	cleanup_free char *folder = fuzz_file("in", NULL, 0);
	cleanup_free char *other = fuzz_file("other", NULL, 0);

	HOLDS(mkdir(folder, 0755) == 0);
	while (bytes.left)
		add_entry(folder, &bytes);
	collected_check(folder);
	HOLDS(file_remove_tree(folder) == 0);
	unlink(other);
	return 0;
}
