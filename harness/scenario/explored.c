#include "harness/scenario/explored.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/scenario/compare.h"
#include "harness/scenario/stage.h"

json_t *explored_head(const struct peer *peer)
{
	char text[OUTCOME_TEXT_MAX];
	json_t *argv = json_array();

	for (const char **word = peer->argv; *word; word++) {
		cleanup_free char *name = file_basename(*word);
		const char *shown = word == peer->argv ? name : *word;

		json_array_append_new(argv, jsonl_text(shown, strlen(shown)));
	}
	return json_pack("{s:s, s:o, s:s}", "explored", peer->name, "argv", argv, "outcome",
		outcome_text(peer->in_box->outcome, text));
}

/*** its output ***/

static int digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)(found - digits) : -1;
}

static void add_hexadecimal(struct buf *into, const char *text)
{
	for (; digit(text[0]) >= 0 && digit(text[1]) >= 0; text += 2)
		buf_addch(into, (char)(digit(text[0]) << 4 | digit(text[1])));
}

static void take_output(struct buf *into, const json_t *line)
{
	const char *text = jsonl_string(line, "stdout", "");

	if (jsonl_true(line, "hex"))
		add_hexadecimal(into, text);
	else
		buf_adds(into, text);
}

static void judge_output(
	struct buf *wrong, const struct buf *output, const struct exploration *exploration)
{
	cleanup_buf struct buf expected = BUF_INIT, seen = BUF_INIT;
	const char *fault;

	if (exploration->output &&
		!compare_text((struct compared){ exploration->output, strlen(exploration->output) },
			(struct compared){ output->data, output->length }, &expected, &seen))
		buf_printf(wrong, "its standard output has %s, where %s is right", seen.data,
			expected.data);
	fault = exploration->fault
			? exploration->fault(output->data, output->length, exploration->data)
			: NULL;
	if (fault)
		buf_printf(wrong, "%s on its standard output, where %s is right", fault,
			exploration->expected);
}

/*** how it ended ***/

static struct outcome outcome_of(const json_t *line)
{
	int status = (int)json_integer_value(json_object_get(line, "status"));

	return WIFSIGNALED(status) ? SIGNALLED(WTERMSIG(status)) : EXITED(WEXITSTATUS(status));
}

static void judge_one(json_t *line, const struct exploration *exploration)
{
	cleanup_buf struct buf wrong = BUF_INIT, output = BUF_INIT;
	struct outcome seen = outcome_of(line);
	char sentence[128];

	take_output(&output, line);
	if (!outcome_equal(seen, EXITED(exploration->status))) {
		outcome_sentence(seen, sentence, sizeof(sentence));
		buf_printf(&wrong, "it %s, where exit status %d is right", sentence,
			exploration->status);
	} else if (jsonl_number(line, "bytes", 0) > (double)output.length) {
		buf_adds(&wrong, "it prints far more than is right");
	} else {
		judge_output(&wrong, &output, exploration);
	}
	json_object_set_new(line, "wrong", jsonl_text(wrong.data, wrong.length));
}

void explored_judge(json_t *lines, const struct exploration *exploration)
{
	size_t i;
	json_t *line;

	json_array_foreach(
		lines, i, line) if (json_is_object(line) && json_object_get(line, "status"))
		judge_one(line, exploration);
}

/*** schedules ***/

static json_t *program_of(const json_t *head)
{
	json_t *argv = json_deep_copy(json_object_get(head, "argv"));

	json_array_set_new(argv, 0, json_sprintf("/box/%s", jsonl_string(head, "explored", "")));
	return argv;
}

/* Of what came out of the box only what the name of a schedule stands for, and its decisions. */
static json_t *kept_of(const json_t *kept, const json_t *head)
{
	static const char *const texts[] = { "digest", "name", "kind", "identity", "text" };
	json_t *made = json_pack("{s:i, s:o, s:s, s:s, s:O?}", "schedule", 1, "program",
		program_of(head), "folder", "/box", "input", "input", "decisions",
		json_object_get(kept, "decisions"));

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		json_object_set_new(made, texts[i], json_string(jsonl_string(kept, texts[i], "")));
	return made;
}

void explored_relate(json_t *lines)
{
	const json_t *head = json_array_get(lines, 0);
	size_t i;
	json_t *line;

	json_array_foreach(lines, i, line)
	{
		const json_t *kept = json_object_get(line, "kept");

		if (i > 0 && kept)
			json_object_set_new(line, "kept", kept_of(kept, head));
	}
}

/*** the sum ***/

json_t *explored_sum(const json_t *lines)
{
	const json_t *end = json_array_get(lines, json_array_size(lines) - 1);

	if (!jsonl_true(end, "end"))
		return NULL;
	return json_pack("{s:i, s:i, s:i, s:i, s:b}", "schedules",
		(int)json_integer_value(json_object_get(end, "schedules")), "asked",
		(int)json_integer_value(json_object_get(end, "asked")), "unfinished",
		(int)json_integer_value(json_object_get(end, "unfinished")), "steps",
		(int)json_integer_value(json_object_get(end, "steps")), "cut_short",
		jsonl_true(end, "cut_short"));
}
