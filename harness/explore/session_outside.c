#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "explorer/choice.h"
#include "explorer/key.h"
#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/explore/session_parts.h"

/* What a pipe may hold for anybody: pipe(7), /proc/sys/fs/pipe-max-size. */
enum { PIPE_USUAL = 1 << 16, PIPE_MOST = 1 << 20 };

/*** the input ***/

/* One whose writing end is opened anew for each run. */
static int open_pipe(struct session *session, const char *path)
{
	int ends[2], error = 0;

	if (path)
		error = file_read(path, &session->input, PIPE_MOST);
	if (error)
		return error;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	session->input_end = ends[0];
	close(ends[1]);
	if (session->input.length > PIPE_USUAL &&
		fcntl(ends[0], F_SETPIPE_SZ, (int)session->input.length) < 0)
		return -errno;
	return 0;
}

int session_input_open(struct session *session, const struct session_program *program, int *ret_fd,
	struct buf *why)
{
	const char *name = program->input ? program->input : "/dev/null";
	cleanup_free char *path = file_join(program->folder, name);
	int error, fd;

	if (program->input_is_pipe) {
		error = open_pipe(session, program->input ? path : NULL);
		fd = session->input_end;
	} else {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		error = fd < 0 ? -errno : 0;
	}
	if (error == -EFBIG)
		buf_printf(why, "%s is too large for a pipe, which holds 1 MiB at most", name);
	else if (error)
		buf_printf(why, "cannot read %s: %s", name, strerror(-error));
	else
		*ret_fd = fd;
	return error;
}

/* What the run before has left in it, and how it has left it. */
static void empty_pipe(int fd)
{
	char rest[4096];

	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (read(fd, rest, sizeof(rest)) > 0)
		;
	fcntl(fd, F_SETFL, 0);
}

static int fill_pipe(const struct session *session, size_t length)
{
	char path[64];
	int error, fd;

	empty_pipe(session->input_end);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", session->input_end);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	error = file_write_fd(fd, session->input.data, length);
	close(fd);
	return error;
}

static object_key key_of(int fd)
{
	struct stat status;

	return fstat(fd, &status) < 0 ? 0 : key_make(KEY_FD, status.st_dev, status.st_ino);
}

/*** who leaves ***/

static void draw_process(const struct session *session, const struct session_profile *profile,
	struct circumstances *ret)
{
	unsigned process = session->leaving_process;

	if (profile->processes < 2)
		return;
	if (session->leaver == LEAVER_CHILD)
		process = 1 + (unsigned)choice_draw(session->arena, profile->processes - 1);
	if (process >= profile->processes)
		return;
	ret->leaver = process + 1;
	ret->leaves_at = (uint32_t)choice_draw(session->arena, profile->steps[process] + 1ULL);
}

static void draw_reader(const struct session *session, const struct session_profile *profile,
	struct circumstances *ret)
{
	ret->reader_leaves = profile->writes > 0;
	if (ret->reader_leaves)
		ret->reader_leaves_after = (uint32_t)choice_draw(session->arena, profile->writes);
}

static struct circumstances draw(const struct session *session, const struct session_order *order)
{
	static const struct session_profile unknown;
	const struct session_profile *profile = order->profile ? order->profile : &unknown;
	struct circumstances drawn = {
		.choices = order->choices,
		.input_given = session->input.length,
	};

	if (!(order->choices & CHOICE_LEAVE))
		return drawn;
	if (session->leaver == LEAVER_CHILD || session->leaver == LEAVER_PROCESS)
		draw_process(session, profile, &drawn);
	if (session->leaver == LEAVER_OUTPUT)
		draw_reader(session, profile, &drawn);
	if (session->leaver == LEAVER_INPUT)
		drawn.input_given = choice_draw(session->arena, session->input.length + 1);
	return drawn;
}

int session_outside_set(struct session *session, const struct session_order *order)
{
	struct arena *arena = session->arena;
	struct outside *outside = &arena->outside;
	struct circumstances settled;

	arena->choice_random = ~order->seed;
	settled = order->circumstances ? *order->circumstances : draw(session, order);
	if (!(settled.choices & CHOICE_LEAVE) || settled.input_given > session->input.length)
		settled.input_given = session->input.length;
	circumstances_set(arena, &settled);
	if (session->leaver == LEAVER_OUTPUT)
		outside->output = key_of(session->output);
	if (session->input_end < 0)
		return 0;
	outside->input = key_of(session->input_end);
	outside->input_size = session->input.length;
	if (outside->input_given < outside->input_size)
		arena->chosen |= CHOICE_LEAVE;
	return fill_pipe(session, outside->input_given);
}
