#include "tests/fuzz/collected.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/base/cleanup.h"
#include "harness/base/digest.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/steps/collect.h"
#include "tests/fuzz/fuzz.h"

/* The rule of collect_name.h, said once more. */
static bool is_safe(const char *component, size_t length)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
				    "._+-";

	if (length == 0 || strspn(component, plain) < length || component[0] == '-')
		return false;
	return component[0] != '.' || (length > 1 && !strchr("._+-", component[1]));
}

static void check_name(const char *name)
{
	size_t depth = 0;

	for (const char *start = name; *start; depth++) {
		size_t length = strcspn(start, "/");

		HOLDS(is_safe(start, length));
		start += length + (start[length] == '/');
		HOLDS(*start || start[-1] != '/');
	}
	HOLDS(depth >= 1 && depth <= COLLECT_DEPTH + 1);
}

/* Files in the tree: regular ones and folders, nothing else. */
static size_t count_tree(const char *path)
{
	char **names = file_list(path);
	size_t count = 0;

	HOLDS(names);
	for (char **name = names; *name; name++) {
		cleanup_free char *below = file_join(path, *name);
		struct stat status;

		HOLDS(lstat(below, &status) == 0);
		HOLDS(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
		HOLDS((status.st_mode & (S_ISUID | S_ISGID | S_ISVTX)) == 0);
		count += S_ISDIR(status.st_mode) ? count_tree(below) : 1;
	}
	file_list_free(names);
	return count;
}

static void check_file(const char *tree, const json_t *line, size_t *bytes)
{
	const char *name = jsonl_string(line, "file", "");
	const json_t *was = json_object_get(line, "was");
	cleanup_free char *path = file_join(tree, name);
	char digest[DIGEST_SIZE];
	struct stat status;

	check_name(name);
	HOLDS(!was || (json_is_string(was) && strcmp(json_string_value(was), name) != 0));
	HOLDS(lstat(path, &status) == 0 && S_ISREG(status.st_mode));
	HOLDS(status.st_size <= COLLECT_FILE_SIZE);
	HOLDS(status.st_size == (off_t)jsonl_number(line, "bytes", -1));
	HOLDS(digest_file(path, digest) == 0);
	HOLDS(strcmp(digest, jsonl_string(line, "sha256", "")) == 0);
	*bytes += (size_t)status.st_size;
}

static void check_sum(const char *tree, const json_t *line, size_t files, size_t bytes)
{
	char digest[DIGEST_SIZE];

	HOLDS(strcmp(jsonl_string(line, "stage", ""), "collect") == 0);
	HOLDS(jsonl_number(line, "files", -1) == (double)files);
	HOLDS(jsonl_number(line, "bytes", -1) == (double)bytes);
	HOLDS(files >= 1 && files <= COLLECT_FILES && bytes <= COLLECT_TOTAL_SIZE);
	HOLDS(digest_tree(tree, digest) == 0);
	HOLDS(strcmp(digest, jsonl_string(line, "digest", "")) == 0);
}

static void check_taken(const char *tree, const char *lines_path)
{
	cleanup_buf struct buf why = BUF_INIT;
	cleanup_json json_t *lines = NULL;
	size_t files = 0, bytes = 0, count;

	HOLDS(jsonl_load(lines_path, &lines, &why) == 0);
	count = json_array_size(lines);
	HOLDS(count >= 2);
	for (size_t i = 0; i + 1 < count; i++) {
		const json_t *line = json_array_get(lines, i);

		if (json_object_get(line, "file")) {
			check_file(tree, line, &bytes);
			files++;
		} else {
			HOLDS(*jsonl_string(line, "left_out", ""));
			HOLDS(*jsonl_string(line, "why", ""));
		}
	}
	check_sum(tree, json_array_get(lines, count - 1), files, bytes);
	HOLDS(count_tree(tree) == files);
}

static size_t entries(const char *path)
{
	char **names = file_list(path);
	size_t count = 0;

	HOLDS(names);
	while (names[count])
		count++;
	file_list_free(names);
	return count;
}

void collected_check(const char *path)
{
	cleanup_free char *results = file_join(fuzz_folder(), "results");
	cleanup_free char *tree = file_join(results, COLLECT_TREE);
	cleanup_free char *lines = file_join(results, COLLECT_LINES);
	cleanup_buf struct buf why = BUF_INIT;
	size_t before = entries(fuzz_folder());
	int next = fuzz_next_fd();
	int error = collect(path, results, &why);

	HOLDS(error == 0 || error == -EINVAL);
	HOLDS(error ? fuzz_is_sentence(&why) : why.length == 0);
	HOLDS(file_exists(tree) == !error && file_exists(lines) == !error);
	if (!error)
		check_taken(tree, lines);
	HOLDS(entries(fuzz_folder()) == before + file_exists(results));
	HOLDS(fuzz_next_fd() == next);
	HOLDS(file_remove_tree(results) == 0);
}
