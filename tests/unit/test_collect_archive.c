#include <criterion/criterion.h>

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/steps/collect.h"
#include "tests/unit/collect_fixture.h"

#define ENTRIES(...) ((const struct packed[]){ __VA_ARGS__, { NULL } })

TestSuite(collect_archive, .init = collect_fixture_open, .fini = collect_fixture_close);

/* Cuts the last bytes off. */
static void cut(const char *name, off_t bytes)
{
	struct stat status;

	cr_assert_eq(stat(thing(name), &status), 0);
	cr_assert_eq(truncate(thing(name), status.st_size - bytes), 0);
}

/* Packs DIGITS.c, as often as said, all of the same text. */
static void pack_many(const char *name, unsigned count, const char *format)
{
	cleanup_free struct packed *entries = xcalloc(count + 1, sizeof(*entries));
	cleanup_free char *names = xcalloc(count, 32);

	for (unsigned i = 0; i < count; i++) {
		snprintf(names + 32 * i, 32, "%s%u.c", format, i);
		entries[i] = (struct packed){ .name = names + 32 * i, .text = "x" };
	}
	pack(name, entries);
}

Test(collect_archive, each_kind_is_unpacked)
{
	static const char *const names[] = { "a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.xz",
		"a.tar.bz2", NULL };

	for (const char *const *name = names; *name; name++) {
		pack(*name, ENTRIES({ "main.c", "main" }, { "lib/pipe.c", "pipe" }));
		collects(*name);
		cr_assert_eq(stored_count(), 2, "%s", *name);
		cr_assert_str_eq(stored("main.c"), "main");
		cr_assert_str_eq(stored("lib/pipe.c"), "pipe");
		cr_assert_str_eq(sum("from"), !strcmp(*name, "a.zip") ? "zip" : "tar");
		cr_assert_str_eq(sum("name"), "a");
	}
}

Test(collect_archive, the_content_decides_not_the_extension)
{
	pack("a.tar.gz", ENTRIES({ "main.c", "main" }));
	cr_assert_eq(rename(thing("a.tar.gz"), thing("a.zip")), 0);
	collects("a.zip");
	cr_assert_str_eq(sum("from"), "tar");
}

Test(collect_archive, the_same_files_have_the_same_digest_however_packed)
{
	cleanup_free char *first = NULL;

	put_file("ann/a.c", "1");
	put_file("ann/b.c", "2");
	pack("ann.zip", ENTRIES({ "hw/b.c", "2" }, { "hw/a.c", "1" }));
	collects("ann");
	first = xstrdup(sum("digest"));
	collects("ann.zip");
	cr_assert_str_eq(sum("digest"), first);
}

Test(collect_archive, the_usual_top_folder_is_stripped)
{
	pack("ann.zip", ENTRIES({ "hw1/", .type = S_IFDIR }, { "hw1/main.c", "main" },
				{ "hw1/sub/a.c", "a" }, { "__MACOSX/hw1/._main.c", "x" },
				{ "hw1/.git/HEAD", "x" }, { "hw1/.git/config", "x" }));
	collects("ann.zip");
	cr_assert_eq(stored_count(), 2);
	cr_assert_str_eq(stored("main.c"), "main");
	cr_assert_str_eq(stored("sub/a.c"), "a");
	cr_assert_str_eq(sum("top"), "hw1");
	cr_assert_str_eq(left_out("__MACOSX"), "written by macOS");
	cr_assert_str_eq(left_out("hw1/.git"), "version control");
	cr_assert_str_eq(left_out("hw1/.git/HEAD"), "");
}

Test(collect_archive, names_are_cleaned_of_dots_and_double_slashes)
{
	pack("ann.tar", ENTRIES({ "./", .type = S_IFDIR }, { "./a.c", "a" }, { "b//.//c.c", "c" }));
	collects("ann.tar");
	cr_assert_eq(stored_count(), 2);
	cr_assert_str_eq(stored("a.c"), "a");
	cr_assert_str_eq(stored("b/c.c"), "c");
}

