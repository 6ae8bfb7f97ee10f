/*
 * Waits on sockets of the Internet and of Unix: data, room, connections.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "harness/base/text.h"
#include "harness/scenario/stage.h"
#include "harness/scenario/waits.h"

/* What the witness says of a socket: FAMILY TYPE STATE LOCAL REMOTE PEER QUEUED BACKLOG. */
struct seen_socket {
	const struct seen_fact *fact; /* NULL: nothing is known */
	bool unix_domain, datagrams, listens;
	const char *local, *remote; /* addresses; "" for none */
	unsigned long peer; /* inode of the other end; 0: none or unknown */
	long queued;
};

static struct seen_socket find_socket(const struct scene *scene, const struct seen_fd *fd)
{
	const char *number = text_starts(fd->target, "socket:[") ? fd->target + 8 : "0";
	const struct seen_fact *fact = scene_fact(scene, "socket", strtol(number, NULL, 10));

	return (struct seen_socket){
		.fact = fact,
		.unix_domain = strcmp(fact_text(fact, 1), "unix") == 0,
		.datagrams = strcmp(fact_text(fact, 2), "dgram") == 0,
		.listens = strcmp(fact_text(fact, 3), "listen") == 0,
		.local = fact_text(fact, 4),
		.remote = fact_text(fact, 5),
		.peer = (unsigned long)fact_number(fact, 6),
		.queued = fact_number(fact, 7),
	};
}

/* "socket of descriptor 4 (127.0.0.1:4711)" */
static const char *socket_words(const struct seen_socket *socket, const struct seen_fd *fd)
{
	if (socket->local[0])
		return scenario_text("the %s of descriptor %d (%s)",
			socket->unix_domain ? "Unix socket" : "socket", fd->number, socket->local);
	return scenario_text("the %s of descriptor %d",
		socket->unix_domain ? "Unix socket" : "socket", fd->number);
}

static const char *manual(const struct seen_socket *socket)
{
	return !socket->fact         ? "socket(7)"
	       : socket->unix_domain ? "unix(7)"
	       : socket->datagrams   ? "udp(7)"
				     : "tcp(7)";
}

/* Who holds the other end; false when nobody of the program does. */
static bool list_peers(struct wait *wait, const struct seen_socket *socket, struct holders *holders)
{
	const struct seen_fd other = { .target = scenario_text("socket:[%lu]", socket->peer),
		.file = "" };

	if (socket->peer)
		wait_list_holders(wait, &other, false, holders);
	return holders->count > 0;
}

/*** data and room ***/

static void explain_no_datagram(struct wait *wait, const struct seen_socket *socket)
{
	if (!socket->local[0])
		buf_adds(&wait->why, "It is bound to no address, so nobody can send to it. ");
	wait_add_others(wait, "send it a datagram");
	buf_adds(&wait->advice, "A datagram that is sent before the receiver has called bind() is "
				"lost: check the order, and the address that is sent to.");
}

void wait_read_socket(struct wait *wait, const struct seen_fd *fd)
{
	struct seen_socket socket = find_socket(wait->scene, fd);
	struct holders peers = HOLDERS_INIT;

	wait_is(wait, RANK_DATA, scenario_text("data from %s", socket_words(&socket, fd)),
		manual(&socket));
	if (list_peers(wait, &socket, &peers) && peers.own >= 0) {
		wait->rank = RANK_ITSELF;
		buf_printf(&wait->why,
			"Nothing comes, and end of file neither, because the other end is still "
			"open. Who holds it: %s.",
			peers.list.data);
		buf_printf(&wait->advice, "Close descriptor %d in this process.", peers.own);
	} else if (peers.count > 0) {
		buf_printf(&wait->why,
			"Nobody sends, and end of file does not come while the other end is open. "
			"Who holds it: %s.",
			peers.list.data);
		buf_adds(&wait->advice, "Agree on who speaks first and how a message ends; close() "
					"or shutdown() tells the other side that no more comes.");
	} else if (socket.datagrams) {
		explain_no_datagram(wait, &socket);
	} else {
		wait_add_others(wait, "send to it");
	}
	buf_release(&peers.list);
}

