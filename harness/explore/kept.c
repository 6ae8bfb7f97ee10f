#include "harness/explore/kept.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"

enum {
	VERSION = 1, /* of the form */
	FILE_CAP = 1 << 20,
	WORDS_MOST = 256,
};

/*** the program ***/

static char *current_folder(void)
{
	char path[PATH_MAX];

	return xstrdup(getcwd(path, sizeof(path)) ? path : "/");
}

/* As execvp(3) looks for it (caller frees). */
static char *find_program(const char *name, const char *folder)
{
	cleanup_free char *path = NULL;
	const char *paths = getenv("PATH");
	char *rest, *part;

	if (strchr(name, '/') || !paths)
		return file_join(folder, name);
	rest = path = xstrdup(paths);
	while ((part = strsep(&rest, ":"))) {
		cleanup_free char *below = file_join(folder, *part ? part : ".");
		cleanup_free char *file = file_join(below, name);

		if (access(file, X_OK) == 0)
			return steal_pointer(file);
	}
	return file_join(folder, name);
}

/* "": it cannot be read. */
static void digest_program(const struct kept *kept, char ret[DIGEST_SIZE])
{
	cleanup_free char *found = find_program(kept->argv[0], kept->folder);
	cleanup_free char *file = realpath(found, NULL);

	if (!file || digest_file(file, ret) < 0)
		ret[0] = '\0';
}

void kept_begin(struct kept *ret, const struct session_program *program)
{
	size_t words = 0;

	*ret = (struct kept)KEPT_INIT;
	while (program->argv[words])
		words++;
	ret->argv = xcalloc(words + 1, sizeof(*ret->argv));
	for (size_t i = 0; i < words; i++)
		ret->argv[i] = xstrdup(program->argv[i]);
	ret->folder = program->folder ? xstrdup(program->folder) : current_folder();
	ret->input = program->input ? xstrdup(program->input) : NULL;
	ret->piped = program->input_is_pipe;
	ret->leaver = program->leaver;
	ret->leaving_process = program->leaving_process;
	ret->sigpipe_is_fault = program->sigpipe_is_fault;
	digest_program(ret, ret->digest);
}

bool kept_is_of(const struct kept *kept)
{
	char now[DIGEST_SIZE];

	digest_program(kept, now);
	return now[0] && strcmp(now, kept->digest) == 0;
}

struct session_program kept_program(const struct kept *kept, const char *library)
{
	return (struct session_program){
		.argv = (const char *const *)kept->argv,
		.library = library,
		.input = kept->input,
		.folder = kept->folder,
		.input_is_pipe = kept->piped,
		.leaver = kept->leaver,
		.leaving_process = kept->leaving_process,
		.sigpipe_is_fault = kept->sigpipe_is_fault,
	};
}

void kept_release(struct kept *kept)
{
	for (char **word = kept->argv; word && *word; word++)
		free(*word);
	free(kept->argv);
	free(kept->folder);
	free(kept->input);
	free(kept->name);
	free(kept->text);
	decisions_release(&kept->decisions);
	*kept = (struct kept)KEPT_INIT;
}

/*** its form ***/

static json_t *text_to_json(const char *text)
{
	return text ? jsonl_text(text, strlen(text)) : json_null();
}

static json_t *words_to_json(char *const *words)
{
	json_t *array = json_array();

	for (; *words; words++)
		json_array_append_new(array, text_to_json(*words));
	return array;
}

static const char *const leavers[] = {
	[LEAVER_NONE] = "none",
	[LEAVER_INPUT] = "stdin",
	[LEAVER_OUTPUT] = "stdout",
	[LEAVER_CHILD] = "child",
	[LEAVER_PROCESS] = "process",
};

json_t *kept_to_json(const struct kept *kept)
{
	cleanup_free char *identity = xasprintf("%" PRIx64, kept->identity);

	return json_pack(
		"{s:i, s:o, s:o, s:o, s:b, s:s, s:i, s:b, s:s, s:o, s:s, s:s, s:o, s:o, s:o}",
		"schedule", VERSION, "program", words_to_json(kept->argv), "folder",
		text_to_json(kept->folder), "input", text_to_json(kept->input), "piped",
		kept->piped, "leaver", leavers[kept->leaver], "leaving_process",
		(int)kept->leaving_process, "sigpipe", kept->sigpipe_is_fault, "digest",
		kept->digest, "name", text_to_json(kept->name), "kind", explored_word(kept->kind),
		"identity", identity, "text", text_to_json(kept->text), "decisions",
		decisions_to_json(&kept->decisions), "circumstances",
		circumstances_to_json(&kept->decisions.circumstances));
}

static int refuse(struct buf *why, const char *what)
{
	buf_printf(why, "no kept schedule: %s", what);
	return -EBADMSG;
}

