#include "harness/steps/oracle.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/command.h"
#include "harness/base/digest.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/jsonl.h"
#include "harness/core/home.h"
#include "harness/steps/build.h"
#include "harness/steps/collect.h"

/* Our library is linked into the scenarios: built with a sanitizer, it wants them so too. */
#ifdef PROCTOR_SANITIZE
#define ORACLE_SANITIZE "-fsanitize=" PROCTOR_SANITIZE,
#else
#define ORACLE_SANITIZE
#endif

/*** what it is made from ***/

static void add_file(struct buf *names, const char *path)
{
	char digest[DIGEST_SIZE];

	if (digest_file(path, digest) == 0)
		buf_printf(names, "%s\n", digest);
}

/* The top of the reference folder: bugs and variants below it are no part of it. */
static void add_folder(struct buf *names, const char *dir)
{
	char **list = file_list(dir);

	for (char **name = list; name && *name; name++) {
		cleanup_free char *path = file_join(dir, *name);

		if (!file_is_dir(path)) {
			buf_printf(names, "%s ", *name);
			add_file(names, path);
		}
	}
	file_list_free(list);
}

static void digest_of(const struct assignment *assignment, char ret[DIGEST_SIZE])
{
	cleanup_buf struct buf names = BUF_INIT;

	add_file(&names, assignment->paths.yaml);
	add_file(&names, assignment->paths.scenarios);
	add_folder(&names, assignment->paths.reference);
	add_file(&names, home()->library);
	digest_bytes(names.data, names.length, ret);
}

/*** building ***/

static int run_compiler(const char *const *argv, struct buf *why)
{
	cleanup_buf struct buf output = BUF_INIT;
	int status;
	int error = command_run(&(struct command){ .argv = argv }, &output, &status);

	if (error) {
		buf_printf(why, "cannot run %s: %s", argv[0], strerror(-error));
		return error;
	}
	if (status != 0) {
		buf_printf(why, "the scenarios do not compile:\n%s", output.data);
		return -EINVAL;
	}
	return 0;
}

static int build_scenarios(
	const struct assignment *assignment, const char *program, struct buf *why)
{
	cleanup_free char *include = xasprintf("-I%s", home()->include);
	const char *const argv[] = { "gcc", "-std=gnu11", "-g", "-O1", "-D_GNU_SOURCE", "-Wall",
		"-Wextra", ORACLE_SANITIZE include, "-o", program, assignment->paths.scenarios,
		home()->library, "-lseccomp", "-ldw", "-lelf", "-lcriterion", "-ljansson", "-lmd",
		"-lm", NULL };

	return run_compiler(argv, why);
}

/* The reference goes the way of any submission, so that it is built as theirs are. */
static int build_reference(const struct assignment *assignment, const char *dir, struct buf *why)
{
	cleanup_free char *work = file_temp_dir();
	cleanup_free char *built = work ? file_join(work, "build/plain") : NULL;
	cleanup_free char *reason = NULL;
	enum verdict verdict = VERDICT_BROKEN;
	int error = work ? collect(assignment->paths.reference, work, why) : -errno;

	if (!work)
		buf_printf(why, "cannot make a temporary folder: %s", strerror(-error));
	if (!error)
		error = build(assignment, work, why);
	if (!error)
		error = build_verdict(work, &verdict, &reason, why);
	if (!error && verdict != VERDICT_PASSED) {
		buf_printf(why, "the reference does not build: %s", reason);
		error = -EINVAL;
	}
	if (!error) {
		file_remove_tree(dir);
		error = file_copy_tree(built, dir);
		if (error)
			buf_printf(
				why, "cannot copy the reference to %s: %s", dir, strerror(-error));
	}
	if (work)
		file_remove_tree(work);
	return error;
}