Test(collect_archive, odd_names_are_made_safe)
{
	static const char *const names[] = { "a.tar", "a.zip", NULL };

	for (const char *const *name = names; *name; name++) {
		pack(*name, ENTRIES({ "-rf", "option" }, { "a b.c", "blank" }, { "a_b.c", "plain" },
				    { "\xc3\xbc.c", "umlaut" }, { "\xff.c", "byte" },
				    { "n\nl", "line" }));
		collects(*name);
		cr_assert_eq(stored_count(), 6);
		cr_assert_str_eq(stored("_rf"), "option");
		cr_assert_str_eq(stored("a_b.c"), "plain");
		cr_assert_str_eq(stored("a_b_2.c"), "blank");
		cr_assert_str_eq(stored("_.c"), "umlaut");
		cr_assert_str_eq(stored_was("_.c"), "\xc3\xbc.c");
		cr_assert_str_eq(stored("__2.c"), "byte");
		cr_assert_str_eq(stored_was("__2.c"), "\xef\xbf\xbd.c");
		cr_assert_str_eq(stored("n_l"), "line");
	}
}

Test(collect_archive, a_name_that_leads_out_makes_it_bad_input)
{
	static const char *const bad[] = { "../x.c", "a/../../x.c", "a/../x.c", "..", "a/..",
		NULL };

	for (const char *const *name = bad; *name; name++) {
		pack("ann.tar", ENTRIES({ "good.c", "x" }, { *name, "x" }));
		refuses("ann.tar", "leads out of the folder");
		pack("ann.zip", ENTRIES({ "good.c", "x" }, { *name, "x" }));
		refuses("ann.zip", "leads out of the folder");
	}
	cr_assert_not(file_exists(thing("x.c")));
}

Test(collect_archive, an_absolute_name_makes_it_bad_input)
{
	pack("ann.tar", ENTRIES({ "good.c", "x" }, { "/tmp/x.c", "x" }));
	refuses("ann.tar", "its entry /tmp/x.c has an absolute name");
	pack("ann.zip", ENTRIES({ "good.c", "x" }, { "/x.c", "x" }));
	refuses("ann.zip", "its entry /x.c has an absolute name");
}

Test(collect_archive, a_file_through_a_link_makes_it_bad_input)
{
	pack("ann.tar", ENTRIES({ "good.c", "x" }, { "out", .type = S_IFLNK, .link = "/tmp" },
				{ "out/x.c", "x" }));
	refuses("ann.tar", "its entry out/x.c goes through the symbolic link out");
	pack("ann.zip", ENTRIES({ "good.c", "x" }, { "a/out", .type = S_IFLNK, .link = ".." },
				{ "a/out/b/x.c", "x" }));
	refuses("ann.zip", "goes through the symbolic link a/out");
}

Test(collect_archive, links_and_devices_are_left_out)
{
	pack("ann.tar",
		ENTRIES({ "good.c", "x" }, { "link.c", .type = S_IFLNK, .link = "/etc/passwd" },
			{ "self", .type = S_IFLNK, .link = "self" }, { "hard.c", .hard = "good.c" },
			{ "outer.c", .hard = "/etc/passwd" }, { "fifo", .type = S_IFIFO },
			{ "null", .type = S_IFCHR }, { "disk", .type = S_IFBLK }));
	collects("ann.tar");
	cr_assert_eq(stored_count(), 1);
	cr_assert_str_eq(left_out("link.c"), "a symbolic link");
	cr_assert_str_eq(left_out("self"), "a symbolic link");
	cr_assert_str_eq(left_out("hard.c"), "a hard link");
	cr_assert_str_eq(left_out("outer.c"), "a hard link");
	cr_assert_str_eq(left_out("fifo"), "a FIFO");
	cr_assert_str_eq(left_out("null"), "a device");
	cr_assert_str_eq(left_out("disk"), "a device");
}

Test(collect_archive, of_two_entries_of_one_name_the_later_counts)
{
	pack("ann.tar", ENTRIES({ "a.c", "old" }, { "b.c", "b" }, { "./a.c", "new" }));
	collects("ann.tar");
	cr_assert_eq(stored_count(), 2);
	cr_assert_str_eq(stored("a.c"), "new");
	cr_assert_str_eq(left_out("a.c"), "a later entry has the same name");
}

Test(collect_archive, a_file_and_a_folder_of_one_name_are_told_apart)
{
	pack("ann.tar", ENTRIES({ "a", "file" }, { "a/b.c", "inside" }, { "a.c", "between" }));
	collects("ann.tar");
	cr_assert_eq(stored_count(), 3);
	cr_assert_str_eq(stored("a"), "file");
	cr_assert_str_eq(stored("a_2/b.c"), "inside");
	cr_assert_str_eq(stored_was("a_2/b.c"), "a/b.c");
}

