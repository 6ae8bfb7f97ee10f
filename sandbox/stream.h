/*
 * The keeper's ends of a peer's pipes: what is fed in, what comes out.
 *
 * Both hold a non-blocking descriptor and are moved on by box_pump(); neither
 * ever blocks the keeper, and a capture holds at most its cap.
 */
#ifndef PROCTOR_SANDBOX_STREAM_H
#define PROCTOR_SANDBOX_STREAM_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes on their way into a peer's input. */
struct feed {
	int fd; /* write end; -1 when closed */
	char *bytes;
	size_t length; /* all that was said */
	size_t done; /* written so far */
	bool close_at_end;
	bool refused; /* the reader is gone: EPIPE */
};

/* What a peer has printed. */
struct capture {
	int fd; /* read end; -1 when closed or at end of file */
	char *bytes; /* NUL-terminated once there is any */
	size_t length;
	size_t room;
	size_t cap;
	bool paused; /* not read for now */
	bool ended; /* end of file was seen */
	bool over; /* there was more than cap */
};

/* Makes a pipe with a non-blocking keeper's end; both close-on-exec. 0 or a negative errno. */
int stream_pipe_in(struct feed *ret, int *ret_peer_end);
int stream_pipe_out(struct capture *ret, size_t cap, int *ret_peer_end);

/* Appends bytes to be fed. 0 or -ENOMEM. */
int feed_add(struct feed *feed, const void *bytes, size_t length);

/* Whether bytes (or the closing) are still to be done. */
bool feed_pending(const struct feed *feed);

/* Writes or reads what can be had now. True when something moved. */
bool feed_move(struct feed *feed);
bool capture_move(struct capture *capture);

void feed_release(struct feed *feed);
void capture_release(struct capture *capture);

#endif
