#include "harness/scenario/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/text.h"
#include "harness/scenario/stage.h"

/*
 * A program that execs itself could bring suppressions of its own if they lay in a
 * file of the box: they come through a descriptor, and nobody can write to it.
 */
static int sealed_copy(const char *path)
{
	enum { MOST = 1 << 20, SEALS = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL };
	cleanup_buf struct buf bytes = BUF_INIT;
	cleanup_close int fd = memfd_create("suppressions", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int error = fd < 0 ? -errno : file_read(path, &bytes, MOST);

	if (!error)
		error = file_write_fd(fd, bytes.data, bytes.length);
	if (!error && fcntl(fd, F_ADD_SEALS, SEALS) < 0)
		error = -errno;
	return error ? error : steal_fd(&fd);
}

static void open_tool(struct box *box)
{
	struct tool *tool = &stage.tool;

	if (tool->ledger.fd >= 0 || tool->ledger.shut)
		return;
	stage_check(ledger_open(&tool->ledger), "cannot make a socket for a tool");
	stage_check(box_watch_ledger(box, &tool->ledger), "a box has one ledger");
	if (stage.request.suppressions) {
		tool->suppressions = sealed_copy(stage.request.suppressions);
		stage_check(tool->suppressions, stage.request.suppressions);
	}
}

/* The number that stands for a word of the command, -1 for one that is no such word. */
static int number_in(const char *word, const struct box_program *program)
{
	if (text_ends(word, REQUEST_REPORT))
		return program->high_at;
	return text_ends(word, REQUEST_SUPPRESSIONS) ? program->high_at + 1 : -1;
}

static const char *command_word(const char *word, const struct box_program *program)
{
	int number = number_in(word, program);
	const char *mark = number < 0 ? NULL : strrchr(word, '{');

	return mark ? scenario_text("%.*s%d", (int)(mark - word), word, number) : word;
}

static size_t words_in(const char *const *words)
{
	size_t count = 0;

	while (words[count])
		count++;
	return count;
}

static const char **with_command(const struct box_program *program)
{
	const char *const none[] = { NULL };
	const char *const *parts[] = { stage.request.command,
		stage.tool.words ? stage.tool.words : none, program->argv };
	enum { PARTS = sizeof(parts) / sizeof(*parts) };
	size_t room = 1, count = 0;
	const char **all;

	for (size_t i = 0; i < PARTS; i++)
		room += words_in(parts[i]);
	all = scenario_memory(room * sizeof(*all));
	for (size_t i = 0; i < PARTS; i++)
		for (const char *const *word = parts[i]; *word; word++)
			all[count++] = i == 0 ? command_word(*word, program) : *word;
	return all;
}

/*
 * The highest numbers that a program may have: there Valgrind keeps its own, and
 * refuses the program's close(2) and dup2(2).
 */
static int top_descriptors(void)
{
	const struct limits standard = LIMITS_DEFAULT;
	unsigned most = stage.request.box.limits.descriptors;

	return (int)(most ? most : standard.descriptors) - BOX_HIGH;
}

/*** a tool that is loaded into the programs ***/

static bool has_libraries(void)
{
	return stage.request.libraries && stage.request.libraries[0];
}

static void put_file(struct box *box, const char *path, mode_t mode)
{
	cleanup_free char *name = file_basename(path);
	cleanup_free char *inside = file_join(REQUEST_LIBRARIES, name);

	stage_check(box_put_file(box, inside, path, mode), "cannot put a tool into the box");
}

/* What it needs in the box must be there before the first program. */
static void put_libraries(struct box *box)
{
	cleanup_close int empty = memfd_create("empty", MFD_CLOEXEC);

	if (stage.tool.libraries_are_put)
		return;
	stage_check(box_put(box, REQUEST_EVIDENCE "/.keep", empty, 0600),
		"cannot make a folder in the box");
	for (const char **path = stage.request.libraries; *path; path++)
		put_file(box, *path, 0755);
	/* What its user may not read shows nobody its memory: proc(5), PR_SET_DUMPABLE. */
	if (stage.request.controller)
		put_file(box, stage.request.controller, 0111);
	stage.tool.libraries_are_put = true;
}

static const char *const *with_environment(const char *const *words)
{
	const char *const none[] = { NULL };
	const char *const *added = stage.request.environment;
	size_t before = words_in(added), behind = words_in(words ? words : none);
	const char **all = scenario_memory((before + behind + 1) * sizeof(*all));

	for (size_t i = 0; i < before; i++)
		all[i] = added[i];
	for (size_t i = 0; i < behind; i++)
		all[before + i] = words[i];
	return all;
}

static void fetch_file(const char *name, const char *dir)
{
	cleanup_free char *inside = file_join(REQUEST_EVIDENCE, name);
	cleanup_free char *outside = file_join(dir, name);
	cleanup_buf struct buf bytes = BUF_INIT;
	cleanup_close int fd = box_get(stage.box, inside);
	enum { MOST = 16 << 20 };

	stage_check(fd, "cannot fetch a tool's file");
	buf_read_fd(&bytes, fd, MOST);
	stage_check(file_write(outside, bytes.data, bytes.length), outside);
	json_array_append_new(stage.tool.evidence, json_string(outside));
}

static void fetch_files(const char *dir)
{
	cleanup_free char *names = NULL;
	size_t length = 0;

	stage_check(box_list(stage.box, REQUEST_EVIDENCE, &names, &length),
		"cannot list a tool's files");
	for (size_t at = 0; at < length; at += strlen(names + at) + 1)
		if (names[at] != '.')
			fetch_file(names + at, dir);
}

/* The first MOST bytes: of what is traced there are not more. */
static void keep_output(struct peer *peer, const char *dir)
{
	cleanup_free char *path = xasprintf("%s/%d.stdout", dir, (int)peer->in_box->pid);
	enum { MOST = 4 << 20 };
	size_t length;
	const char *bytes = peer_output(peer, &length);

	stage_check(file_write(path, bytes, length < MOST ? length : MOST), path);
	json_array_append_new(stage.tool.evidence, json_string(path));
}

static void keep_outputs(const char *dir)
{
	for (size_t i = 0; i < stage.peers_count; i++)
		if (stage.peers[i]->program == PEER_STUDENT)
			keep_output(stage.peers[i], dir);
}

/*** either kind ***/

void tool_prepare(struct box *box, struct box_program *program)
{
	if (has_libraries())
		put_libraries(box);
	if (has_libraries() && !stage.request.controller) {
		program->envp = with_environment(program->envp);
		if (stage.request.command[0])
			program->argv = with_command(program);
		return;
	}
	if (stage.request.controller && !stage.tool.words)
		stage_broken("only explore() can be run under %s", stage.request.tool);
	open_tool(box);
	program->high_at = top_descriptors();
	program->high[program->high_count++] = stage.tool.ledger.writers_end;
	if (stage.tool.suppressions >= 0)
		program->high[program->high_count++] = stage.tool.suppressions;
	program->argv = with_command(program);
}

void tool_fetch(void)
{
	cleanup_free char *flat = xstrdup(stage.scenario->name);
	cleanup_free char *dir = NULL;
	struct ledger *ledger = &stage.tool.ledger;

	*strchr(flat, '/') = '.';
	dir = file_join(stage.request.evidence, flat);
	stage_check(file_mkdir_p(dir), dir);
	if (!stage.tool.evidence)
		stage.tool.evidence = json_array();
	/* Its report is explore()'s to judge, and to keep. */
	if (stage.request.controller)
		return;
	if (has_libraries()) {
		fetch_files(dir);
		if (stage.request.output)
			keep_outputs(dir);
		return;
	}
	while (ledger_move(ledger))
		;
	for (size_t i = 0; i < ledger->count; i++) {
		const struct ledger_page *page = &ledger->pages[i];
		cleanup_free char *path = xasprintf("%s/%zu.xml", dir, i + 1);

		stage_check(file_write(path, page->bytes, page->length), path);
		json_array_append_new(stage.tool.evidence, json_string(path));
	}
}

json_t *tool_json(void)
{
	const struct ledger *ledger = &stage.tool.ledger;

	return json_pack("{s:i, s:b, s:b}", "processes", (int)ledger->count, "shut", ledger->shut,
		"over", ledger->over);
}

void tool_release(struct tool *tool)
{
	ledger_release(&tool->ledger);
	if (tool->suppressions >= 0)
		close(tool->suppressions);
	json_decref(tool->evidence);
	*tool = (struct tool)TOOL_INIT;
}
