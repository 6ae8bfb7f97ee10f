#include "harness/analyse/valgrind_xml.h"

#include <errno.h>
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/inside.h"
#include "harness/base/text.h"

/* Elements that are open around the ones that a document consists of. */
enum { IN_DOCUMENT = 1 };

enum {
	MOST_ERRORS = 200,
	MOST_STACKS = 8,
	MOST_FRAMES = 40,
	MOST_TEXT = 2000,
	MOST_BYTES = 16 << 20
};

/* Where the parser stands. */
struct reader {
	struct valgrind_log log;
	struct buf text; /* of the element that is open */
	struct buf about; /* the auxwhat that belongs to the next stack */
	bool in_error, in_stack, in_frame;
	unsigned depth;
	int pid; /* of the document that is read; 0: not yet known */
	bool finished; /* so the document says */
	bool foreign; /* it has something that Valgrind does not write */
};

static struct valgrind_error *error_of(struct reader *reader)
{
	return &reader->log.errors[reader->log.count - 1];
}

static struct valgrind_stack *stack_of(struct reader *reader)
{
	struct valgrind_error *error = error_of(reader);

	return &error->stacks[error->count - 1];
}

static void begin_error(struct reader *reader)
{
	struct valgrind_log *log = &reader->log;

	if (log->count == MOST_ERRORS)
		return;
	log->errors = xreallocarray(log->errors, log->count + 1, sizeof(*log->errors));
	log->errors[log->count++] =
		(struct valgrind_error){ .kind = xstrdup(""), .what = xstrdup("") };
	reader->in_error = true;
	reader->in_stack = false;
}

static void begin_stack(struct reader *reader)
{
	struct valgrind_error *error = error_of(reader);

	if (error->count == MOST_STACKS)
		return;
	error->stacks = xreallocarray(error->stacks, error->count + 1, sizeof(*error->stacks));
	error->stacks[error->count++] =
		(struct valgrind_stack){ .about = buf_steal(&reader->about) };
	reader->in_stack = true;
}

static void begin_frame(struct reader *reader)
{
	struct valgrind_stack *stack = stack_of(reader);

	if (stack->count == MOST_FRAMES)
		return;
	stack->frames = xreallocarray(stack->frames, stack->count + 1, sizeof(*stack->frames));
	stack->frames[stack->count++] = (struct valgrind_frame){ .function = xstrdup(""),
		.directory = xstrdup(""),
		.file = xstrdup(""),
		.object = xstrdup("") };
	reader->in_frame = true;
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct reader *reader = data;

	(void)attributes;
	buf_reset(&reader->text);
	reader->depth++;
	if (strcmp(name, "error") == 0 && reader->depth != IN_DOCUMENT + 1)
		reader->foreign = true;
	if (reader->in_frame)
		return;
	if (!reader->in_error && strcmp(name, "error") == 0)
		begin_error(reader);
	else if (reader->in_error && strcmp(name, "stack") == 0)
		begin_stack(reader);
	else if (reader->in_stack && strcmp(name, "frame") == 0)
		begin_frame(reader);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
	struct reader *reader = data;

	for (int i = 0; reader->depth <= IN_DOCUMENT && i < length; i++)
		reader->foreign |= !strchr(" \t\r\n", text[i]);
	if (reader->text.length + (size_t)length < MOST_TEXT)
		buf_add(&reader->text, text, (size_t)length);
}

static void set(char **field, const struct reader *reader)
{
	free(*field);
	*field = xstrdup(reader->text.data);
}

static void end_in_frame(struct reader *reader, const char *name)
{
	struct valgrind_stack *stack = stack_of(reader);
	struct valgrind_frame *frame = &stack->frames[stack->count - 1];

	if (strcmp(name, "fn") == 0)
		set(&frame->function, reader);
	else if (strcmp(name, "dir") == 0)
		set(&frame->directory, reader);
	else if (strcmp(name, "file") == 0)
		set(&frame->file, reader);
	else if (strcmp(name, "line") == 0)
		frame->line = (unsigned)strtoul(reader->text.data, NULL, 10);
	else if (strcmp(name, "obj") == 0)
		set(&frame->object, reader);
	else if (strcmp(name, "frame") == 0)
		reader->in_frame = false;
}

