#include "harness/analyse/values_log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

enum { MOST_BYTES = 16 << 20, MOST_RECORDS = 400000 };

/*** fields ***/

/* The next word of the line; "" where none is left. */
static char *word(char **rest)
{
	char *found = strsep(rest, " ");

	return found ? found : (char *)(uintptr_t) "";
}

static bool take_number(const char *text, int base, uint64_t most, uint64_t *ret)
{
	const char *digits = base == 16 ? "0123456789abcdef" : "0123456789";

	if (!*text || text[strspn(text, digits)] || strlen(text) > 20)
		return false;
	errno = 0;
	*ret = strtoull(text, NULL, base);
	return errno == 0 && *ret <= most;
}

static bool take_long(char **rest, uint64_t *ret)
{
	return take_number(word(rest), 10, UINT64_MAX, ret);
}

static bool take_short(char **rest, uint32_t *ret)
{
	uint64_t number = 0;
	bool good = take_number(word(rest), 10, UINT32_MAX, &number);

	*ret = (uint32_t)number;
	return good;
}

static bool take_place(char **rest, uint64_t *ret)
{
	return take_number(word(rest), 16, UINT32_MAX, ret);
}

/*** records ***/

static bool is_full(const struct values_log *log)
{
	return log->nodes_count + log->inputs_count + log->outputs_count + log->shared_count >=
	       MOST_RECORDS;
}

/* Room for one more. */
static void *grown(void *list, size_t count, size_t size)
{
	return (count & (count - 1)) == 0 ? xreallocarray(list, count ? 2 * count : 1, size) : list;
}

static void add_node(struct values_log *log, const struct values_node *node)
{
	log->nodes = grown(log->nodes, log->nodes_count, sizeof(*log->nodes));
	log->nodes[log->nodes_count++] = *node;
}

static bool take_static(struct values_log *log, char *rest)
{
	struct values_node node = { .kind = VALUES_CONSTANT };

	if (!take_short(&rest, &node.label) || !take_place(&rest, &node.place) ||
		node.label >= VALUES_NODES)
		return false;
	add_node(log, &node);
	return true;
}

static bool take_kind(const char *text, enum values_kind *ret)
{
	static const char letters[] = "oslmc";
	const char *at = *text && !text[1] ? strchr(letters, *text) : NULL;

	if (at)
		*ret = VALUES_OPERATION + (unsigned)(at - letters);
	return at != NULL;
}

static bool take_looks(char *text, struct values_node *node)
{
	char *one;

	if (strcmp(text, "-") == 0)
		return true;
	while ((one = strsep(&text, ",")))
		if (node->looks_count == VALUES_LOOKS ||
			!take_number(one, 16, UINT32_MAX, &node->looks[node->looks_count++]))
			return false;
	return true;
}

static bool take_node(struct values_log *log, char *rest)
{
	struct values_node node = { .kind = VALUES_OPERATION };

	if (!take_short(&rest, &node.label) || !take_kind(word(&rest), &node.kind) ||
		!take_place(&rest, &node.place) || !take_short(&rest, &node.first) ||
		!take_short(&rest, &node.second) || !take_short(&rest, &node.began) ||
		!take_short(&rest, &node.times) || !take_long(&rest, &node.address) ||
		!take_looks(word(&rest), &node) || node.label < VALUES_NODES)
		return false;
	add_node(log, &node);
	return true;
}

/* It follows its node. */
static bool take_before(struct values_log *log, char *rest)
{
	struct values_node *node = log->nodes_count ? &log->nodes[log->nodes_count - 1] : NULL;
	uint32_t label;

	if (!take_short(&rest, &label) || !node || node->label != label || node->branches_count)
		return false;
	while (rest) {
		char *place = word(&rest), *decided = strchr(place, ':');
		uint64_t number;

		if (!decided || node->branches_count == VALUES_BRANCHES ||
			!take_number(decided + 1, 10, UINT32_MAX, &number))
			return false;
		node->branches[node->branches_count++] = (uint32_t)number;
	}
	return true;
}

static bool take_input(struct values_log *log, char *rest)
{
	struct values_input input;

	if (!take_short(&rest, &input.label) || !take_short(&rest, &input.length) ||
		!take_long(&rest, &input.inode) || !take_long(&rest, &input.offset) ||
		!take_place(&rest, &input.place))
		return false;
	log->inputs = grown(log->inputs, log->inputs_count, sizeof(input));
	log->inputs[log->inputs_count++] = input;
	return true;
}

static bool take_output(struct values_log *log, char *rest)
{
	struct values_output output;

	if (!take_long(&rest, &output.inode) || !take_long(&rest, &output.offset) ||
		!take_short(&rest, &output.length) || !take_short(&rest, &output.label) ||
		!take_short(&rest, &output.step))
		return false;
	log->outputs = grown(log->outputs, log->outputs_count, sizeof(output));
	log->outputs[log->outputs_count++] = output;
	return true;
}

