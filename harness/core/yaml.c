#include "harness/core/yaml.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/text.h"
#include "harness/core/yaml_check.h"

enum {
	FILE_CAP = 1 << 20,
	GUESS_LIMIT = 2,
};

struct yaml_file {
	char *path;
	struct buf text;
	yaml_document_t document;
};

/* What a sentence repeats of the file may hold anything; its words escape no backslashes twice. */
static void add_shown(struct buf *why, const char *text)
{
	enum { MOST = 1000 };
	size_t left = strlen(text) < MOST ? strlen(text) : MOST;

	while (left > 0) {
		size_t length = strcspn(text, "\\");

		length = length < left ? length : left;
		text_escape(why, text, length, length);
		if (length < left) {
			buf_addch(why, '\\');
			length++;
		}
		text += length;
		left -= length;
	}
}

int yaml_file_refuse(
	const struct yaml_file *file, unsigned line, struct buf *why, const char *sentence, ...)
{
	cleanup_free char *text = NULL;
	va_list args;

	va_start(args, sentence);
	if (vasprintf(&text, sentence, args) < 0)
		die("out of memory");
	va_end(args);
	buf_printf(why, "%s:%u: ", file->path, line);
	add_shown(why, text);
	return -EINVAL;
}

void yaml_guess_try(struct yaml_guess *guess, const char *known)
{
	unsigned distance = text_distance(guess->word, known, GUESS_LIMIT);

	/* A word of which more than half must change was not meant. */
	if (distance > GUESS_LIMIT || 2 * distance > strlen(guess->word))
		return;
	if (guess->nearest && guess->distance <= distance)
		return;
	guess->nearest = known;
	guess->distance = distance;
}

char *yaml_guess_text(const struct yaml_guess *guess)
{
	if (!guess->nearest)
		return xstrdup("");
	return xasprintf(" (did you mean '%s'?)", guess->nearest);
}

/* A reader error carries the offset of a byte, and no mark. */
static unsigned line_at(const struct yaml_file *file, size_t offset)
{
	unsigned line = 1;

	for (size_t i = 0; i < offset && i < file->text.length; i++)
		line += file->text.data[i] == '\n';
	return line;
}