int oracle_build(const struct assignment *assignment, const char *dir, struct buf *why)
{
	cleanup_free char *program = file_join(dir, "scenarios");
	cleanup_free char *reference = file_join(dir, "reference");
	cleanup_free char *mark = file_join(dir, "digest");
	char digest[DIGEST_SIZE];
	int error = file_mkdir_p(dir);

	if (error) {
		buf_printf(why, "cannot make %s: %s", dir, strerror(-error));
		return error;
	}
	unlink(mark);
	digest_of(assignment, digest);
	error = build_scenarios(assignment, program, why);
	if (!error)
		error = build_reference(assignment, reference, why);
	if (!error) {
		error = file_write(mark, digest, strlen(digest));
		if (error)
			buf_printf(why, "cannot write %s: %s", mark, strerror(-error));
	}
	return error;
}

/*** finding ***/

static bool is_current(const char *dir, const char *digest)
{
	cleanup_free char *mark = file_join(dir, "digest");
	cleanup_buf struct buf text = BUF_INIT;

	return file_read(mark, &text, DIGEST_SIZE) == 0 && strcmp(text.data, digest) == 0;
}

static char *cache_folder(const char *id, const char *digest)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *user = getenv("HOME");

	if (cache && *cache == '/')
		return xasprintf("%s/proctor/%s-%.16s", cache, id, digest);
	if (user && *user == '/')
		return xasprintf("%s/.cache/proctor/%s-%.16s", user, id, digest);
	return xasprintf("/tmp/proctor-cache-%d/%s-%.16s", (int)getuid(), id, digest);
}

bool oracle_is_built(const struct assignment *assignment)
{
	cleanup_free char *ours = file_join(home()->oracles, assignment->id);
	cleanup_free char *cache = NULL;
	char digest[DIGEST_SIZE];

	digest_of(assignment, digest);
	cache = cache_folder(assignment->id, digest);
	return is_current(ours, digest) || is_current(cache, digest);
}

/* Builds beside the cache and renames: several may do so at once, one wins. */
static int fill_cache(const struct assignment *assignment, const char *dir, struct buf *why)
{
	cleanup_free char *part = xasprintf("%s.part%d", dir, (int)getpid());
	int error = oracle_build(assignment, part, why);

	if (!error && rename(part, dir) < 0 && errno != EEXIST && errno != ENOTEMPTY) {
		error = -errno;
		buf_printf(why, "cannot write %s: %s", dir, strerror(errno));
	}
	file_remove_tree(part);
	return error;
}

static int read_list(struct oracle *oracle, struct buf *why)
{
	const char *const argv[] = { oracle->scenarios, "--scenarios", NULL };
	cleanup_buf struct buf output = BUF_INIT;
	int status;
	int error = command_run(&(struct command){ .argv = argv }, &output, &status);

	if (error || status != 0) {
		buf_printf(why, "cannot list the scenarios of %s", oracle->scenarios);
		return error ? error : -EINVAL;
	}
	return jsonl_parse(output.data, output.length, oracle->scenarios, &oracle->list, why);
}

int oracle_open(const struct assignment *assignment, struct oracle *ret, struct buf *why)
{
	char digest[DIGEST_SIZE];
	cleanup_free char *dir = file_join(home()->oracles, assignment->id);
	cleanup_oracle struct oracle oracle = ORACLE_INIT;
	int error = 0;

	digest_of(assignment, digest);
	if (!is_current(dir, digest)) {
		free(dir);
		dir = cache_folder(assignment->id, digest);
		if (!is_current(dir, digest))
			error = fill_cache(assignment, dir, why);
	}
	if (error)
		return error;
	oracle.scenarios = file_join(dir, "scenarios");
	oracle.reference = file_join(dir, "reference");
	oracle.digest = xstrdup(digest);
	error = read_list(&oracle, why);
	if (error)
		return error;
	*ret = oracle;
	oracle = (struct oracle)ORACLE_INIT;
	return 0;
}

void oracle_release(struct oracle *oracle)
{
	free(oracle->scenarios);
	free(oracle->reference);
	free(oracle->digest);
	json_decref(oracle->list);
	*oracle = (struct oracle)ORACLE_INIT;
}
