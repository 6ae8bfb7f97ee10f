#include <criterion/criterion.h>
#include <elf.h>
#include <string.h>
#include <unistd.h>

#include "harness/analyse/place.h"
#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/command.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "tests/unit/scratch.h"

/* Builds a program whose first instruction is that of begin(), in line 4 of relay.c. */
static uint64_t build(const char *folder)
{
	cleanup_free char *source = scratch_write(folder, "relay.c",
		"int count;\n"
		"\n"
		"void begin(void);\n"
		"void begin(void) { for (;;) count++; }\n");
	cleanup_free char *map = xasprintf("-ffile-prefix-map=%s=/box", folder);
	cleanup_free char *program = file_join(folder, "relay");
	const char *argv[] = { "gcc", map, "-g", "-O0", "-nostdlib", "-static", "-Wl,-e,begin",
		"-o", program, source, NULL };
	cleanup_buf struct buf bytes = BUF_INIT;
	const Elf64_Ehdr *head;
	int status;

	cr_assert_eq(
		command_run(&(struct command){ .argv = argv, .dir = folder }, &bytes, &status), 0);
	cr_assert_eq(status, 0, "%s", bytes.data);
	buf_reset(&bytes);
	cr_assert_eq(file_read(program, &bytes, 1 << 24), 0);
	head = (const Elf64_Ehdr *)(const void *)bytes.data;
	return head->e_entry;
}

Test(place, finds_line_function_and_file_of_an_address)
{
	cleanup_scratch char *folder = scratch_make();
	uint64_t entry = build(folder);
	cleanup_place_book struct place_book book = PLACE_BOOK_INIT(folder);

	/* Addresses stand behind what is meant. */
	place_want(&book, "relay", entry + 1);
	place_want(&book, "relay", entry + 1);
	place_want(&book, "relay", 1);
	cr_assert_eq(book.count, 2);
	place_find_all(&book);
	cr_assert_str_eq(place_at(&book, "relay", entry + 1)->file, "relay.c");
	cr_assert_eq(place_at(&book, "relay", entry + 1)->line, 4);
	cr_assert_str_eq(place_at(&book, "relay", entry + 1)->function, "begin");
	cr_assert_eq(place_at(&book, "relay", 1)->line, 0);
	cr_assert_eq(place_at(&book, "relay", 2)->line, 0, "never asked for");
}

Test(place, stays_unknown_where_there_is_no_such_program)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *below = file_join(folder, "below");
	cleanup_free char *garbage = scratch_write(folder, "below/garbage",
		"\x7f"
		"ELF of a kind");
	uint64_t entry = build(folder);
	cleanup_place_book struct place_book book = PLACE_BOOK_INIT(below);
	static const char *const names[] = { "", ".", "..", "../relay", "garbage", "missing",
		"link" };
	cleanup_free char *link = file_join(below, "link");

	cr_assert_eq(symlink("../relay", link), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		place_want(&book, names[i], entry + 1);
	place_find_all(&book);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		cr_assert_eq(place_at(&book, names[i], entry + 1)->line, 0, "%s", names[i]);
		cr_assert_str_eq(place_at(&book, names[i], entry + 1)->file, "");
	}
}
