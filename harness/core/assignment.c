#include "harness/core/assignment.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/text.h"
#include "harness/core/yaml.h"

static const cyaml_strval_t build_words[] = {
	{ "sources", ASSIGNMENT_SOURCES },
	{ "make", ASSIGNMENT_MAKE },
};

static const cyaml_schema_value_t word = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED),
};

enum {
	OPTIONAL = CYAML_FLAG_OPTIONAL,
	OPTIONAL_POINTER = CYAML_FLAG_OPTIONAL | CYAML_FLAG_POINTER,
	STRICT = CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT,
};

#define PROGRAM struct assignment_program
#define LIMITS struct assignment_limits
#define TOOL struct assignment_tool
#define ASSIGNMENT struct assignment

static const cyaml_schema_field_t program_fields[] = {
	CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, PROGRAM, name, 1, CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE(
		"sources", OPTIONAL_POINTER, PROGRAM, sources, &word, 0, CYAML_UNLIMITED),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t program_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, PROGRAM, program_fields),
};

static const cyaml_schema_field_t limits_fields[] = {
	CYAML_FIELD_UINT("cpu_ms", OPTIONAL, LIMITS, cpu_ms),
	CYAML_FIELD_UINT("memory_mb", OPTIONAL, LIMITS, memory_mb),
	CYAML_FIELD_UINT("processes", OPTIONAL, LIMITS, processes),
	CYAML_FIELD_END,
};

static const cyaml_schema_field_t tool_fields[] = {
	CYAML_FIELD_STRING_PTR("tool", CYAML_FLAG_POINTER, TOOL, tool, 1, CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE(
		"scenarios", CYAML_FLAG_POINTER, TOOL, scenarios, &word, 1, CYAML_UNLIMITED),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t tool_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, TOOL, tool_fields),
};

/*
 * `mechanisms` has no default, though it may be []: without it every call of
 * the mechanism would be denied, and the submissions would seem to be at fault.
 */
