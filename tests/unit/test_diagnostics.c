#include <criterion/criterion.h>
#include <string.h>

#include "harness/base/jsonl.h"
#include "harness/steps/diagnostics.h"

static json_t *parse(const char *output)
{
	return diagnostics_parse(output, strlen(output));
}

static const json_t *first(json_t *list)
{
	cr_assert_geq(json_array_size(list), 1);
	return json_array_get(list, 0);
}

Test(diagnostics, takes_file_line_and_column_of_an_error)
{
	json_t *list = parse("relay.c: In function 'main':\n"
			     "relay.c:12:9: error: expected ';' before 'return'\n"
			     "   12 |         x = 1\n");

	cr_assert_eq(json_array_size(list), 1);
	cr_assert_str_eq(jsonl_string(first(list), "file", ""), "relay.c");
	cr_assert_eq((int)jsonl_number(first(list), "line", 0), 12);
	cr_assert_eq((int)jsonl_number(first(list), "column", 0), 9);
	cr_assert_str_eq(jsonl_string(first(list), "severity", ""), "error");
	cr_assert_str_eq(jsonl_string(first(list), "message", ""), "expected ';' before 'return'");
	json_decref(list);
}

Test(diagnostics, tells_a_warning_from_an_error)
{
	json_t *list = parse("a.c:1:2: warning: unused variable 'x' [-Wunused-variable]\n");

	cr_assert_str_eq(jsonl_string(first(list), "severity", ""), "warning");
	json_decref(list);
}

Test(diagnostics, shows_the_students_own_file_name)
{
	json_t *list = parse("/box/src/a.c:7:1: fatal error: x.h: No such file or directory\n");

	cr_assert_str_eq(jsonl_string(first(list), "file", ""), "src/a.c");
	json_decref(list);
}

Test(diagnostics, knows_what_the_linker_says)
{
	json_t *list = parse("/usr/bin/ld: /tmp/ccX.o: in function `main':\n"
			     "/box/relay.c:31: undefined reference to `upcase'\n"
			     "collect2: error: ld returned 1 exit status\n");

	cr_assert_str_eq(jsonl_string(first(list), "file", ""), "relay.c");
	cr_assert_eq((int)jsonl_number(first(list), "line", 0), 31);
	cr_assert_str_eq(
		jsonl_string(first(list), "message", ""), "undefined reference to `upcase'");
	json_decref(list);
}

Test(diagnostics, keeps_the_first_errors_of_a_flood)
{
	cleanup_buf struct buf output = BUF_INIT;
	json_t *list;

	for (int i = 0; i < 10000; i++)
		buf_printf(&output, "a.c:%d:1: error: again\n", i + 1);
	list = diagnostics_parse(output.data, output.length);
	cr_assert_eq(json_array_size(list), DIAGNOSTICS_MOST);
	cr_assert_eq((int)jsonl_number(first(list), "line", 0), 1);
	json_decref(list);
}

Test(diagnostics, survives_any_bytes)
{
	static const char bytes[] = "\xff\xfe:1:2: error: \x80\0rest\n:::\n:1:1: error:\n\n";
	json_t *list = diagnostics_parse(bytes, sizeof(bytes) - 1);
	char *text = json_dumps(list, 0);

	cr_assert_not_null(text);
	free(text);
	json_decref(list);
}
