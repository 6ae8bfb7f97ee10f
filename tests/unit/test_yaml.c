/*
 * What the rubric's and the assignment's own tests do not reach.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/text.h"
#include "harness/core/yaml.h"
#include "tests/unit/scratch.h"

struct thing {
	char *name;
	unsigned count;
	unsigned char small;
	bool truth;
	int number;
	double points;
	char **words;
	unsigned words_count;
};

static const cyaml_schema_value_t word = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED),
};

enum { OPTIONAL = CYAML_FLAG_OPTIONAL, OPTIONAL_POINTER = OPTIONAL | CYAML_FLAG_POINTER };

static const cyaml_schema_field_t fields[] = {
	CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct thing, name, 1, CYAML_UNLIMITED),
	CYAML_FIELD_UINT("count", OPTIONAL, struct thing, count),
	CYAML_FIELD_UINT("small", OPTIONAL, struct thing, small),
	CYAML_FIELD_BOOL("truth", OPTIONAL, struct thing, truth),
	CYAML_FIELD_INT("number", OPTIONAL, struct thing, number),
	CYAML_FIELD_FLOAT("points", OPTIONAL, struct thing, points),
	CYAML_FIELD_SEQUENCE("words", OPTIONAL_POINTER, struct thing, words, &word, 0, 3),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct thing, fields),
};

/* Reads text as a file; the struct, or NULL and the sentence after the path. */
static struct thing *read_thing(const char *text, char *ret_why, size_t size)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "thing.yaml", text);
	cleanup_yaml_file struct yaml_file *file = NULL;
	cleanup_buf struct buf why = BUF_INIT;
	void *data = NULL;
	int error = yaml_file_open(path, &file, &why);

	if (!error)
		error = yaml_file_fill(file, &schema, &data, &why);
	cr_assert_eq(error == 0, why.length == 0, "status %d with '%s'", error, why.data);
	cr_assert_eq(error == 0, data != NULL);
	if (error)
		cr_assert(text_starts(why.data, path), "no path in '%s'", why.data);
	snprintf(ret_why, size, "%s", error ? why.data + strlen(path) : "");
	return data;
}

static void expect_refusal(const char *text, const char *sentence)
{
	char why[512];

	cr_assert_null(read_thing(text, why, sizeof(why)), "taken: %s", text);
	cr_assert_str_eq(why, sentence);
}

static bool truth_of(const char *text)
{
	char why[512];
	struct thing *thing = read_thing(text, why, sizeof(why));
	bool truth;

	cr_assert_not_null(thing, "%s", why);
	truth = thing->truth;
	yaml_file_free_data(&schema, thing);
	return truth;
}

Test(yaml, fills_a_struct)
{
	char why[512];
	struct thing *thing = read_thing("name: &n größe\ncount: 4294967295\nsmall: 255\n"
					 "points: 7.5\nnumber: -3\nwords: [x, *n, \"a b\"]\n",
		why, sizeof(why));

	cr_assert_not_null(thing, "%s", why);
	cr_assert_str_eq(thing->name, "größe");
	cr_assert_eq(thing->count, 4294967295u);
	cr_assert_eq(thing->small, 255);
	cr_assert_eq(thing->points, 7.5);
	cr_assert_eq(thing->number, -3);
	cr_assert_eq(thing->words_count, 3);
	cr_assert_str_eq(thing->words[1], "größe");
	yaml_file_free_data(&schema, thing);
}

Test(yaml, knows_the_words_of_truth)
{
	cr_assert(truth_of("name: x\ntruth: yes\n"));
	cr_assert(truth_of("name: x\ntruth: True\n"));
	cr_assert(truth_of("name: x\ntruth: on\n"));
	cr_assert_not(truth_of("name: x\ntruth: no\n"));
	cr_assert_not(truth_of("name: x\ntruth: No\n"));
	cr_assert_not(truth_of("name: x\ntruth: FALSE\n"));
	cr_assert_not(truth_of("name: x\ntruth: off\n"));
	expect_refusal("name: x\ntruth: maybe\n", ":2: 'truth' must be yes or no, not 'maybe'");
	expect_refusal("name: x\ntruth: 1\n", ":2: 'truth' must be yes or no, not '1'");
}

