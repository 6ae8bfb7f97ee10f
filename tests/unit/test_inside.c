#include <criterion/criterion.h>

#include "harness/base/inside.h"

Test(inside, a_path_of_the_box_is_told_from_its_top)
{
	cr_assert_str_eq(inside_box("/box/relay.c"), "relay.c");
	cr_assert_str_eq(inside_box("/box//src/relay.c"), "src/relay.c");
	cr_assert_str_eq(inside_box("/box"), "");
}

Test(inside, the_private_folder_of_plain_is_no_part_of_a_name)
{
	cr_assert_str_eq(inside_box("/tmp/proctor-nEvu5y/box/relay.c"), "relay.c");
	cr_assert_str_eq(inside_box("/tmp/proctor-nEvu5y/box"), "");
}

Test(inside, other_paths_are_not_inside)
{
	static const char *const others[] = { "", "/", "relay.c", "/boxes/relay.c",
		"/tmp/box/relay.c", "/tmp/proctor-nEvu5y/tmp/relay.c", "/tmp/proctor-/box/x",
		"/tmp/proctor-a/b/cde/box/x", "/usr/box/x", "box/relay.c" };

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		cr_assert_null(inside_box(others[i]), "%s", others[i]);
}