static const cyaml_schema_field_t fields[] = {
	CYAML_FIELD_STRING_PTR("id", CYAML_FLAG_POINTER, ASSIGNMENT, id, 1, CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("title", CYAML_FLAG_POINTER, ASSIGNMENT, title, 1, CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE("mechanisms", CYAML_FLAG_POINTER, ASSIGNMENT, mechanisms, &word, 0,
		CYAML_UNLIMITED),
	CYAML_FIELD_ENUM("build", STRICT, ASSIGNMENT, build, build_words, 2),
	CYAML_FIELD_SEQUENCE("programs", CYAML_FLAG_POINTER, ASSIGNMENT, programs, &program_schema,
		1, CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE(
		"flags", OPTIONAL_POINTER, ASSIGNMENT, flags, &word, 0, CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE(
		"libraries", OPTIONAL_POINTER, ASSIGNMENT, libraries, &word, 0, CYAML_UNLIMITED),
	CYAML_FIELD_MAPPING("limits", OPTIONAL, ASSIGNMENT, limits, limits_fields),
	CYAML_FIELD_SEQUENCE(
		"analyse", OPTIONAL_POINTER, ASSIGNMENT, analyse, &tool_schema, 0, CYAML_UNLIMITED),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, ASSIGNMENT, fields),
};

/* A word that becomes the name of a file, and stays inside its folder. */
static bool is_name(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_.-";

	return text[0] != '.' && text[0] != '-' && !text[strspn(text, allowed)];
}

static int check_name(
	struct yaml_file *file, unsigned line, const char *key, const char *name, struct buf *why)
{
	cleanup_buf struct buf shown = BUF_INIT;

	if (is_name(name))
		return 0;
	text_escape(&shown, name, strlen(name), 60);
	return yaml_file_refuse(file, line, why,
		"'%s' must be letters, digits, '_', '.' and '-', and begin with none of the last "
		"two, not '%s'",
		key, shown.data);
}

static int check_program(struct yaml_file *file, const struct assignment *assignment,
	unsigned index, struct buf *why)
{
	const struct assignment_program *program = &assignment->programs[index];
	unsigned line = yaml_file_line(file, "programs/%u/name", index);
	int error = check_name(file, line, "name", program->name, why);

	if (error)
		return error;
	for (unsigned i = 0; i < index; i++)
		if (!strcmp(assignment->programs[i].name, program->name))
			return yaml_file_refuse(file, line, why,
				"the name '%s' is already that of the program in line %u",
				program->name, yaml_file_line(file, "programs/%u", i));
	if (assignment->build == ASSIGNMENT_SOURCES && program->sources_count == 0)
		return yaml_file_refuse(file, yaml_file_line(file, "programs/%u", index), why,
			"the program '%s' has no 'sources' (only 'build: make' goes without)",
			program->name);
	return 0;
}

static int check(struct yaml_file *file, const struct assignment *assignment, struct buf *why)
{
	int error = check_name(file, yaml_file_line(file, "id"), "id", assignment->id, why);

	for (unsigned i = 0; i < assignment->programs_count && !error; i++)
		error = check_program(file, assignment, i, why);
	return error;
}

/* Goes to the lexical parent: one component less, or ".." more. */
static void go_up(struct buf *path)
{
	const char *slash = strrchr(path->data, '/');
	const char *last = slash ? slash + 1 : path->data;

	if (!strcmp(path->data, "/")) /* its own parent */
		return;
	if (path->length == 0 || !strcmp(last, "..")) {
		buf_adds(path, path->length ? "/.." : "..");
		return;
	}
	path->length = slash ? (size_t)(slash - path->data) : 0;
	if (slash == path->data)
		path->length = 1;
	path->data[path->length] = '\0';
}

/*
 * The path without ".", "..", and doubled slashes, without a look at the file
 * system: what people read in a message is the path that they gave.
 */
static char *tidy(const char *path)
{
	cleanup_buf struct buf made = BUF_INIT;
	cleanup_free char *copy = xstrdup(path);
	char *rest = copy;

	if (path[0] == '/')
		buf_addch(&made, '/');
	for (char *name; (name = strsep(&rest, "/"));) {
		if (!strcmp(name, "..")) {
			go_up(&made);
		} else if (*name && strcmp(name, ".") != 0) {
			if (made.length && made.data[made.length - 1] != '/')
				buf_addch(&made, '/');
			buf_adds(&made, name);
		}
	}
	if (made.length == 0)
		buf_addch(&made, '.');
	return buf_steal(&made);
}

static char *below(const char *dir, const char *name)
{
	cleanup_free char *joined = file_join(dir, name);

	return tidy(joined);
}

/* DIR/../../FOLDER/NAME when it exists there, else DIR/ALONE. */
static char *beside(const char *dir, const char *folder, const char *name, const char *alone)
{
	cleanup_free char *relative = xasprintf("../../%s/%s", folder, name);
	char *path = below(dir, relative);

	if (file_exists(path))
		return path;
	free(path);
	return below(dir, alone);
}

static void find_paths(struct assignment *assignment, const char *dir)
{
	cleanup_free char *rubric = xasprintf("%s.yaml", assignment->id);

	assignment->paths = (struct assignment_paths){
		.dir = tidy(dir),
		.yaml = below(dir, "assignment.yaml"),
		.handout = below(dir, "handout.md"),
		.starter = below(dir, "starter"),
		.scenarios = below(dir, "scenarios.c"),
		.rubric = beside(dir, "rubrics", rubric, "rubric.yaml"),
		.reference = beside(dir, "reference", assignment->id, "reference"),
	};
}

int assignment_load(const char *dir, struct assignment **ret, struct buf *why)
{
	cleanup_free char *path = below(dir, "assignment.yaml");
	cleanup_yaml_file struct yaml_file *file = NULL;
	void *data;
	int error = yaml_file_open(path, &file, why);

	if (!error)
		error = yaml_file_fill(file, &schema, &data, why);
	if (error)
		return error;
	error = check(file, data, why);
	if (error) {
		assignment_free(data);
		return error;
	}
	find_paths(data, dir);
	*ret = data;
	return 0;
}

void assignment_free(struct assignment *assignment)
{
	if (!assignment)
		return;
	free(assignment->paths.dir);
	free(assignment->paths.yaml);
	free(assignment->paths.handout);
	free(assignment->paths.starter);
	free(assignment->paths.scenarios);
	free(assignment->paths.rubric);
	free(assignment->paths.reference);
	yaml_file_free_data(&schema, assignment);
}