static void end_in_error(struct reader *reader, const char *name)
{
	struct valgrind_error *error = error_of(reader);

	if (strcmp(name, "kind") == 0) {
		reader->foreign |= error->kind[0] != '\0';
		set(&error->kind, reader);
	}
	if (strcmp(name, "what") == 0 || (strcmp(name, "text") == 0 && !error->what[0]))
		set(&error->what, reader);
	else if (strcmp(name, "auxwhat") == 0 || strcmp(name, "text") == 0)
		buf_reset(&reader->about), buf_adds(&reader->about, reader->text.data);
	else if (strcmp(name, "stack") == 0)
		reader->in_stack = false;
	else if (strcmp(name, "error") == 0)
		reader->in_error = reader->in_stack = false;
}

/* A process has one number, in all that it says. */
static void set_pid(struct reader *reader, int pid)
{
	if (pid <= 0 || reader->pid || (reader->log.pid && reader->log.pid != pid))
		reader->foreign = true;
	else
		reader->pid = reader->log.pid = pid;
}

static void XMLCALL on_comment(void *data, const XML_Char *text)
{
	(void)text;
	((struct reader *)data)->foreign = true;
}

static void XMLCALL on_instruction(void *data, const XML_Char *target, const XML_Char *text)
{
	(void)target;
	on_comment(data, text);
}

static void XMLCALL on_section(void *data)
{
	on_comment(data, NULL);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system,
	const XML_Char *public, int has_subset)
{
	(void)system;
	(void)public;
	(void)has_subset;
	on_comment(data, name);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct reader *reader = data;

	if (reader->in_frame)
		end_in_frame(reader, name);
	else if (reader->in_error)
		end_in_error(reader, name);
	else if (strcmp(name, "pid") == 0)
		set_pid(reader, atoi(reader->text.data));
	else if (strcmp(name, "ppid") == 0)
		reader->log.ppid = atoi(reader->text.data);
	else if (strcmp(name, "state") == 0 && strstr(reader->text.data, "FINISHED"))
		reader->finished = true;
	reader->depth--;
	buf_reset(&reader->text);
}

static XML_Parser make_parser(struct reader *reader)
{
	XML_Parser parser = XML_ParserCreate(NULL);

	if (!parser)
		die("out of memory");
	XML_SetUserData(parser, reader);
	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetCommentHandler(parser, on_comment);
	XML_SetProcessingInstructionHandler(parser, on_instruction);
	XML_SetStartCdataSectionHandler(parser, on_section);
	XML_SetStartDoctypeDeclHandler(parser, on_doctype);
	return parser;
}

/* What is wrong with one document, or NULL; a missing end is not: `log.cut` tells. */
static const char *read_document(struct reader *reader, const char *bytes, size_t length)
{
	XML_Parser parser = make_parser(reader);
	const char *wrong = NULL;

	reader->in_error = reader->in_stack = reader->in_frame = false;
	reader->depth = 0;
	reader->pid = 0;
	reader->finished = reader->log.cut = false;
	/* The end is told apart from the bytes: only its lack is no fault of the log's. */
	if (XML_Parse(parser, bytes, (int)length, 0) != XML_STATUS_OK)
		wrong = XML_ErrorString(XML_GetErrorCode(parser));
	else if (XML_Parse(parser, "", 0, 1) != XML_STATUS_OK)
		reader->log.cut = true;
	if (!wrong && reader->foreign)
		wrong = "it has something that Valgrind does not write";
	XML_ParserFree(parser);
	return wrong;
}

