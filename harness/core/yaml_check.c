#include "harness/core/yaml_check.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/text.h"

enum { SHOWN_CAP = 60 }; /* bytes of a wrong value that a sentence shows */

/*
 * The check of a file against a schema.  `what` names the value for people:
 * "'points'", "entry 2 of 'items'".
 */
struct check {
	const struct yaml_file *file;
	yaml_document_t *document;
	struct buf *why;
};

static const char *scalar(const yaml_node_t *node)
{
	return (const char *)node->data.scalar.value;
}

static const yaml_node_t *node_at(const struct check *check, int index)
{
	return yaml_document_get_node(check->document, index);
}

unsigned yaml_check_line(const yaml_node_t *node)
{
	return (unsigned)node->start_mark.line + 1;
}

const yaml_node_pair_t *yaml_check_pair(yaml_document_t *document, const yaml_node_t *mapping,
	const char *key, const yaml_node_pair_t *end)
{
	for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start; pair < end; pair++) {
		const yaml_node_t *node = yaml_document_get_node(document, pair->key);

		if (node->type == YAML_SCALAR_NODE && !strcmp(scalar(node), key))
			return pair;
	}
	return NULL;
}

/* Says what was wanted in place of `node`. */
static int refuse_value(const struct check *check, const yaml_node_t *node, const char *what,
	const char *wanted, const char *guess)
{
	cleanup_buf struct buf seen = BUF_INIT;

	if (node->type == YAML_SEQUENCE_NODE) {
		buf_adds(&seen, "not a list");
	} else if (node->type == YAML_MAPPING_NODE) {
		buf_adds(&seen, "not a mapping");
	} else if (node->data.scalar.length == 0) {
		buf_adds(&seen, "but it is empty");
	} else {
		buf_adds(&seen, "not '");
		text_escape(&seen, scalar(node), node->data.scalar.length, SHOWN_CAP);
		buf_adds(&seen, "'");
	}
	return yaml_file_refuse(check->file, yaml_check_line(node), check->why,
		"%s must be %s, %s%s", what, wanted, seen.data, guess);
}

static uint64_t most_of(const cyaml_schema_value_t *schema)
{
	return UINT64_MAX >> (64 - 8 * schema->data_size);
}

/* Decimal only: strtoull(3), as libcyaml calls it, takes 010 for 8. */
static bool is_count(const char *text, const cyaml_schema_value_t *schema)
{
	unsigned long long value;

	if (!*text || text[strspn(text, "0123456789")] || (text[0] == '0' && text[1]))
		return false;
	errno = 0;
	value = strtoull(text, NULL, 10);
	return errno == 0 && value <= most_of(schema);
}

/* Neither nan nor inf nor hexadecimal, all of which strtod(3) takes. */
static bool is_number(const char *text, const cyaml_schema_value_t *schema)
{
	char *end;
	double value = strtod(text, &end);

	(void)schema;
	return *text && !*end && !text[strspn(text, "+-.0123456789eE")] && isfinite(value);
}

/* libcyaml takes every word but its few for "false" as true. */
static bool is_truth(const char *text, const cyaml_schema_value_t *schema)
{
	static const char *const words[] = { "yes", "no", "true", "false", "on", "off" };

	(void)schema;
	for (size_t i = 0; i < CYAML_ARRAY_LEN(words); i++)
		if (!strcasecmp(words[i], text))
			return true;
	return false;
}

static bool is_text(const char *text, const cyaml_schema_value_t *schema)
{
	size_t length = strlen(text);

	return length >= schema->string.min && length <= schema->string.max;
}

static bool is_word(const char *text, const cyaml_schema_value_t *schema)
{
	for (uint32_t i = 0; i < schema->enumeration.count; i++)
		if (!strcmp(schema->enumeration.strings[i].str, text))
			return true;
	return false;
}

static const struct {
	cyaml_type_e type;
	const char *wanted;
	bool (*fits)(const char *text, const cyaml_schema_value_t *schema);
} scalars[] = {
	{ CYAML_UINT, "a whole number", is_count },
	{ CYAML_FLOAT, "a number", is_number },
	{ CYAML_BOOL, "yes or no", is_truth },
	{ CYAML_STRING, "text", is_text },
	{ CYAML_ENUM, "", is_word },
};

/* Appends all the words that can be, and makes a guess which one was meant. */
static void tell_words(
	const cyaml_schema_value_t *schema, struct buf *wanted, struct yaml_guess *guess)
{
	for (uint32_t i = 0; i < schema->enumeration.count; i++) {
		const char *word = schema->enumeration.strings[i].str;

		buf_printf(wanted, "%s'%s'", i ? " or " : "", word);
		yaml_guess_try(guess, word);
	}
}

static int refuse_scalar(const struct check *check, const yaml_node_t *node,
	const cyaml_schema_value_t *schema, const char *what, const char *kind)
{
	bool is_scalar = node->type == YAML_SCALAR_NODE;
	struct yaml_guess guess = { .word = is_scalar ? scalar(node) : "" };
	cleanup_buf struct buf wanted = BUF_INIT;
	cleanup_free char *text = NULL;

	buf_adds(&wanted, kind);
	if (schema->type == CYAML_UINT)
		buf_printf(&wanted, " from 0 to %" PRIu64, most_of(schema));
	if (schema->type == CYAML_ENUM)
		tell_words(schema, &wanted, &guess);
	text = yaml_guess_text(&guess);
	return refuse_value(check, node, what, wanted.data, text);
}

