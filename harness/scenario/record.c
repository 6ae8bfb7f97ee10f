#include "harness/scenario/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "harness/base/text.h"

/* How much of a peer's output an observation keeps: enough to see what went wrong. */
enum { KEPT_OUTPUT = 2000 };

static json_t *first_bytes(const struct capture *capture)
{
	return jsonl_text(capture->length ? capture->bytes : "",
		capture->length < KEPT_OUTPUT ? capture->length : KEPT_OUTPUT);
}

static json_t *peer_json(const struct peer *peer)
{
	char text[OUTCOME_TEXT_MAX];
	char sentence[128];
	struct outcome outcome = peer->in_box->outcome;
	json_t *argv = json_array();

	for (const char **word = peer->argv; *word; word++)
		json_array_append_new(argv, jsonl_text(*word, strlen(*word)));
	return json_pack("{s:s, s:o, s:i, s:I, s:s, s:s, s:s, s:o, s:o, s:I, s:I}", "name",
		peer->name, "argv", argv, "pid", (int)peer->in_box->pid, "stdout_inode",
		(json_int_t)peer->output_inode, "program",
		peer->program == PEER_STUDENT ? "student" : "reference", "outcome",
		outcome_text(outcome, text), "cause",
		outcome_sentence(outcome, sentence, sizeof(sentence)), "stdout",
		first_bytes(&peer->output), "stderr", first_bytes(&peer->errors), "stdout_bytes",
		(json_int_t)peer->output.length, "stderr_bytes", (json_int_t)peer->errors.length);
}

static json_t *census_json(void)
{
	unsigned processes, zombies;
	json_t *left = census_left(stage.census, &processes, &zombies);

	return json_pack("{s:i, s:i, s:i, s:o}", "processes", (int)processes, "orphans",
		(int)stage.orphans, "zombies", (int)zombies, "left", left);
}

static json_t *observation(void)
{
	json_t *peers = json_array();
	json_t *line;

	for (size_t i = 0; i < stage.peers_count; i++)
		json_array_append_new(peers, peer_json(stage.peers[i]));
	line = json_pack("{s:s, s:s, s:s, s:o, s:s, s:s, s:f, s:f, s:O, s:o, s:o, s:O}", "scenario",
		stage.scenario->name, "about",
		stage.scenario->options.about ? stage.scenario->options.about : "", "verdict",
		verdict_name(stage.verdict), "reason",
		jsonl_text(stage.reason, strlen(stage.reason)), "mode",
		isolation_name(stage.isolation), "seed", stage.request.seed, "cpu_ms", stage.cpu_ms,
		"wall_ms", stage.wall_ms, "expectations", stage.expectations, "peers", peers,
		"census", census_json(), "denied", stage.denied);
	if (stage.request.tool) {
		json_object_set_new(line, "tool", json_string(stage.request.tool));
		json_object_set(line, "evidence", stage.tool.evidence);
		json_object_set_new(line, "reports", tool_json());
	}
	if (stage.explored)
		json_object_set(line, "explored", stage.explored);
	if (stage.waits)
		json_object_set(line, "waits", stage.waits);
	if (stage.box && box_spins(stage.box))
		json_object_set_new(line, "spins", spins_from_evidence(box_spins(stage.box)));
	return line;
}

int record_write(void)
{
	cleanup_json json_t *line = observation();
	cleanup_buf struct buf text = BUF_INIT;
	/* One write at the end of the file: scenarios that run side by side do not mix. */
	cleanup_close int fd =
		open(stage.request.record, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);

	if (!line)
		BUG("an observation that jansson cannot pack");
	jsonl_add(&text, line);
	if (fd < 0 || write(fd, text.data, text.length) != (ssize_t)text.length) {
		int error = errno ? errno : EIO;

		warn("%s: %s", stage.request.record, strerror(error));
		return -error;
	}
	return 0;
}
