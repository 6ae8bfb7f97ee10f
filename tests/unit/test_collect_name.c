#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/steps/collect_name.h"

struct pair {
	const char *given;
	const char *expected;
};

static void check(char *(*name)(const char *), const struct pair *pairs)
{
	for (const struct pair *pair = pairs; pair->given; pair++) {
		cleanup_free char *seen = name(pair->given);

		cr_assert_str_eq(seen, pair->expected, "'%s' became '%s', not '%s'", pair->given,
			seen, pair->expected);
	}
}

static char *safe(const char *component)
{
	return collect_name_safe(component, strlen(component));
}

Test(collect_name, plain_names_stay)
{
	static const struct pair pairs[] = {
		{ "main.c", "main.c" },
		{ "MAIN.C", "MAIN.C" },
		{ "a-b_c+d.2.tar", "a-b_c+d.2.tar" },
		{ ".gitignore", ".gitignore" },
		{ "...", "_.." },
		{ NULL },
	};

	check(safe, pairs);
}

Test(collect_name, each_odd_character_becomes_one_underscore)
{
	static const struct pair pairs[] = {
		{ "my file.c", "my_file.c" },
		{ "a#b", "a_b" },
		{ "a\nb\tc\x7f\x1b", "a_b_c__" },
		{ "-rf", "_rf" },
		{ "--", "_-" },
		{ "..x", "_.x" },
		{ ".-x", "_-x" },
		{ ".", "_" },
		{ "$(touch x)`;'\"\\", "__touch_x______" },
		{ "\xc3\xbc"
		  "bung.c",
			"_bung.c" },
		{ "\xe2\x82\xac\xc3\xa4", "__" },
		{ "\xff\xfe.c", "__.c" },
		{ "\x80.c", "_.c" },
		{ NULL },
	};

	check(safe, pairs);
}

Test(collect_name, a_part_of_a_path_is_made_safe_alone)
{
	cleanup_free char *seen = collect_name_safe("a b/c", 3);

	cr_assert_str_eq(seen, "a_b");
}

Test(collect_name, numbers_go_before_the_extension)
{
	static const struct {
		const char *given, *expected;
	} pairs[] = {
		{ "a_b.c", "a_b_2.c" },
		{ "a_b", "a_b_2" },
		{ "a.tar.gz", "a.tar_2.gz" },
		{ ".x", ".x_2" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		cleanup_free char *seen = collect_name_numbered(pairs[i].given, 2);

		cr_assert_str_eq(seen, pairs[i].expected);
	}
}

Test(collect_name, an_extension_tells_the_kind)
{
	static const char *const archives[] = { "a.zip", "a.ZIP", "a.tar", "a.tar.gz", "a.tgz",
		"a.tar.xz", "a.tar.bz2", NULL };
	static const char *const others[] = { "a.pdf", "a.gz", "a", "", ".c", ".zip", "c", "a.cc",
		"a.c.txt", "a.h", "a.rar", NULL };

	for (const char *const *name = archives; *name; name++)
		cr_assert_eq(collect_name_kind(*name), COLLECT_ARCHIVED, "%s", *name);
	for (const char *const *name = others; *name; name++)
		cr_assert_eq(collect_name_kind(*name), COLLECT_OTHER, "%s", *name);
	cr_assert_eq(collect_name_kind("a.c"), COLLECT_SOURCE);
	cr_assert_eq(collect_name_kind("a.C"), COLLECT_SOURCE);
}

Test(collect_name, a_submission_is_named_after_its_last_component)
{
	static const struct pair pairs[] = {
		{ "class/ann", "ann" },
		{ "class/ann/", "ann" },
		{ "class/ann///", "ann" },
		{ "class/ann.zip", "ann" },
		{ "class/ann.TAR.gz", "ann" },
		{ "ann.tgz", "ann" },
		{ "/class/relay.c", "relay" },
		{ "Doe, Ann_12_assign/", "Doe__Ann_12_assign" },
		{ "ann.v2", "ann.v2" },
		{ "-ann", "_ann" },
		{ ".ann", "_ann" },
		{ ".zip", "_zip" },
		{ "..zip", "_" },
		{ "/", "_" },
		{ "", "_" },
		{ NULL },
	};

	check(collect_name, pairs);
}

Test(collect_name, the_folder_one_is_in_is_named_by_its_own_name)
{
	cleanup_free char *top = file_temp_dir();
	cleanup_free char *folder = file_join(top, "hw 1");
	cleanup_free char *dot = NULL;
	cleanup_free char *up = NULL;

	cr_assert_eq(file_mkdir_p(folder), 0);
	cr_assert_eq(chdir(folder), 0);
	dot = collect_name("./");
	cr_assert_str_eq(dot, "hw_1");
	up = collect_name("/usr/lib/..");
	cr_assert_str_eq(up, "usr");
	cr_assert_eq(file_remove_tree(top), 0);
}