/* The byte at a mark; a mark counts characters, not bytes. */
static char byte_at(const struct yaml_file *file, yaml_mark_t mark)
{
	const char *at = file->text.data;
	size_t column = mark.column;

	for (size_t line = 0; line < mark.line && at; line++) {
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	if (!at)
		return '\0';
	for (; *at && (column > 0 || (*at & 0xC0) == 0x80); at++)
		if ((*at & 0xC0) != 0x80)
			column--;
	return *at;
}

static int refuse_syntax(const struct yaml_file *file, const yaml_parser_t *parser, struct buf *why)
{
	unsigned line = (unsigned)parser->problem_mark.line + 1;

	if (parser->error == YAML_MEMORY_ERROR)
		die("out of memory");
	if (parser->error == YAML_READER_ERROR)
		return yaml_file_refuse(file, line_at(file, parser->problem_offset), why,
			"this is no UTF-8 text (%s)", parser->problem);
	if (parser->error == YAML_SCANNER_ERROR && byte_at(file, parser->problem_mark) == '\t')
		return yaml_file_refuse(
			file, line, why, "a tab stands where YAML allows only blanks");
	if (parser->context)
		return yaml_file_refuse(file, line, why, "this is no YAML: %s (%s, line %zu)",
			parser->problem, parser->context, parser->context_mark.line + 1);
	return yaml_file_refuse(file, line, why, "this is no YAML: %s", parser->problem);
}

/* libcyaml leaves out what follows the first document without an error. */
static int refuse_second(const struct yaml_file *file, yaml_parser_t *parser, struct buf *why)
{
	yaml_document_t second;
	const yaml_node_t *root;
	int error = 0;

	if (!yaml_parser_load(parser, &second))
		return refuse_syntax(file, parser, why);
	root = yaml_document_get_root_node(&second);
	if (root)
		error = yaml_file_refuse(file, yaml_check_line(root), why,
			"a second document begins; only one may be here");
	yaml_document_delete(&second);
	return error;
}

static int parse(struct yaml_file *file, struct buf *why)
{
	yaml_parser_t parser;
	int error;

	if (!yaml_parser_initialize(&parser))
		die("out of memory");
	yaml_parser_set_input_string(
		&parser, (const unsigned char *)file->text.data, file->text.length);
	if (!yaml_parser_load(&parser, &file->document))
		error = refuse_syntax(file, &parser, why);
	else if (!yaml_document_get_root_node(&file->document))
		error = yaml_file_refuse(file, 1, why, "the file is empty");
	else
		error = refuse_second(file, &parser, why);
	yaml_parser_delete(&parser);
	return error;
}

int yaml_file_open(const char *path, struct yaml_file **ret, struct buf *why)
{
	struct yaml_file *file = xcalloc(1, sizeof(*file));
	int error;

	file->path = xstrdup(path);
	file->text = (struct buf)BUF_INIT;
	error = file_read(path, &file->text, FILE_CAP);
	if (error)
		buf_printf(why, "%s: %s", path, strerror(-error));
	else
		error = parse(file, why);
	if (error) {
		yaml_file_close(file);
		return error;
	}
	*ret = file;
	return 0;
}

void yaml_file_close(struct yaml_file *file)
{
	if (!file)
		return;
	yaml_document_delete(&file->document);
	buf_release(&file->text);
	free(file->path);
	free(file);
}

/* One step down from `node`; NULL when there is nothing of that name. */
static const yaml_node_t *descend(
	struct yaml_file *file, const yaml_node_t *node, const char *name, unsigned *line)
{
	if (node->type == YAML_SEQUENCE_NODE) {
		const yaml_node_item_t *item =
			node->data.sequence.items.start + strtoul(name, NULL, 10);

		node = item < node->data.sequence.items.top
			       ? yaml_document_get_node(&file->document, *item)
			       : NULL;
		if (node)
			*line = yaml_check_line(node);
		return node;
	}
	if (node->type == YAML_MAPPING_NODE) {
		const yaml_node_pair_t *pair =
			yaml_check_pair(&file->document, node, name, node->data.mapping.pairs.top);

		if (pair)
			*line = yaml_check_line(yaml_document_get_node(&file->document, pair->key));
		return pair ? yaml_document_get_node(&file->document, pair->value) : NULL;
	}
	return NULL;
}

unsigned yaml_file_line(struct yaml_file *file, const char *place, ...)
{
	const yaml_node_t *node = yaml_document_get_root_node(&file->document);
	unsigned line = yaml_check_line(node);
	cleanup_free char *names = NULL;
	char *rest;
	va_list args;

	va_start(args, place);
	if (vasprintf(&names, place, args) < 0)
		die("out of memory");
	va_end(args);
	rest = names;
	for (char *name; node && (name = strsep(&rest, "/"));)
		node = descend(file, node, name, &line);
	return line;
}

/* Gathers what libcyaml logs; the argument is its log_ctx. */
static void gather(cyaml_log_t level, void *context, const char *format, va_list args)
{
	cleanup_free char *text = NULL;

	(void)level;
	if (vasprintf(&text, format, args) < 0)
		die("out of memory");
	buf_adds(context, text);
}

static const cyaml_config_t quiet = { .mem_fn = cyaml_mem };

/*
 * libcyaml has refused what the check above let pass: its log has first the
 * problem, then the places from the innermost one outwards.
 */
static int refuse_log(
	const struct yaml_file *file, const struct buf *log, cyaml_err_t error, struct buf *why)
{
	const char *place = strstr(log->data, "(line: ");
	unsigned line = place ? (unsigned)strtoul(place + strlen("(line: "), NULL, 10) : 1;
	size_t length = strcspn(log->data, "\n");
	const char *problem = log->data;

	if (error == CYAML_ERR_OOM)
		die("out of memory");
	if (length == 0) {
		problem = cyaml_strerror(error);
		length = strlen(problem);
	} else if (text_starts(problem, "Load: ")) {
		problem += strlen("Load: ");
		length -= strlen("Load: ");
	}
	return yaml_file_refuse(file, line, why, "%.*s", (int)length, problem);
}

int yaml_file_fill(
	struct yaml_file *file, const cyaml_schema_value_t *schema, void **ret, struct buf *why)
{
	cleanup_buf struct buf log = BUF_INIT;
	cyaml_config_t config = quiet;
	cyaml_err_t refused;
	void *data = NULL;
	int error = yaml_check(file, &file->document, schema, why);

	if (error)
		return error;
	config.log_fn = gather;
	config.log_ctx = &log;
	config.log_level = CYAML_LOG_ERROR;
	refused = cyaml_load_data(
		(const uint8_t *)file->text.data, file->text.length, &config, schema, &data, NULL);
	if (refused != CYAML_OK)
		return refuse_log(file, &log, refused, why);
	/* An empty mapping of optional keys is no struct at all to libcyaml. */
	if (!data)
		return yaml_file_refuse(file, 1, why, "the file has no keys");
	*ret = data;
	return 0;
}

void yaml_file_free_data(const cyaml_schema_value_t *schema, void *data)
{
	if (data)
		cyaml_free(&quiet, schema, data, 0);
}
