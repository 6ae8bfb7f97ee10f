#include "harness/core/rubric.h"

#include <errno.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/text.h"
#include "harness/core/finding.h"
#include "harness/core/yaml.h"

static const cyaml_strval_t visible_words[] = {
	{ "student", RUBRIC_STUDENT },
	{ "staff", RUBRIC_STAFF },
};

static const cyaml_schema_value_t word = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED),
};

enum {
	OPTIONAL_POINTER = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
	OPTIONAL = CYAML_FLAG_OPTIONAL,
	STRICT = CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT,
};

#define ITEM struct rubric_item
#define DEDUCTION struct rubric_deduction

static const cyaml_schema_field_t item_fields[] = {
	CYAML_FIELD_STRING_PTR("id", CYAML_FLAG_POINTER, ITEM, id, 1, CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("title", CYAML_FLAG_POINTER, ITEM, title, 1, CYAML_UNLIMITED),
	CYAML_FIELD_FLOAT("points", CYAML_FLAG_DEFAULT, ITEM, points),
	CYAML_FIELD_BOOL("build", OPTIONAL, ITEM, build),
	CYAML_FIELD_SEQUENCE(
		"scenarios", OPTIONAL_POINTER, ITEM, scenarios, &word, 0, CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE(
		"findings", OPTIONAL_POINTER, ITEM, findings, &word, 0, CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE("within", OPTIONAL_POINTER, ITEM, within, &word, 0, CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE(
		"requires", OPTIONAL_POINTER, ITEM, requires, &word, 0, CYAML_UNLIMITED),
	CYAML_FIELD_BOOL("share", OPTIONAL, ITEM, share),
	CYAML_FIELD_BOOL("extra", OPTIONAL, ITEM, extra),
	CYAML_FIELD_ENUM("visible", STRICT, ITEM, visible, visible_words, 2),
	CYAML_FIELD_STRING_PTR("hint", OPTIONAL_POINTER, ITEM, hint, 1, CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("read", OPTIONAL_POINTER, ITEM, read, 1, CYAML_UNLIMITED),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t item_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, ITEM, item_fields),
};

static const cyaml_schema_field_t deduction_fields[] = {
	CYAML_FIELD_STRING_PTR(
		"finding", CYAML_FLAG_POINTER, DEDUCTION, finding, 1, CYAML_UNLIMITED),
	CYAML_FIELD_FLOAT("points", CYAML_FLAG_DEFAULT, DEDUCTION, points),
	CYAML_FIELD_FLOAT("cap", OPTIONAL, DEDUCTION, cap),
	CYAML_FIELD_STRING_PTR("title", CYAML_FLAG_POINTER, DEDUCTION, title, 1, CYAML_UNLIMITED),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t deduction_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, DEDUCTION, deduction_fields),
};

static const cyaml_schema_field_t fields[] = {
	CYAML_FIELD_STRING_PTR(
		"assignment", CYAML_FLAG_POINTER, struct rubric, assignment, 1, CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR(
		"title", CYAML_FLAG_POINTER, struct rubric, title, 1, CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE("items", CYAML_FLAG_POINTER, struct rubric, items, &item_schema, 1,
		CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE("deductions", OPTIONAL_POINTER, struct rubric, deductions,
		&deduction_schema, 0, CYAML_UNLIMITED),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct rubric, fields),
};

/* No course gives more, and sums of them stay exact. */
enum { MOST_POINTS = 1000000 };

/* The checks that a schema cannot say; each returns 0 or -EINVAL. */
struct check {
	const struct rubric *rubric;
	struct yaml_file *file;
	struct buf *why;
};

static int check_kind(const struct check *check, const char *kind, unsigned line)
{
	const struct finding_kind *found = finding_kind(kind);
	struct yaml_guess guess = { .word = kind };
	cleanup_free char *text = NULL;

	if (found && !found->explains)
		return 0;
	if (found)
		return yaml_file_refuse(check->file, line, check->why,
			"findings of the kind '%s' explain what a scenario showed, and cost "
			"nothing themselves",
			kind);
	for (const struct finding_kind *known = finding_kinds; known->name; known++)
		if (!known->explains)
			yaml_guess_try(&guess, known->name);
	text = yaml_guess_text(&guess);
	return yaml_file_refuse(
		check->file, line, check->why, "unknown kind of finding '%s'%s", kind, text);
}

static int check_id(const struct check *check, unsigned index)
{
	const struct rubric_item *item = &check->rubric->items[index];

	for (unsigned i = 0; i < index; i++)
		if (!strcmp(check->rubric->items[i].id, item->id))
			return yaml_file_refuse(check->file,
				yaml_file_line(check->file, "items/%u/id", index), check->why,
				"the id '%s' is already that of the item in line %u", item->id,
				yaml_file_line(check->file, "items/%u", i));
	return 0;
}

static int check_points(const struct check *check, unsigned index)
{
	const struct rubric_item *item = &check->rubric->items[index];

	if (item->points > MOST_POINTS)
		return yaml_file_refuse(check->file,
			yaml_file_line(check->file, "items/%u/points", index), check->why,
			"the points of '%s' are above %d", item->id, MOST_POINTS);
	if (item->points >= 0)
		return 0;
	return yaml_file_refuse(check->file, yaml_file_line(check->file, "items/%u/points", index),
		check->why, "the points of '%s' are below 0", item->id);
}

static int check_kinds(const struct check *check, unsigned index)
{
	const struct rubric_item *item = &check->rubric->items[index];
	int error = 0;

	for (unsigned i = 0; i < item->findings_count && !error; i++)
		error = check_kind(check, item->findings[i],
			yaml_file_line(check->file, "items/%u/findings/%u", index, i));
	return error;
}

static int refuse_requirement(const struct check *check, unsigned index, unsigned requirement)
{
	const struct rubric_item *item = &check->rubric->items[index];
	const char *id = item->requires[requirement];
	unsigned line = yaml_file_line(check->file, "items/%u/requires/%u", index, requirement);
	struct yaml_guess guess = { .word = id };
	cleanup_free char *text = NULL;

	if (!strcmp(id, item->id))
		return yaml_file_refuse(check->file, line, check->why, "'%s' requires itself", id);
	if (rubric_item(check->rubric, id))
		return yaml_file_refuse(check->file, line, check->why,
			"'%s' requires '%s', which comes later; an item stands after those that "
			"it requires",
			item->id, id);
	for (unsigned i = 0; i < index; i++)
		yaml_guess_try(&guess, check->rubric->items[i].id);
	text = yaml_guess_text(&guess);
	return yaml_file_refuse(check->file, line, check->why,
		"'%s' requires '%s', which is no item%s", item->id, id, text);
}

static int check_requires(const struct check *check, unsigned index)
{
	const struct rubric_item *item = &check->rubric->items[index];

	for (unsigned i = 0; i < item->requires_count; i++) {
		const struct rubric_item *needed = rubric_item(check->rubric, item->requires[i]);

		if (!needed || needed >= item)
			return refuse_requirement(check, index, i);
	}
	return 0;
}

static int check_decided(const struct check *check, unsigned index)
{
	const struct rubric_item *item = &check->rubric->items[index];

	if (item->build || item->scenarios_count > 0 || item->findings_count > 0)
		return 0;
	return yaml_file_refuse(check->file, yaml_file_line(check->file, "items/%u", index),
		check->why,
		"nothing decides the item '%s'; give it 'build', 'scenarios' or 'findings'",
		item->id);
}

/* A key that would be without effect says that something else was meant. */
static int check_effect(const struct check *check, unsigned index)
{
	const struct rubric_item *item = &check->rubric->items[index];

	if (item->share && item->scenarios_count == 0)
		return yaml_file_refuse(check->file,
			yaml_file_line(check->file, "items/%u/share", index), check->why,
			"'%s' shares its points among its scenarios, but it has no 'scenarios'",
			item->id);
	if (item->within_count > 0 && item->findings_count == 0)
		return yaml_file_refuse(check->file,
			yaml_file_line(check->file, "items/%u/within", index), check->why,
			"'%s' has 'within', which is of use only with 'findings'", item->id);
	return 0;
}

static int check_items(const struct check *check)
{
	static int (*const checks[])(const struct check *check, unsigned index) = {
		check_id,
		check_points,
		check_kinds,
		check_requires,
		check_decided,
		check_effect,
	};

	for (unsigned i = 0; i < check->rubric->items_count; i++) {
		for (size_t j = 0; j < CYAML_ARRAY_LEN(checks); j++) {
			int error = checks[j](check, i);

			if (error)
				return error;
		}
	}
	return 0;
}

static int check_deduction(const struct check *check, unsigned index)
{
	const struct rubric_deduction *all = check->rubric->deductions;
	struct yaml_file *file = check->file;
	unsigned line = yaml_file_line(file, "deductions/%u/finding", index);

	if (all[index].points < 0)
		return yaml_file_refuse(file, yaml_file_line(file, "deductions/%u/points", index),
			check->why, "the points of a deduction are below 0");
	if (all[index].cap < 0)
		return yaml_file_refuse(file, yaml_file_line(file, "deductions/%u/cap", index),
			check->why, "the cap of a deduction is below 0");
	for (unsigned i = 0; i < index; i++)
		if (!strcmp(all[i].finding, all[index].finding))
			return yaml_file_refuse(file, line, check->why,
				"the deduction for '%s' is already given in line %u",
				all[i].finding, yaml_file_line(file, "deductions/%u", i));
	return check_kind(check, all[index].finding, line);
}

static int check_rubric(const struct check *check)
{
	int error = check_items(check);

	for (unsigned i = 0; i < check->rubric->deductions_count && !error; i++)
		error = check_deduction(check, i);
	return error;
}

int rubric_load(const char *path, struct rubric **ret, struct buf *why)
{
	cleanup_yaml_file struct yaml_file *file = NULL;
	void *data;
	int error = yaml_file_open(path, &file, why);

	if (!error)
		error = yaml_file_fill(file, &schema, &data, why);
	if (error)
		return error;
	error = check_rubric(&(struct check){ .rubric = data, .file = file, .why = why });
	if (error)
		rubric_free(data);
	else
		*ret = data;
	return error;
}

void rubric_free(struct rubric *rubric)
{
	yaml_file_free_data(&schema, rubric);
}

double rubric_possible(const struct rubric *rubric)
{
	double sum = 0;

	for (unsigned i = 0; i < rubric->items_count; i++)
		if (!rubric->items[i].extra)
			sum += rubric->items[i].points;
	return sum;
}

const struct rubric_item *rubric_item(const struct rubric *rubric, const char *id)
{
	for (unsigned i = 0; i < rubric->items_count; i++)
		if (!strcmp(rubric->items[i].id, id))
			return &rubric->items[i];
	return NULL;
}

bool rubric_item_counts(const struct rubric_item *item, const char *scenario)
{
	for (unsigned i = 0; i < item->scenarios_count; i++)
		if (text_matches(item->scenarios[i], scenario))
			return true;
	return false;
}

/* The scenarios that exist, and where a pattern stands. */
struct patterns {
	const char *path;
	const char *const *scenarios;
	size_t count;
	struct buf *why;
};

/*
 * A rubric keeps no lines, so its file is read a second time for the sentence;
 * where that fails the sentence goes without a line.
 */
static int refuse_pattern(const struct patterns *all, const char *key, unsigned item,
	unsigned index, const char *pattern)
{
	cleanup_yaml_file struct yaml_file *file = NULL;
	cleanup_buf struct buf ignored = BUF_INIT;
	struct yaml_guess guess = { .word = pattern };
	cleanup_free char *text = NULL;

	for (size_t i = 0; i < all->count; i++)
		yaml_guess_try(&guess, all->scenarios[i]);
	text = yaml_guess_text(&guess);
	if (!yaml_file_open(all->path, &file, &ignored))
		return yaml_file_refuse(file,
			yaml_file_line(file, "items/%u/%s/%u", item, key, index), all->why,
			"no scenario matches '%s'%s", pattern, text);
	buf_printf(all->why, "%s: no scenario matches '%s'%s", all->path, pattern, text);
	return -EINVAL;
}

static int check_patterns(const struct patterns *all, const char *key, unsigned item,
	char *const *patterns, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		bool found = false;

		for (size_t j = 0; j < all->count && !found; j++)
			found = text_matches(patterns[i], all->scenarios[j]);
		if (!found)
			return refuse_pattern(all, key, item, i, patterns[i]);
	}
	return 0;
}

int rubric_check_scenarios(const struct rubric *rubric, const char *path,
	const char *const *scenarios, size_t count, struct buf *why)
{
	const struct patterns all = {
		.path = path, .scenarios = scenarios, .count = count, .why = why
	};
	int error = 0;

	for (unsigned i = 0; i < rubric->items_count && !error; i++) {
		const struct rubric_item *item = &rubric->items[i];

		error = check_patterns(
			&all, "scenarios", i, item->scenarios, item->scenarios_count);
		if (!error)
			error = check_patterns(&all, "within", i, item->within, item->within_count);
	}
	return error;
}
