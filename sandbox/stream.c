#include "sandbox/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int pipe_with(int ret_ends[2], int ours)
{
	if (pipe2(ret_ends, O_CLOEXEC) < 0)
		return -errno;
	/* The flag belongs to the end's own file description: the peer's end stays blocking. */
	fcntl(ret_ends[ours], F_SETFL, O_NONBLOCK);
	return 0;
}

int stream_pipe_in(struct feed *ret, int *ret_peer_end)
{
	int ends[2];
	int error = pipe_with(ends, 1);

	if (error)
		return error;
	*ret = (struct feed){ .fd = ends[1] };
	*ret_peer_end = ends[0];
	return 0;
}

int stream_pipe_out(struct capture *ret, size_t cap, int *ret_peer_end)
{
	int ends[2];
	int error = pipe_with(ends, 0);

	if (error)
		return error;
	*ret = (struct capture){ .fd = ends[0], .cap = cap };
	*ret_peer_end = ends[1];
	return 0;
}

int feed_add(struct feed *feed, const void *bytes, size_t length)
{
	char *grown;

	if (length == 0)
		return 0;
	grown = realloc(feed->bytes, feed->length + length);
	if (!grown)
		return -ENOMEM;
	memcpy(grown + feed->length, bytes, length);
	feed->bytes = grown;
	feed->length += length;
	return 0;
}

bool feed_pending(const struct feed *feed)
{
	return feed->fd >= 0 && (feed->done < feed->length || feed->close_at_end);
}

static void feed_close(struct feed *feed)
{
	close(feed->fd);
	feed->fd = -1;
}

/* A write into a pipe without readers must not kill the keeper; pipes have no MSG_NOSIGNAL. */
static ssize_t write_without_sigpipe(int fd, const char *bytes, size_t length)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction old;
	ssize_t put;
	int saved;

	sigaction(SIGPIPE, &ignore, &old);
	put = write(fd, bytes, length);
	saved = errno;
	sigaction(SIGPIPE, &old, NULL);
	errno = saved;
	return put;
}

bool feed_move(struct feed *feed)
{
	bool moved = false;

	while (feed->fd >= 0 && feed->done < feed->length) {
		ssize_t put = write_without_sigpipe(
			feed->fd, feed->bytes + feed->done, feed->length - feed->done);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno == EAGAIN)
			return moved;
		moved = true;
		if (put < 0) {
			feed->refused = true;
			feed_close(feed);
		} else {
			feed->done += (size_t)put;
		}
	}
	if (feed->fd >= 0 && feed->close_at_end) {
		feed_close(feed);
		moved = true;
	}
	return moved;
}

static bool grow(struct capture *capture)
{
	size_t room = capture->room ? capture->room * 2 : 4096;
	char *grown;

	if (capture->length + 1 < capture->room)
		return true;
	grown = realloc(capture->bytes, room);
	if (!grown)
		return false;
	capture->bytes = grown;
	capture->room = room;
	return true;
}

bool capture_move(struct capture *capture)
{
	bool moved = false;

	while (capture->fd >= 0 && !capture->paused && !capture->over) {
		ssize_t got;

		if (!grow(capture))
			break;
		got = read(capture->fd, capture->bytes + capture->length,
			capture->room - capture->length - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return moved;
		moved = true;
		if (got == 0) {
			capture->ended = true;
			close(capture->fd);
			capture->fd = -1;
		}
		capture->length += (size_t)got;
		if (capture->length > capture->cap) {
			capture->length = capture->cap;
			capture->over = true;
		}
		capture->bytes[capture->length] = '\0';
	}
	return moved;
}

void feed_release(struct feed *feed)
{
	if (feed->fd >= 0)
		close(feed->fd);
	free(feed->bytes);
	*feed = (struct feed){ .fd = -1 };
}

void capture_release(struct capture *capture)
{
	if (capture->fd >= 0)
		close(capture->fd);
	free(capture->bytes);
	*capture = (struct capture){ .fd = -1 };
}
