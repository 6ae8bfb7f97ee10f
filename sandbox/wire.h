/*
 * What the keeper and the box's init say to each other: messages over a
 * SOCK_SEQPACKET pair, descriptors beside them (unix(7), SCM_RIGHTS).
 *
 * The keeper asks, init answers each question once with WIRE_DONE; between
 * question and answer, and at any other time, init sends events (WIRE_ENDED,
 * WIRE_DENIED).  Everything is bounded: a message holds at most WIRE_PAYLOAD
 * bytes and WIRE_FDS descriptors.
 */
#ifndef PROCTOR_SANDBOX_WIRE_H
#define PROCTOR_SANDBOX_WIRE_H

#include <stddef.h>
#include <stdint.h>

enum { WIRE_PAYLOAD = 64 << 10, WIRE_FDS = 5, WIRE_WORDS = 512, WIRE_HIGH = 64 };

enum wire_kind {
	WIRE_GO = 1, /* keeper: the ids are mapped; init answers when the root stands */
	WIRE_PUT, /* payload path, fd content, number mode: copy a file into the box */
	WIRE_GET, /* payload path: answer carries a read-only descriptor */
	WIRE_LIST, /* payload path: answer's payload is the names, each NUL-ended */
	WIRE_START, /* payload struct wire_start + strings, fds 0 1 2 and then those that go to
		       high_at and on: answer number is the pid */
	WIRE_SIGNAL, /* number pid (-1: all), value signal */
	WIRE_SAMPLE, /* value 1: with progress; answer's payload is a struct wire_sample */
	WIRE_CHILDREN, /* number pid: answer's payload is pid_t[] of its living children */
	WIRE_WITNESS, /* value 1: and stop all tasks; answer carries a descriptor of the witness's
			 text */
	WIRE_SPINS, /* answer carries a descriptor of the spins' text, and the witness's behind it
		     */
	WIRE_TIMERS, /* value 1: of every process, not of suspects alone; answer's number is an
			enum timers_state, its payload an int64_t: until when, in us of
			CLOCK_MONOTONIC */
	WIRE_CENSUS, /* answer carries a descriptor of the census's text */
	WIRE_DONE, /* answer: number >= 0, or a negative errno; payload may say at what */
	WIRE_ENDED, /* event: number pid, value wait status, payload struct wire_ended */
	WIRE_DENIED, /* event: number pid, value the index in policy_rules, payload where: caller.h
		      */
};

struct wire_message {
	uint32_t kind;
	int32_t number;
	int64_t value;
	uint32_t length; /* bytes of payload */
	uint32_t fds_count;
	int fds[WIRE_FDS]; /* received ones belong to the receiver, close-on-exec */
	char payload[WIRE_PAYLOAD];
};

/* WIRE_START: then argv, environment and working folder, each string NUL-ended. */
struct wire_start {
	uint32_t argc;
	uint32_t envc;
	uint32_t high_at; /* of no matter when there are only three descriptors */
};

/* What a WIRE_START asks for, cut up; borrowed from the message. */
struct wire_words {
	char *argv[WIRE_WORDS + 1]; /* NULL-terminated, at least one */
	char *envp[WIRE_WORDS + 1];
	char *cwd;
	uint32_t high_at;
};

/* WIRE_ENDED. */
struct wire_ended {
	int64_t cpu_us; /* CPU time of the process and of the children that it waited for */
	int64_t box_cpu_us; /* CPU time of everything that init has reaped so far */
	uint32_t orphan; /* no peer, no daemon: a process whose parent did not wait for it */
	uint32_t last; /* nothing is left in the box */
};

/* WIRE_SAMPLE: all tasks of the box at one moment. */
struct wire_sample {
	uint64_t signature; /* equal in two samples: nothing has run between them */
	uint32_t tasks; /* processes and threads alive, zombies not counted */
	uint32_t busy; /* of those, running or about to run */
	uint32_t timed; /* of those, blocked but with a timer of their own that will wake them */
	uint32_t suspects; /* of those, blocked, but an alarm may wake their process: WIRE_TIMERS */
	uint64_t progress; /* equal in two samples: no task came, ended, slept, read or wrote */
	uint64_t memory_kib; /* as sandbox/memory.h counts it */
	int64_t cpu_us; /* CPU time of all tasks of the box so far */
};

/* A message without room for a payload: for those who send little. */
struct wire_note {
	uint32_t kind;
	int32_t number;
	int64_t value;
	uint32_t fds_count;
	int fds[WIRE_FDS];
};

/* Makes the pair; both ends are close-on-exec. 0 or a negative errno. */
int wire_pair(int ret_fds[2]);

/* Sends one message (its fds stay the sender's). 0 or a negative errno. */
int wire_send(int fd, const struct wire_message *message);

/* The same for a note and its payload, which may be NULL with length 0. */
int wire_tell(int fd, const struct wire_note *note, const void *payload, size_t length);

/*
 * Receives one message. 0, -EAGAIN (with MSG_DONTWAIT in flags and none
 * there), -EPIPE when the other side is gone, -EBADMSG when it is malformed,
 * or another negative errno.
 */
int wire_receive(int fd, struct wire_message *message, int flags);

/* The payload as one string, or NULL when it is none that ends with the message. */
const char *wire_text(const struct wire_message *message);

/*
 * Cuts up the payload of a WIRE_START.  0, or -EINVAL: other strings than it
 * promises, more than WIRE_WORDS, fewer than three descriptors, or further ones for numbers
 * that are below WIRE_HIGH or beyond any limit.
 */
int wire_take_start(struct wire_message *message, struct wire_words *ret);

/* Closes the descriptors that a message brought and nobody took. */
void wire_close_fds(struct wire_message *message);

#endif