Test(collect_archive, too_many_files_are_refused)
{
	pack_many("ann.tar", 2000, "");
	refuses("ann.tar", "more than 1000 files");
	pack_many("ann.zip", 2000, "");
	refuses("ann.zip", "more than 1000 files");
}

Test(collect_archive, too_many_entries_are_refused_even_if_none_is_taken)
{
	pack_many("ann.tar.gz", COLLECT_ENTRIES + 1, ".git/");
	refuses("ann.tar.gz", "more than 10000 entries");
}

Test(collect_archive, a_bomb_is_refused)
{
	pack("ann.zip", ENTRIES({ "good.c", "x" }, { "bomb.c", .size = 100 << 20 }));
	refuses("ann.zip", "bomb.c is larger than 8 MiB");
	pack("ann.tar.gz", ENTRIES({ "good.c", "x" }, { "bomb.c", .size = 100 << 20 }));
	refuses("ann.tar.gz", "bomb.c is larger than 8 MiB");
}

Test(collect_archive, many_small_bombs_are_refused)
{
	struct packed entries[10] = { { NULL } };
	char names[9][8];

	for (unsigned i = 0; i < 9; i++) {
		snprintf(names[i], sizeof(names[i]), "%u.c", i);
		entries[i] = (struct packed){ .name = names[i], .size = COLLECT_FILE_SIZE };
	}
	pack("ann.zip", entries);
	refuses("ann.zip", "more than 64 MiB together");
}

Test(collect_archive, the_same_bomb_again_and_again_is_refused)
{
	struct packed entries[10] = { { NULL } };

	for (unsigned i = 0; i < 9; i++)
		entries[i] = (struct packed){ .name = "a.c", .size = COLLECT_FILE_SIZE };
	pack("ann.zip", entries);
	refuses("ann.zip", "more than 64 MiB together");
}

Test(collect_archive, a_bomb_in_what_is_left_out_is_not_unpacked)
{
	/* Only the header is there, so whoever reads on finds the archive cut short. */
	pack("ann.tar", ENTRIES({ "good.c", "x" }, { ".git/pack", .size = 200 << 20 }));
	cr_assert_eq(truncate(thing("ann.tar"), 4096), 0);
	refuses("ann.tar", "unpacks to more than 128 MiB");
}

Test(collect_archive, one_compressed_twice_is_refused)
{
	pack_twice("ann.tar.gz", ENTRIES({ "a.c", "x" }));
	refuses("ann.tar.gz", "compressed more than once");
}

Test(collect_archive, an_archive_larger_than_the_cap_is_refused_unread)
{
	put_file("ann.zip", "PK");
	cr_assert_eq(truncate(thing("ann.zip"), COLLECT_ARCHIVE + 1), 0);
	refuses("ann.zip", "the archive is larger than 64 MiB");
}

Test(collect_archive, a_deep_tree_is_refused)
{
	cleanup_buf struct buf name = BUF_INIT;

	for (int i = 0; i < COLLECT_DEPTH + 1; i++)
		buf_adds(&name, "d/");
	buf_adds(&name, "x.c");
	pack("ann.tar", ENTRIES({ "good.c", "x" }, { name.data, "x" }));
	refuses("ann.tar", "more than 16 folders deep");
}

Test(collect_archive, a_long_name_is_refused)
{
	char name[COLLECT_NAME + 2] = "";

	memset(name, 'x', COLLECT_NAME + 1);
	pack("ann.tar", ENTRIES({ "good.c", "x" }, { name, "x" }));
	refuses("ann.tar", "is longer than 200 bytes");
}

Test(collect_archive, one_that_was_cut_short_is_refused)
{
	static const char *const names[] = { "a.zip", "a.tar", "a.tar.gz", "a.tar.xz", "a.tar.bz2",
		NULL };

	for (const char *const *name = names; *name; name++) {
		pack(*name, ENTRIES({ "main.c", "main" }, { "data", .size = 5000 }));
		/* A plain tar has nothing but its end mark and padding in its last 1.5 KiB. */
		cut(*name, !strcmp(*name, "a.tar") ? 2000 : 40);
		refuses(*name, "damaged or cut short");
	}
}

Test(collect_archive, a_tar_cut_between_two_entries_is_refused)
{
	pack("ann.tar", ENTRIES({ "a.c", "x" }, { "b.c", "x" }));
	/* A header and a block of content. */
	cr_assert_eq(truncate(thing("ann.tar"), 1024), 0);
	refuses("ann.tar", "damaged or cut short");
}

