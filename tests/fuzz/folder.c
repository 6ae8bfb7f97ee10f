/*
 * Whose bytes: words of a command line and of an environment, paths to put and fetch, and
 * what /proc tells of a student's open files.
 * Who reads them: sandbox/folder.c, where isolation mode `plain` has a private folder in
 * place of a root.
 * What must hold: what is made fits its room; paths of the box, and no others, come to lie
 * in the folder; undone, they are what they were; all else stays as it is.
 *
 * The first byte is the room that there is beyond the word itself.
 *
 * Options: -max_len=256
 */
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/text.h"
#include "sandbox/folder.h"
#include "tests/fuzz/fuzz.h"

static bool is_of_box(const char *path, const char *part)
{
	size_t length = strlen(part);

	return text_starts(path, part) && (!path[length] || path[length] == '/');
}

static void check_path(const struct folder *folder, const char *path, char *text, size_t room)
{
	const char *outside = folder_path(folder, path, text, room);

	HOLDS(outside == path || outside == text);
	if (outside == path)
		return;
	HOLDS(strlen(text) < room && text_starts(text, folder->path));
	HOLDS(is_of_box(path, "/box") || is_of_box(path, "/tmp"));
	HOLDS(strcmp(folder_inside(folder, text), path) == 0);
}

static size_t colons(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == ':';
	return count;
}

static void check_variable(const struct folder *folder, const char *word, char *text, size_t room)
{
	const char *made = folder_variable(folder, word, text, room);
	size_t name = strcspn(word, "=");

	HOLDS(made == word || made == text);
	if (made == word)
		return;
	HOLDS(strlen(text) < room && strncmp(text, word, name + 1) == 0);
	HOLDS(colons(text) == colons(word));
	HOLDS(strlen(text) >= strlen(word));
	HOLDS((strlen(text) - strlen(word)) % strlen(folder->path) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct folder folder = { "/tmp/proctor-abcdef" }, none = { "" };
	struct fuzz_bytes bytes = { data, size };
	size_t room = fuzz_byte(&bytes);
	cleanup_free char *word = fuzz_string(bytes.next, bytes.left);
	cleanup_free char *text = NULL;

	room += strlen(word);
	text = malloc(room + 1);
	HOLDS(text);
	check_path(&folder, word, text, room);
	check_variable(&folder, word, text, room);
	HOLDS(folder_path(&none, word, text, room) == word);
	HOLDS(folder_inside(&none, word) == word);
	HOLDS(folder_inside(&folder, word) >= word);
	return 0;
}