void wait_write_socket(struct wait *wait, const struct seen_fd *fd)
{
	struct seen_socket socket = find_socket(wait->scene, fd);
	struct holders peers = HOLDERS_INIT;

	wait_is(wait, RANK_FULL, scenario_text("room to send on %s", socket_words(&socket, fd)),
		manual(&socket));
	buf_adds(&wait->why, "The buffer is full and nobody receives at the other end. ");
	if (list_peers(wait, &socket, &peers))
		buf_printf(&wait->why, "Who holds it: %s.", peers.list.data);
	else
		wait_add_others(wait, "receive from it");
	buf_adds(&wait->advice, "Receive while there is more to send: when both sides send first, "
				"both buffers fill.");
	buf_release(&peers.list);
}

/*** connections ***/

void wait_accept(struct wait *wait, const struct seen_fd *fd)
{
	struct seen_socket socket = find_socket(wait->scene, fd);

	wait_is(wait, RANK_OTHER, scenario_text("a connection to %s", socket_words(&socket, fd)),
		"accept(2)");
	buf_adds(&wait->why, "Nobody connects. ");
	wait_add_others(wait, "connect to it");
	buf_adds(&wait->advice, "Accept as many connections as there are clients, or end when the "
				"last one has gone.");
}

/* Who listens at the address that a task connects to, and does not accept. */
static bool tell_listener(struct wait *wait, const char *address)
{
	for (size_t i = 0; i < wait->scene->fds_count; i++) {
		const struct seen_fd *fd = &wait->scene->fds[i];
		struct seen_socket socket = find_socket(wait->scene, fd);

		if (!socket.listens || strcmp(socket.local, address) != 0)
			continue;
		buf_printf(&wait->why,
			"The queue of connections is full, and nobody accepts one. Who listens: "
			"%s, descriptor %d",
			wait_process(wait, fd->tgid), fd->number);
		if (socket.queued > 0)
			buf_printf(&wait->why, " (%ld wait to be accepted)", socket.queued);
		buf_addch(&wait->why, '.');
		wait_for_process(wait, fd->tgid);
		if (fd->tgid == wait->task->tgid)
			wait->rank = RANK_ITSELF;
		return true;
	}
	return false;
}

static void explain_connect(struct wait *wait)
{
	const char *address = fact_text(scene_fact(wait->scene, "address", wait->task->tid), 1);

	wait_is(wait, RANK_OTHER,
		scenario_text("the connection to %s (descriptor %d)",
			*address ? address : "a server", (int)wait->task->arguments[0]),
		"connect(2)");
	if (!tell_listener(wait, address))
		wait_add_others(wait, "accept it");
	buf_adds(&wait->advice, "Whoever calls listen() must call accept() for each connection.");
}

static void explain_accept(struct wait *wait)
{
	const struct seen_fd *fd =
		scene_fd(wait->scene, wait->task->tgid, (int)wait->task->arguments[0]);

	if (fd)
		wait_accept(wait, fd);
}

static void explain_receive(struct wait *wait)
{
	wait_on_descriptor(wait, (int)wait->task->arguments[0], false);
}

static void explain_send(struct wait *wait)
{
	wait_on_descriptor(wait, (int)wait->task->arguments[0], true);
}

const struct way waits_on_sockets[] = {
	{ SYS_accept, explain_accept },
	{ SYS_accept4, explain_accept },
	{ SYS_connect, explain_connect },
	{ SYS_recvfrom, explain_receive },
	{ SYS_recvmsg, explain_receive },
	{ SYS_recvmmsg, explain_receive },
	{ SYS_sendto, explain_send },
	{ SYS_sendmsg, explain_send },
	{ SYS_sendmmsg, explain_send },
	{ .explain = NULL },
};