static bool take_shared(struct values_log *log, char *rest)
{
	struct values_shared shared;

	if (!take_long(&rest, &shared.address) || !take_long(&rest, &shared.length) ||
		!take_short(&rest, &shared.label))
		return false;
	log->shared = grown(log->shared, log->shared_count, sizeof(shared));
	log->shared[log->shared_count++] = shared;
	return true;
}

static bool take_exit(struct values_log *log, char *rest)
{
	uint32_t status = 0;
	bool good = take_short(&rest, &status) && take_short(&rest, &log->status_label);

	log->status = (int)(status & 0xff);
	return good;
}

/* What is missing is only not told of. */
static bool take_over(struct values_log *log, char *rest)
{
	(void)log, (void)rest;
	return true;
}

static const struct shape {
	const char *word;
	bool (*take)(struct values_log *log, char *rest);
} shapes[] = {
	{ "static", take_static },
	{ "node", take_node },
	{ "before", take_before },
	{ "input", take_input },
	{ "output", take_output },
	{ "shared", take_shared },
	{ "exit", take_exit },
	{ "over", take_over },
};

static bool take_record(struct values_log *log, char *line)
{
	const char *name = word(&line);
	char nothing[] = "";

	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		if (strcmp(shapes[i].word, name) == 0)
			return shapes[i].take(log, line ? line : nothing);
	return false;
}

/*** the whole ***/

static int by_label(const void *one, const void *other)
{
	const struct values_node *a = one, *b = other;

	return (a->label > b->label) - (a->label < b->label);
}

static int parse(struct values_log *log, char *text, struct buf *why)
{
	char *newline;
	size_t number = 0;

	for (; (newline = strchr(text, '\n')); text = newline + 1) {
		*newline = '\0';
		number++;
		if (is_full(log) || !take_record(log, text)) {
			buf_printf(
				why, "%d" VALUES_SUFFIX ": record %zu is none", log->pid, number);
			return -EBADMSG;
		}
	}
	if (log->nodes_count > 1)
		qsort(log->nodes, log->nodes_count, sizeof(*log->nodes), by_label);
	return 0;
}

int values_log_load(const char *path, struct values_log *ret, struct buf *why)
{
	cleanup_values_log struct values_log log = VALUES_LOG_INIT;
	cleanup_free char *name = file_basename(path);
	cleanup_buf struct buf bytes = BUF_INIT;
	int error = file_read(path, &bytes, MOST_BYTES);

	if (error) {
		buf_printf(why, "cannot read %s: %s", path, strerror(-error));
		return error;
	}
	log.pid = atoi(name);
	error = bytes.length ? parse(&log, bytes.data, why) : 0;
	if (error)
		return error;
	*ret = log;
	log = (struct values_log)VALUES_LOG_INIT;
	return 0;
}

void values_log_release(struct values_log *log)
{
	free(log->nodes);
	free(log->inputs);
	free(log->outputs);
	free(log->shared);
	*log = (struct values_log)VALUES_LOG_INIT;
}

/*** questions ***/

const struct values_node *values_log_node(const struct values_log *log, uint32_t label)
{
	const struct values_node wanted = { .label = label };

	if (!label || !log->nodes_count)
		return NULL;
	return bsearch(&wanted, log->nodes, log->nodes_count, sizeof(wanted), by_label);
}

uint32_t values_log_sent(const struct values_log *log, uint64_t inode, uint64_t offset)
{
	for (size_t i = 0; i < log->outputs_count; i++) {
		const struct values_output *output = &log->outputs[i];

		if (output->inode == inode && offset - output->offset < output->length)
			return output->label + (uint32_t)(offset - output->offset) * output->step;
	}
	return 0;
}

const struct values_input *values_log_received(const struct values_log *log, uint32_t label)
{
	for (size_t i = 0; label >= VALUES_INPUT && i < log->inputs_count; i++)
		if (label - log->inputs[i].label < log->inputs[i].length)
			return &log->inputs[i];
	return NULL;
}

bool values_log_sends(const struct values_log *log, uint64_t inode)
{
	for (size_t i = 0; i < log->outputs_count; i++)
		if (log->outputs[i].inode == inode)
			return true;
	return false;
}

bool values_log_receives(const struct values_log *log, uint64_t inode)
{
	for (size_t i = 0; i < log->inputs_count; i++)
		if (log->inputs[i].inode == inode)
			return true;
	return false;
}

uint32_t values_log_stored(const struct values_log *log, uint64_t address)
{
	for (size_t i = 0; i < log->shared_count; i++)
		if (address - log->shared[i].address < log->shared[i].length)
			return log->shared[i].label;
	return 0;
}