/* What is wrong with all that one process wrote, or NULL. */
static const char *read_documents(struct reader *reader, const struct buf *bytes)
{
	/* Raw, this stands nowhere but at a head: texts are escaped. */
	static const char head[] = "<?xml";
	const char *at = bytes->data;

	if (bytes->length == 0)
		return "it is empty";
	if (strncmp(at, head, bytes->length < strlen(head) ? bytes->length : strlen(head)) != 0)
		return "it does not begin as Valgrind does";
	while (at) {
		size_t left = bytes->length - (size_t)(at - bytes->data);
		const char *next = left > 1 ? memmem(at + 1, left - 1, head, strlen(head)) : NULL;
		const char *wrong = read_document(reader, at, next ? (size_t)(next - at) : left);

		if (wrong)
			return wrong;
		if (next && !reader->log.cut)
			return "it goes on behind its end";
		at = next;
	}
	reader->log.finished = reader->finished && !reader->log.cut;
	return NULL;
}

int valgrind_log_salvage(const char *path, struct valgrind_log *ret, struct buf *why)
{
	cleanup_buf struct buf bytes = BUF_INIT;
	struct reader reader = { .text = BUF_INIT, .about = BUF_INIT };
	int error = file_read(path, &bytes, MOST_BYTES);
	const char *wrong;

	if (error) {
		buf_printf(why, "%s: %s", path, strerror(-error));
		return error;
	}
	wrong = read_documents(&reader, &bytes);
	buf_release(&reader.text);
	buf_release(&reader.about);
	if (wrong) {
		buf_printf(why, "%s: %s", path, wrong);
		valgrind_log_release(&reader.log);
		return -EBADMSG;
	}
	*ret = reader.log;
	return 0;
}

int valgrind_log_load(const char *path, struct valgrind_log *ret, struct buf *why)
{
	int error = valgrind_log_salvage(path, ret, why);

	if (error || !ret->cut)
		return error;
	buf_printf(why, "%s: the log is cut short", path);
	valgrind_log_release(ret);
	return -EBADMSG;
}

static void release_error(struct valgrind_error *error)
{
	for (size_t s = 0; s < error->count; s++) {
		for (size_t f = 0; f < error->stacks[s].count; f++) {
			free(error->stacks[s].frames[f].function);
			free(error->stacks[s].frames[f].directory);
			free(error->stacks[s].frames[f].file);
			free(error->stacks[s].frames[f].object);
		}
		free(error->stacks[s].frames);
		free(error->stacks[s].about);
	}
	free(error->stacks);
	free(error->kind);
	free(error->what);
}

void valgrind_log_release(struct valgrind_log *log)
{
	for (size_t i = 0; i < log->count; i++)
		release_error(&log->errors[i]);
	free(log->errors);
	*log = (struct valgrind_log)VALGRIND_LOG_INIT;
}

/* Whether no component of a path leads out of it. */
static bool stays_inside(const char *path)
{
	for (size_t length; *path; path += length + (path[length] == '/')) {
		length = strcspn(path, "/");
		if (length == 2 && strncmp(path, "..", 2) == 0)
			return false;
	}
	return true;
}

static bool is_inside(const char *directory)
{
	return inside_box(directory) && stays_inside(directory);
}

static bool is_file(const char *file)
{
	return file[0] && file[0] != '/' && stays_inside(file);
}

bool valgrind_is_placed(const struct valgrind_frame *frame)
{
	return is_inside(frame->directory) && is_file(frame->file) && frame->line > 0;
}

const struct valgrind_frame *valgrind_own_frame(const struct valgrind_stack *stack)
{
	for (size_t i = 0; i < stack->count; i++) {
		const struct valgrind_frame *frame = &stack->frames[i];

		if (valgrind_is_placed(frame))
			return frame;
	}
	/* _start stands below everything that libc does. */
	for (size_t i = 0; i < stack->count; i++) {
		const struct valgrind_frame *frame = &stack->frames[i];

		if (frame->object && inside_box(frame->object) &&
			strcmp(frame->function, "_start") != 0)
			return frame;
	}
	return NULL;
}
