#include "harness/steps/workshop.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/core/home.h"
#include "harness/steps/grounds.h"
#include "sandbox/stream.h"

/* A compiler needs more than a program of the course; a bomb still gets no further. */
static const struct limits build_limits = {
	.cpu_ms = 60000,
	.memory_mib = 1536,
	.tasks = 64,
	.disk_mib = 128,
	.output_kib = 256,
	.wall_ms = 600000,
};

/* First in PATH: the student's Makefile calls these, and gets debug information. */
static const char shim[] = "#!/bin/sh\n"
			   "exec /usr/bin/${0##*/} -g %s \"$@\"\n";

static const char *const shim_names[] = { "cc", "gcc", "clang", "c99", "c11" };

/* The same for the explorer, by gcc whatever the name is. What comes last wins. */
static const char instrumenting_shim[] =
	"#!/bin/sh\n"
	"exec /usr/bin/gcc -fsanitize=thread -B%s/ -Wl,-rpath," ANALYSER_LIBRARIES " -g %s \"$@\" "
	"-O0 -Wno-tsan -Wno-error -U_FORTIFY_SOURCE\n";

/* Where its runtime lies in here: beside nothing of the student's. */
#define RUNTIME "/tmp/explorer"

static int put_bytes(struct box *box, const char *path, const char *bytes, mode_t mode)
{
	cleanup_close int fd = memfd_create("bytes", MFD_CLOEXEC);
	size_t length = strlen(bytes);

	if (fd < 0 || write(fd, bytes, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	return box_put(box, path, fd, mode);
}

static int put_shims(struct workshop *workshop, const char *text)
{
	int error = 0;

	for (size_t i = 0; i < sizeof(shim_names) / sizeof(*shim_names) && !error; i++) {
		cleanup_free char *path = xasprintf("/tmp/shim/%s", shim_names[i]);

		error = put_bytes(workshop->box, path, text, 0755);
	}
	return error;
}

static int put_tools(struct workshop *workshop)
{
	cleanup_free char *text = xasprintf(shim, workshop->map);
	int error = put_shims(workshop, text);

	/* gcc makes no folder for its output. */
	return error ? error : put_bytes(workshop->box, "/tmp/out/.keep", "", 0644);
}

int workshop_instrument(struct workshop *workshop)
{
	static const char *const files[] = { "libtsan.so", "libtsan_preinit.o",
		"libsanitizer.spec" };
	cleanup_free char *runtime = xasprintf("%s" RUNTIME, box_folder(workshop->box));
	cleanup_free char *text = xasprintf(instrumenting_shim, runtime, workshop->map);
	int error = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files) && !error; i++) {
		cleanup_free char *from = xasprintf("%s/explorer/%s", home()->libraries, files[i]);
		cleanup_free char *to = xasprintf(RUNTIME "/%s", files[i]);

		error = box_put_file(workshop->box, to, from, 0755);
	}
	return error ? error : put_shims(workshop, text);
}

static int put_sources(struct box *box, const char *dir, const json_t *files)
{
	size_t i;
	json_t *file;
	int error = 0;

	json_array_foreach(files, i, file)
	{
		cleanup_free char *from = xasprintf("%s/source/%s", dir, json_string_value(file));
		cleanup_free char *to = xasprintf("/box/%s", json_string_value(file));
		struct stat status;

		error = stat(from, &status) < 0
				? -errno
				: box_put_file(box, to, from, 0644 | (status.st_mode & 0111));
		if (error)
			break;
	}
	return error;
}

int workshop_open(struct workshop *workshop, const char *dir, const json_t *files, struct buf *why)
{
	struct box_options options = {
		.limits = build_limits,
		.mechanisms = FILTER_ALL_MECHANISMS,
		.require = grounds_isolation(),
	};
	char reason[BOX_WHY];
	int error;

	for (size_t i = 0; home()->hidden[i]; i++)
		options.hidden[i] = home()->hidden[i];
	error = box_open(&workshop->box, &options, reason);

	if (error) {
		buf_printf(why, "%s (`proctor doctor` tells more)", reason);
		return error;
	}
	workshop->map = *box_folder(workshop->box)
				? xasprintf("-ffile-prefix-map=%s=", box_folder(workshop->box))
				: xstrdup("-g");
	error = put_tools(workshop);
	if (!error)
		error = put_sources(workshop->box, dir, files);
	if (error)
		buf_printf(why, "cannot copy the sources into a box: %s", strerror(-error));
	return error;
}

void workshop_close(struct workshop *workshop)
{
	box_close(workshop->box);
	for (size_t i = 0; i < workshop->captures_count; i++) {
		capture_release(workshop->captures[i]);
		free(workshop->captures[i]);
	}
	free(workshop->captures);
	free(workshop->map);
	*workshop = (struct workshop)WORKSHOP_INIT;
}

static struct capture *add_capture(struct workshop *workshop)
{
	struct capture *capture = xcalloc(1, sizeof(*capture));

	workshop->captures = xreallocarray(
		workshop->captures, workshop->captures_count + 1, sizeof(*workshop->captures));
	workshop->captures[workshop->captures_count++] = capture;
	return capture;
}

static char *as_typed(const char *const *argv)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; argv[i]; i++)
		buf_printf(&text, "%s%s", i ? " " : "", argv[i]);
	return buf_steal(&text);
}

/* Runs until nothing is left; what only waits then is ended. */
static int run_out(struct box *box)
{
	enum box_rest rest;
	int error = box_settle(box, &rest);

	if (!error && rest == BOX_SETTLED) {
		error = box_condemn(box, (struct outcome){ OUTCOME_DEADLOCKED, 0 });
		if (!error)
			error = box_settle(box, &rest);
	}
	return error;
}

int workshop_run(struct workshop *workshop, const char *const *argv, struct workshop_job *ret)
{
	static const char *const environment[] = { "PATH=/tmp/shim:/usr/bin:/bin", NULL };
	struct capture *capture = add_capture(workshop);
	cleanup_close int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	cleanup_close int end = -1;
	struct box_peer *peer;
	int error;

	ret->command = as_typed(argv);
	error = stream_pipe_out(capture, (size_t)build_limits.output_kib << 10, &end);
	if (!error)
		error = box_watch_capture(workshop->box, capture);
	if (!error)
		error = box_start(workshop->box,
			&(struct box_program){
				.argv = argv, .envp = environment, .fds = { null, end, end } },
			&peer);
	if (end >= 0)
		close(steal_fd(&end));
	if (!error)
		error = run_out(workshop->box);
	if (error) {
		ret->why = xasprintf("the build's box failed: %s", strerror(-error));
	} else {
		ret->outcome = peer->outcome;
		buf_add(&ret->output, capture->length ? capture->bytes : "", capture->length);
	}
	return error;
}

void workshop_job_release(struct workshop_job *job)
{
	buf_release(&job->output);
	free(job->command);
	free(job->why);
}

int workshop_fetch(struct workshop *workshop, const char *inside, const char *outside, mode_t mode)
{
	cleanup_close int in = box_get(workshop->box, inside);
	cleanup_close int out = -1;

	if (in < 0)
		return in;
	unlink(outside);
	out = open(outside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (out < 0)
		return -errno;
	for (;;) {
		ssize_t sent = sendfile(out, in, NULL, 1 << 20);

		if (sent < 0)
			return -errno;
		if (sent == 0)
			return 0;
	}
}