Test(yaml, refuses_what_is_no_whole_number_or_does_not_fit)
{
	expect_refusal("name: x\ncount: -1\n", ":2: 'count' must be a whole number from 0 to "
					       "4294967295, not '-1'");
	expect_refusal("name: x\n\ncount: 4294967296\n",
		":3: 'count' must be a whole number from 0 to 4294967295, not '4294967296'");
	expect_refusal("name: x\nsmall: 256\n",
		":2: 'small' must be a whole number from 0 to 255, not '256'");
	expect_refusal("name: x\nsmall: 010\n",
		":2: 'small' must be a whole number from 0 to 255, not '010'");
	expect_refusal("name: x\nsmall: 99999999999999999999999\n",
		":2: 'small' must be a whole number from 0 to 255, not "
		"'99999999999999999999999'");
}

Test(yaml, refuses_what_is_no_finite_number)
{
	expect_refusal("name: x\npoints: many\n", ":2: 'points' must be a number, not 'many'");
	expect_refusal("name: x\npoints: nan\n", ":2: 'points' must be a number, not 'nan'");
	expect_refusal("name: x\npoints: inf\n", ":2: 'points' must be a number, not 'inf'");
	expect_refusal("name: x\npoints: 1e999\n", ":2: 'points' must be a number, not '1e999'");
	expect_refusal("name: x\npoints: 0x10\n", ":2: 'points' must be a number, not '0x10'");
	expect_refusal(
		"name: x\npoints: 7.5 of 10\n", ":2: 'points' must be a number, not '7.5 of 10'");
	expect_refusal(
		"name: x\npoints:\ncount: 1\n", ":2: 'points' must be a number, but it is empty");
}

Test(yaml, says_what_a_value_is_instead)
{
	expect_refusal("name: [a]\n", ":1: 'name' must be text, not a list");
	expect_refusal("name:\n  a: b\n", ":2: 'name' must be text, not a mapping");
	expect_refusal("name: ''\n", ":1: 'name' must be text, but it is empty");
	expect_refusal("name: \"a\\0b\"\n", ":1: 'name' must be text, not 'a\\x00b'");
	expect_refusal("name: x\nwords: y\n", ":2: 'words' must be a list, not 'y'");
	expect_refusal("name: x\nwords:\n  - y\n  - {a: b}\n",
		":4: entry 2 of 'words' must be text, not a mapping");
	expect_refusal(
		"- name: x\n", ":1: the file must be a mapping of keys to values, not a list");
}

Test(yaml, names_the_line_of_an_unknown_a_doubled_and_a_missing_key)
{
	expect_refusal(
		"name: x\ncount: 1\nnmae: y\n", ":3: unknown key 'nmae' (did you mean 'name'?)");
	expect_refusal("name: x\ncolour: red\n",
		":2: unknown key 'colour' (known are name, count, small, truth, number, points, "
		"words)");
	expect_refusal(
		"name: x\ncount: 1\nname: y\n", ":3: the key 'name' is already given in line 1");
	expect_refusal("# a comment\n\ncount: 1\n", ":3: the key 'name' is missing in the file");
	expect_refusal("name: x\n[a]: y\n", ":2: a key must be a word, not a list");
}

Test(yaml, shows_wrong_keys_without_harm_to_a_terminal)
{
	expect_refusal("name: x\n\"\\e[31m\": 1\n", ":2: unknown key '\\x1b[31m' (known are name, "
						    "count, small, truth, number, points, words)");
}

Test(yaml, names_the_line_of_a_syntax_error)
{
	expect_refusal("name: x\nwords:\n  - a\n - b\n",
		":4: this is no YAML: did not find expected key (while parsing a block mapping, "
		"line 1)");
	expect_refusal("name: x\nwords: [a, b\ncount: 1\n",
		":3: this is no YAML: did not find expected ',' or ']' (while parsing a flow "
		"sequence, line 2)");
	expect_refusal("name: x\nwords: *y\n", ":2: this is no YAML: found undefined alias");
	expect_refusal(
		"name: größe\nwords:\n\t- a\n", ":3: a tab stands where YAML allows only blanks");
	expect_refusal("name: x\nwords:\n  - \"a\xff\"\n",
		":3: this is no UTF-8 text (invalid leading UTF-8 octet)");
}