/* Types without a row in `scalars` are left to libcyaml. */
static int check_scalar(const struct check *check, const yaml_node_t *node,
	const cyaml_schema_value_t *schema, const char *what)
{
	for (size_t i = 0; i < CYAML_ARRAY_LEN(scalars); i++) {
		if (scalars[i].type != schema->type)
			continue;
		if (node->type == YAML_SCALAR_NODE &&
			strlen(scalar(node)) == node->data.scalar.length &&
			scalars[i].fits(scalar(node), schema))
			return 0;
		return refuse_scalar(check, node, schema, what, scalars[i].wanted);
	}
	return 0;
}

static int check_value(const struct check *check, const yaml_node_t *node,
	const cyaml_schema_value_t *schema, const char *what);

static int check_sequence(const struct check *check, const yaml_node_t *node,
	const cyaml_schema_value_t *schema, const char *what)
{
	unsigned number = 0;

	if (node->type != YAML_SEQUENCE_NODE)
		return refuse_value(check, node, what, "a list", "");
	for (const yaml_node_item_t *item = node->data.sequence.items.start;
		item < node->data.sequence.items.top; item++) {
		cleanup_free char *entry = xasprintf("entry %u of %s", ++number, what);
		int error =
			check_value(check, node_at(check, *item), schema->sequence.entry, entry);

		if (error)
			return error;
	}
	if (number < schema->sequence.min)
		return yaml_file_refuse(check->file, yaml_check_line(node), check->why,
			"%s must have at least %u %s", what, schema->sequence.min,
			schema->sequence.min == 1 ? "entry" : "entries");
	return 0;
}

/* The schema's field of that key, or NULL with a sentence. */
static const cyaml_schema_field_t *find_field(
	const struct check *check, const yaml_node_t *key, const cyaml_schema_value_t *schema)
{
	struct yaml_guess guess = { .word = scalar(key) };
	cleanup_buf struct buf known = BUF_INIT;
	cleanup_buf struct buf word = BUF_INIT;
	cleanup_free char *text = NULL;

	for (const cyaml_schema_field_t *field = schema->mapping.fields; field->key; field++) {
		if (!strcmp(field->key, scalar(key)))
			return field;
		buf_printf(&known, "%s%s", known.length ? ", " : "", field->key);
		yaml_guess_try(&guess, field->key);
	}
	text = guess.nearest ? yaml_guess_text(&guess) : xasprintf(" (known are %s)", known.data);
	text_escape(&word, scalar(key), key->data.scalar.length, SHOWN_CAP);
	yaml_file_refuse(check->file, yaml_check_line(key), check->why, "unknown key '%s'%s",
		word.data, text);
	return NULL;
}

static int check_pair(const struct check *check, const yaml_node_t *mapping,
	const yaml_node_pair_t *pair, const cyaml_schema_value_t *schema)
{
	const yaml_node_t *key = node_at(check, pair->key);
	const cyaml_schema_field_t *field;
	const yaml_node_pair_t *before;
	cleanup_free char *what = NULL;

	if (key->type != YAML_SCALAR_NODE)
		return refuse_value(check, key, "a key", "a word", "");
	field = find_field(check, key, schema);
	if (!field)
		return -EINVAL;
	before = yaml_check_pair(check->document, mapping, scalar(key), pair);
	if (before)
		return yaml_file_refuse(check->file, yaml_check_line(key), check->why,
			"the key '%s' is already given in line %u", field->key,
			yaml_check_line(node_at(check, before->key)));
	what = xasprintf("'%s'", field->key);
	return check_value(check, node_at(check, pair->value), &field->value, what);
}

static int check_mapping(const struct check *check, const yaml_node_t *node,
	const cyaml_schema_value_t *schema, const char *what)
{
	const yaml_node_pair_t *end = node->data.mapping.pairs.top;

	if (node->type != YAML_MAPPING_NODE)
		return refuse_value(check, node, what, "a mapping of keys to values", "");
	for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < end; pair++) {
		int error = check_pair(check, node, pair, schema);

		if (error)
			return error;
	}
	for (const cyaml_schema_field_t *field = schema->mapping.fields; field->key; field++)
		if (!(field->value.flags & CYAML_FLAG_OPTIONAL) &&
			!yaml_check_pair(check->document, node, field->key, end))
			return yaml_file_refuse(check->file, yaml_check_line(node), check->why,
				"the key '%s' is missing in %s", field->key, what);
	return 0;
}

static int check_value(const struct check *check, const yaml_node_t *node,
	const cyaml_schema_value_t *schema, const char *what)
{
	if (schema->type == CYAML_MAPPING)
		return check_mapping(check, node, schema, what);
	if (schema->type == CYAML_SEQUENCE)
		return check_sequence(check, node, schema, what);
	return check_scalar(check, node, schema, what);
}

int yaml_check(const struct yaml_file *file, yaml_document_t *document,
	const cyaml_schema_value_t *schema, struct buf *why)
{
	const struct check check = { .file = file, .document = document, .why = why };

	return check_value(&check, yaml_document_get_root_node(document), schema, "the file");
}
