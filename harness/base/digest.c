#include "harness/base/digest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

_Static_assert(DIGEST_SIZE == SHA256_DIGEST_STRING_LENGTH, "a SHA-256 and its NUL");

struct leaf {
	char *name; /* relative to the top */
	uint64_t size;
	char content[DIGEST_SIZE];
};

struct tree {
	struct leaf *leaves;
	size_t count;
};

#define cleanup_tree __attribute__((cleanup(release)))

static void release(struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++)
		free(tree->leaves[i].name);
	free(tree->leaves);
}

void digest_bytes(const void *bytes, size_t length, char ret[DIGEST_SIZE])
{
	SHA256Data(bytes, length, ret);
}

static int digest_fd(int fd, uint64_t *ret_size, char ret[DIGEST_SIZE])
{
	uint8_t chunk[16384];
	uint64_t size = 0;
	SHA2_CTX context;

	SHA256Init(&context);
	for (;;) {
		ssize_t got = read(fd, chunk, sizeof(chunk));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			break;
		SHA256Update(&context, chunk, (size_t)got);
		size += (uint64_t)got;
	}
	*ret_size = size;
	SHA256End(&context, ret);
	return 0;
}

int digest_file(const char *path, char ret[DIGEST_SIZE])
{
	cleanup_close int fd = file_open_regular(AT_FDCWD, path);
	uint64_t size;

	return fd < 0 ? fd : digest_fd(fd, &size, ret);
}

static int add_leaf(struct tree *tree, int dirfd, const char *entry, const char *name)
{
	cleanup_close int fd = file_open_regular(dirfd, entry);
	struct leaf leaf = { .name = NULL };
	int error = fd < 0 ? fd : digest_fd(fd, &leaf.size, leaf.content);

	if (error)
		return error;
	leaf.name = xstrdup(name);
	tree->leaves = xreallocarray(tree->leaves, tree->count + 1, sizeof(*tree->leaves));
	tree->leaves[tree->count++] = leaf;
	return 0;
}

static int add_folder(struct tree *tree, int fd, const char *prefix);

static int add_entry(struct tree *tree, int dirfd, const char *entry, const char *prefix)
{
	cleanup_free char *name = xasprintf("%s%s", prefix, entry);
	cleanup_free char *below = xasprintf("%s/", name);
	struct stat status;
	int fd;

	if (fstatat(dirfd, entry, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	if (S_ISREG(status.st_mode))
		return add_leaf(tree, dirfd, entry, name);
	if (!S_ISDIR(status.st_mode))
		return 0;
	fd = openat(dirfd, entry, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 ? -errno : add_folder(tree, fd, below);
}

/* Takes over `fd`. */
static int add_folder(struct tree *tree, int fd, const char *prefix)
{
	cleanup_closedir DIR *dir = fdopendir(fd);
	struct dirent *entry;
	int error = 0;

	if (!dir) {
		error = -errno;
		close(fd);
		return error;
	}
	while (!error && (errno = 0, entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			error = add_entry(tree, fd, entry->d_name, prefix);
	return error ? error : -errno;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct leaf *)a)->name, ((const struct leaf *)b)->name);
}

static void update(SHA2_CTX *context, const char *text)
{
	/* With its NUL, so that no two lists of names and sizes run into the same bytes. */
	SHA256Update(context, (const uint8_t *)text, strlen(text) + 1);
}

int digest_tree(const char *path, char ret[DIGEST_SIZE])
{
	cleanup_tree struct tree tree = { .leaves = NULL };
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = fd < 0 ? -errno : add_folder(&tree, fd, "");
	SHA2_CTX context;

	if (error)
		return error;
	if (tree.count > 1)
		qsort(tree.leaves, tree.count, sizeof(*tree.leaves), by_name);
	SHA256Init(&context);
	for (size_t i = 0; i < tree.count; i++) {
		cleanup_free char *size = xasprintf("%" PRIu64, tree.leaves[i].size);

		update(&context, tree.leaves[i].name);
		update(&context, size);
		update(&context, tree.leaves[i].content);
	}
	SHA256End(&context, ret);
	return 0;
}