/* Changes one byte, so far behind the last place where these bytes stand. */
static void damage(const char *name, const char *mark, size_t length, size_t behind)
{
	cleanup_buf struct buf bytes = BUF_INIT;
	size_t at;

	cr_assert_eq(file_read(thing(name), &bytes, 1 << 20), 0);
	for (at = bytes.length - length; at > 0 && memcmp(bytes.data + at, mark, length); at--)
		;
	cr_assert(memcmp(bytes.data + at, mark, length) == 0 && at + behind < bytes.length);
	bytes.data[at + behind] ^= 0x55;
	cr_assert_eq(file_write(thing(name), bytes.data, bytes.length), 0);
}

Test(collect_archive, one_with_a_damaged_byte_is_refused)
{
	const struct packed *entries = ENTRIES({ "main.c", "int main(void) { return 0; }" });

	/* APPNOTE.TXT 4.3: in the central directory the checksum is at 16, the size at 24. */
	pack("ann.zip", entries);
	damage("ann.zip", "PK\1\2", 4, 16);
	refuses("ann.zip", "damaged or cut short (ZIP bad CRC");
	pack_zip("ann.zip", entries, "compression=store");
	damage("ann.zip", "PK\3\4", 4, 22);
	damage("ann.zip", "PK\1\2", 4, 24);
	refuses("ann.zip", "damaged or cut short (ZIP uncompressed data is wrong size");
	/* tar(5): the checksum of the header covers the name. */
	pack("ann.tar", entries);
	damage("ann.tar", "main.c", 6, 1);
	refuses("ann.tar", "damaged or cut short (");
}

Test(collect_archive, what_is_none_is_refused)
{
	put_file("ann.zip", "I am no archive");
	refuses("ann.zip", "damaged or cut short");
	put_file("ann.tar.gz", "");
	refuses("ann.tar.gz", "damaged or cut short (0 bytes)");
}

Test(collect_archive, an_encrypted_zip_is_refused)
{
	pack_zip("ann.zip", ENTRIES({ "main.c", "main" }), "encryption=traditional");
	refuses("ann.zip", "the archive is encrypted; pack it without a password");
}

Test(collect_archive, one_without_a_usable_file_is_refused)
{
	pack("ann.zip", ENTRIES({ "hw1/", .type = S_IFDIR }));
	refuses("ann.zip", "there is no file in it");
	pack("ann.tar", ENTRIES({ "main.o", "x" }, { "inner.zip", "x" }));
	refuses("ann.tar", "(inner.zip: an archive in an archive; main.o: compiled)");
}

Test(collect_archive, alone_in_a_folder_it_is_unpacked_in_its_place)
{
	put_file("ann/sub/.DS_Store", "x");
	pack("ann/sub/hw 1.zip", ENTRIES({ "hw/main.c", "main" }));
	collects("ann");
	cr_assert_eq(stored_count(), 1);
	cr_assert_str_eq(stored("main.c"), "main");
	cr_assert_str_eq(sum("from"), "zip");
	cr_assert_str_eq(sum("name"), "ann");
	cr_assert_str_eq(left_out("sub/hw 1.zip"), "");
	cr_assert_str_eq(left_out("sub/.DS_Store"), "written by macOS");
}

Test(collect_archive, beside_sources_it_is_left_out)
{
	put_file("ann/main.c", "main");
	pack("ann/old.zip", ENTRIES({ "main.c", "old" }));
	collects("ann");
	cr_assert_eq(stored_count(), 1);
	cr_assert_str_eq(stored("main.c"), "main");
	cr_assert_str_eq(left_out("old.zip"), "an archive");
	cr_assert_str_eq(sum("from"), "folder");
}

Test(collect_archive, two_in_a_folder_are_refused)
{
	put_file("ann/.DS_Store", "x");
	pack("ann/a.zip", ENTRIES({ "main.c", "main" }));
	pack("ann/b.tar", ENTRIES({ "main.c", "main" }));
	refuses("ann", "there are 2 archives in it and nothing else; hand in one");
}

Test(collect_archive, a_bad_one_in_a_folder_is_named)
{
	cr_assert_eq(mkdir(thing("ann"), 0777), 0);
	put_file("ann/a.zip", "no archive");
	refuses("ann", "ann/a.zip: the archive is damaged");
}