Test(yaml, refuses_an_empty_file_and_a_second_document)
{
	expect_refusal("", ":1: the file is empty");
	expect_refusal("# nothing\n", ":1: the file is empty");
	expect_refusal(
		"name: x\n---\nname: y\n", ":3: a second document begins; only one may be here");
	expect_refusal("name: x\n---\nname: [y\n",
		":4: this is no YAML: did not find expected ',' or ']' (while parsing a flow "
		"sequence, line 3)");
}

Test(yaml, survives_an_alias_to_what_holds_it)
{
	expect_refusal(
		"name: x\nwords: &w [a, *w]\n", ":2: entry 2 of 'words' must be text, not a list");
}

Test(yaml, tells_what_libcyaml_alone_refuses)
{
	expect_refusal(
		"name: x\nwords: [a, b, c, d]\n", ":2: Excessive entries (3 max) in sequence.");
	expect_refusal("name: x\nnumber: few\n", ":2: Invalid INT value: 'few'");
}

Test(yaml, says_why_a_file_cannot_be_read)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *wanted = xasprintf("%s/none.yaml: No such file or directory", folder);
	cleanup_free char *path = xasprintf("%s/none.yaml", folder);
	cleanup_free char *no_file = xasprintf("%s: Is a directory", folder);
	cleanup_buf struct buf why = BUF_INIT;
	struct yaml_file *file = NULL;

	cr_assert_eq(yaml_file_open(path, &file, &why), -ENOENT);
	cr_assert_str_eq(why.data, wanted);
	buf_reset(&why);
	cr_assert_eq(yaml_file_open(folder, &file, &why), -EISDIR);
	cr_assert_str_eq(why.data, no_file);
	cr_assert_null(file);
}

Test(yaml, finds_the_line_of_any_value)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_free char *path = scratch_write(folder, "places.yaml",
		"title: x\n"
		"items:\n"
		"  - id: a\n"
		"    list: [p,\n"
		"           q]\n"
		"\n"
		"  - id: b\n"
		"    list:\n"
		"      - p\n"
		"      - q\n");
	cleanup_yaml_file struct yaml_file *file = NULL;
	cleanup_buf struct buf why = BUF_INIT;

	cr_assert_eq(yaml_file_open(path, &file, &why), 0);
	cr_assert_eq(yaml_file_line(file, "title"), 1);
	cr_assert_eq(yaml_file_line(file, "items"), 2);
	cr_assert_eq(yaml_file_line(file, "items/0"), 3);
	cr_assert_eq(yaml_file_line(file, "items/0/list/1"), 5);
	cr_assert_eq(yaml_file_line(file, "items/%u/list", 1), 8);
	cr_assert_eq(yaml_file_line(file, "items/%u/list/%u", 1, 1), 10);
	cr_assert_eq(yaml_file_line(file, "items/1/none"), 7, "what should hold it");
	cr_assert_eq(yaml_file_line(file, "items/9/id"), 2);
	cr_assert_eq(yaml_file_line(file, "title/deeper"), 1);
}

Test(yaml, guesses_only_words_that_are_near)
{
	struct yaml_guess guess = { .word = "rase" };
	struct yaml_guess far = { .word = "deadlock" };
	struct yaml_guess tiny = { .word = "bad" };
	cleanup_free char *near_text = NULL;
	cleanup_free char *far_text = NULL;

	yaml_guess_try(&guess, "rust");
	yaml_guess_try(&guess, "race");
	yaml_guess_try(&guess, "raise");
	near_text = yaml_guess_text(&guess);
	cr_assert_str_eq(near_text, " (did you mean 'race'?)");
	yaml_guess_try(&far, "race");
	far_text = yaml_guess_text(&far);
	cr_assert_str_eq(far_text, "");
	yaml_guess_try(&tiny, "id");
	cr_assert_null(tiny.nearest);
}
