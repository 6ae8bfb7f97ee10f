#include <criterion/criterion.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/digest.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

/* FIPS 180-4 examples: no bytes, and "abc". */
#define OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static char *top;

static void make_top(void)
{
	top = file_temp_dir();
	cr_assert(top);
}

static void remove_top(void)
{
	cr_assert_eq(file_remove_tree(top), 0);
	free(top);
}

/* Writes top/NAME, with the folders on the way. */
static void put(const char *name, const char *text)
{
	cleanup_free char *path = file_join(top, name);

	*strrchr(path, '/') = '\0';
	cr_assert_eq(file_mkdir_p(path), 0);
	path[strlen(path)] = '/';
	cr_assert_eq(file_write(path, text, strlen(text)), 0);
}

static const char *tree_digest(const char *name)
{
	static char digests[8][DIGEST_SIZE];
	static unsigned next;
	cleanup_free char *path = file_join(top, name);
	char *digest = digests[next++ % 8];

	cr_assert_eq(digest_tree(path, digest), 0);
	return digest;
}

TestSuite(digest, .init = make_top, .fini = remove_top);

Test(digest, of_bytes_is_sha_256)
{
	char digest[DIGEST_SIZE];

	digest_bytes("", 0, digest);
	cr_assert_str_eq(digest, OF_NOTHING);
	digest_bytes("abc", 3, digest);
	cr_assert_str_eq(digest, OF_ABC);
}

Test(digest, of_a_file_is_that_of_its_bytes)
{
	cleanup_free char *path = file_join(top, "large");
	size_t size = 100000;
	cleanup_free char *bytes = xcalloc(size, 1);
	char expected[DIGEST_SIZE], seen[DIGEST_SIZE];

	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(i * 7);
	cr_assert_eq(file_write(path, bytes, size), 0);
	digest_bytes(bytes, size, expected);
	cr_assert_eq(digest_file(path, seen), 0);
	cr_assert_str_eq(seen, expected);
}

Test(digest, of_a_file_refuses_what_is_none, .timeout = 60)
{
	cleanup_free char *fifo = file_join(top, "fifo");
	cleanup_free char *link = file_join(top, "link");
	cleanup_free char *missing = file_join(top, "missing");
	char digest[DIGEST_SIZE] = "untouched";

	cr_assert_eq(mkfifo(fifo, 0600), 0);
	cr_assert_eq(symlink("/etc/passwd", link), 0);
	cr_assert_eq(digest_file(fifo, digest), -EINVAL);
	cr_assert_eq(digest_file("/dev/zero", digest), -EINVAL);
	cr_assert_eq(digest_file(link, digest), -ELOOP);
	cr_assert_eq(digest_file(top, digest), -EISDIR);
	cr_assert_eq(digest_file(missing, digest), -ENOENT);
	cr_assert_str_eq(digest, "untouched");
}

Test(digest, of_a_tree_is_the_sum_that_the_header_describes)
{
	char content[DIGEST_SIZE], expected[DIGEST_SIZE];
	cleanup_buf struct buf sum = BUF_INIT;

	put("t/a.c", "abc");
	buf_add(&sum, "a.c\0003", 6);
	digest_bytes("abc", 3, content);
	buf_add(&sum, content, DIGEST_SIZE);
	digest_bytes(sum.data, sum.length, expected);
	cr_assert_str_eq(tree_digest("t"), expected);
}

Test(digest, of_a_tree_does_not_depend_on_the_order_of_creation)
{
	put("one/a", "1");
	put("one/b/c", "2");
	put("one/b.c", "3");
	put("two/b.c", "3");
	put("two/b/c", "2");
	put("two/a", "1");
	cr_assert_str_eq(tree_digest("one"), tree_digest("two"));
}

Test(digest, of_a_tree_depends_on_names_and_contents)
{
	put("base/a", "1");
	put("content/a", "2");
	put("name/b", "1");
	put("place/sub/a", "1");
	put("more/a", "1");
	put("more/b", "");
	cr_assert_str_neq(tree_digest("base"), tree_digest("content"));
	cr_assert_str_neq(tree_digest("base"), tree_digest("name"));
	cr_assert_str_neq(tree_digest("base"), tree_digest("place"));
	cr_assert_str_neq(tree_digest("base"), tree_digest("more"));
}

Test(digest, of_a_tree_counts_regular_files_only, .timeout = 60)
{
	cleanup_free char *fifo = file_join(top, "odd/fifo");
	cleanup_free char *link = file_join(top, "odd/link");
	cleanup_free char *empty = file_join(top, "odd/empty");

	put("plain/a", "1");
	put("odd/a", "1");
	cr_assert_eq(mkfifo(fifo, 0600), 0);
	cr_assert_eq(symlink("..", link), 0);
	cr_assert_eq(mkdir(empty, 0700), 0);
	cr_assert_str_eq(tree_digest("plain"), tree_digest("odd"));
}

Test(digest, of_an_empty_tree_is_that_of_nothing)
{
	cr_assert_str_eq(tree_digest("."), OF_NOTHING);
}

Test(digest, of_a_tree_that_is_not_there_fails)
{
	cleanup_free char *missing = file_join(top, "missing");
	char digest[DIGEST_SIZE] = "untouched";

	put("file", "1");
	cr_assert_eq(digest_tree(missing, digest), -ENOENT);
	free(missing);
	missing = file_join(top, "file");
	cr_assert_eq(digest_tree(missing, digest), -ENOTDIR);
	cr_assert_str_eq(digest, "untouched");
}