static int read_words(const json_t *json, struct kept *ret, struct buf *why)
{
	const json_t *words = json_object_get(json, "program");
	size_t count = json_array_size(words);

	if (count == 0 || count > WORDS_MOST || !jsonl_is_texts(words))
		return refuse(why, "\"program\" wants a list of 1 to 256 words");
	ret->argv = xcalloc(count + 1, sizeof(*ret->argv));
	for (size_t i = 0; i < count; i++)
		ret->argv[i] = xstrdup(json_string_value(json_array_get(words, i)));
	return 0;
}

static int read_fault(const json_t *json, struct kept *ret, struct buf *why)
{
	const char *identity = jsonl_string(json, "identity", "");
	char *end;

	ret->kind = explored_find(jsonl_string(json, "kind", ""));
	if (ret->kind == EXPLORED_KINDS)
		return refuse(why, "\"kind\" is not known");
	errno = 0;
	ret->identity = strtoull(identity, &end, 16);
	if (errno || end == identity || *end)
		return refuse(why, "\"identity\" wants a hexadecimal number");
	ret->name = xstrdup(jsonl_string(json, "name", ""));
	ret->text = xstrdup(jsonl_string(json, "text", ""));
	return 0;
}

/* Who takes part from outside; nothing of it is as good as nobody. */
static int read_outside(const json_t *json, struct kept *ret, struct buf *why)
{
	const char *leaver = jsonl_string(json, "leaver", leavers[LEAVER_NONE]);
	unsigned i = 0;

	ret->piped = json_is_true(json_object_get(json, "piped"));
	ret->sigpipe_is_fault = json_is_true(json_object_get(json, "sigpipe"));
	ret->leaving_process =
		(unsigned)json_integer_value(json_object_get(json, "leaving_process"));
	while (i < sizeof(leavers) / sizeof(*leavers) && strcmp(leavers[i], leaver) != 0)
		i++;
	if (i == sizeof(leavers) / sizeof(*leavers))
		return refuse(why, "\"leaver\" is not known");
	ret->leaver = (enum session_leaver)i;
	return circumstances_from_json(
		json_object_get(json, "circumstances"), &ret->decisions.circumstances, why);
}

static int read_all(const json_t *json, struct kept *ret, struct buf *why)
{
	const char *input = jsonl_string(json, "input", NULL);
	const char *digest = jsonl_string(json, "digest", "");
	int error;

	if (json_integer_value(json_object_get(json, "schedule")) != VERSION)
		return refuse(why, "\"schedule\" wants the number 1");
	if (strlen(digest) >= sizeof(ret->digest))
		return refuse(why, "\"digest\" is too long");
	strcpy(ret->digest, digest);
	ret->folder = xstrdup(jsonl_string(json, "folder", "."));
	ret->input = input ? xstrdup(input) : NULL;
	error = read_words(json, ret, why);
	if (!error)
		error = read_fault(json, ret, why);
	if (!error)
		error = decisions_from_json(
			json_object_get(json, "decisions"), &ret->decisions, why);
	return error ? error : read_outside(json, ret, why);
}

int kept_from_json(const json_t *json, struct kept *ret, struct buf *why)
{
	cleanup_kept struct kept kept = KEPT_INIT;
	int error = read_all(json, &kept, why);

	if (error)
		return error;
	*ret = kept;
	kept = (struct kept)KEPT_INIT;
	return 0;
}

/*** a file ***/

int kept_save(const struct kept *kept, const char *path)
{
	cleanup_json json_t *json = kept_to_json(kept);
	cleanup_buf struct buf text = BUF_INIT;

	jsonl_add(&text, json);
	return jsonl_save(&text, path);
}

/* Where the file lies, whatever our own folder is later. */
static void place_folder(struct kept *kept, const char *path)
{
	cleanup_free char *whole = realpath(path, NULL);
	char *slash = whole ? strrchr(whole, '/') : NULL;
	char *folder;

	if (!slash)
		return;
	*slash = '\0';
	folder = file_join(*whole ? whole : "/", kept->folder);
	free(kept->folder);
	kept->folder = folder;
}

int kept_load(const char *path, struct kept *ret, struct buf *why)
{
	cleanup_buf struct buf text = BUF_INIT, what = BUF_INIT;
	cleanup_json json_t *json = NULL;
	int error = file_read(path, &text, FILE_CAP);

	if (error) {
		buf_printf(why, "%s: %s", path, strerror(-error));
		return error;
	}
	json = json_loadb(text.data, text.length, 0, NULL);
	error = json ? kept_from_json(json, ret, &what) : refuse(&what, "it is not JSON");
	if (error)
		buf_printf(why, "%s: %s", path, what.data);
	else
		place_folder(ret, path);
	return error;
}
