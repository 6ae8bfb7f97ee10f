/*
 * Sockets that the box's tasks hold: what they are bound to, who is at the other end.
 *
 * In isolation mode `plain` the tables are the host's, so only those in the set are told.
 */
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "sandbox/witness_parts.h"

enum { ADDRESS = 128, LISTEN = 10 /* TCP_LISTEN, of Unix sockets too */ };

struct socket_row {
	unsigned long inode, peer;
	const char *family;
	int type, state;
	char local[ADDRESS], remote[ADDRESS];
	long queued, backlog;
};

struct table {
	FILE *out;
	const struct witness_sockets *sockets;
	const struct folder *folder;
	struct socket_row rows[WITNESS_SOCKETS]; /* of the Internet: to pair them */
	size_t count;
};

static const char *type_word(int type)
{
	switch (type) {
	case SOCK_STREAM:
		return "stream";
	case SOCK_DGRAM:
		return "dgram";
	default:
		return "seqpacket";
	}
}

static const char *state_word(int state)
{
	switch (state) {
	case TCP_ESTABLISHED:
	case TCP_CLOSE_WAIT:
		return "connected";
	case TCP_SYN_SENT:
		return "connecting";
	case LISTEN:
		return "listen";
	default:
		return "other";
	}
}

static void put_row(const struct table *table, const struct socket_row *row)
{
	fprintf(table->out, "socket\t%lu\t%s\t%s\t%s\t", row->inode, row->family,
		type_word(row->type), state_word(row->state));
	witness_put(table->out, folder_inside(table->folder, row->local));
	fputc('\t', table->out);
	witness_put(table->out, row->remote);
	fprintf(table->out, "\t%lu\t%ld\t%ld\n", row->peer, row->queued, row->backlog);
}

/*** Unix sockets: sock_diag(7) ***/

/* A name in the abstract name space begins with a NUL and may hold more of them. */
static void take_name(struct socket_row *row, const struct rtattr *attribute)
{
	const char *name = RTA_DATA(attribute);
	size_t length = RTA_PAYLOAD(attribute);

	if (length >= sizeof(row->local))
		length = sizeof(row->local) - 1;
	memcpy(row->local, name, length);
	row->local[length] = '\0';
	for (size_t i = 0; i < length; i++)
		if (row->local[i] == '\0' && (i == 0 || row->local[0] == '@'))
			row->local[i] = '@';
}

static void take_attribute(struct socket_row *row, const struct rtattr *attribute)
{
	uint32_t peer;
	struct unix_diag_rqlen lengths;

	if (attribute->rta_type == UNIX_DIAG_NAME)
		take_name(row, attribute);
	if (attribute->rta_type == UNIX_DIAG_PEER && RTA_PAYLOAD(attribute) >= sizeof(peer)) {
		memcpy(&peer, RTA_DATA(attribute), sizeof(peer));
		row->peer = peer;
	}
	if (attribute->rta_type == UNIX_DIAG_RQLEN && RTA_PAYLOAD(attribute) >= sizeof(lengths)) {
		memcpy(&lengths, RTA_DATA(attribute), sizeof(lengths));
		row->queued = lengths.udiag_rqueue;
		row->backlog = row->state == LISTEN ? (long)lengths.udiag_wqueue : -1;
	}
}

static void take_unix(const struct table *table, const struct nlmsghdr *header)
{
	const struct unix_diag_msg *message = NLMSG_DATA(header);
	struct socket_row row = { .inode = message->udiag_ino,
		.family = "unix",
		.type = message->udiag_type,
		.state = message->udiag_state,
		.queued = -1,
		.backlog = -1 };
	int left = (int)(header->nlmsg_len - NLMSG_LENGTH(sizeof(*message)));

	if (!witness_has_socket(table->sockets, row.inode))
		return;
	for (const struct rtattr *attribute = (const struct rtattr *)(message + 1);
		RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left))
		take_attribute(&row, attribute);
	put_row(table, &row);
}

static bool ask_unix(int fd)
{
	const struct {
		struct nlmsghdr header;
		struct unix_diag_req request;
	} question = {
		.header = { .nlmsg_len = sizeof(question),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.request = { .sdiag_family = AF_UNIX,
			.udiag_states = UINT32_MAX,
			.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN },
	};

	return send(fd, &question, sizeof(question), 0) == (ssize_t)sizeof(question);
}

/* 1: there is more to come. */
static bool take_answer(const struct table *table, const char *bytes, ssize_t length)
{
	for (const struct nlmsghdr *header = (const struct nlmsghdr *)(const void *)bytes;
		NLMSG_OK(header, length); header = NLMSG_NEXT(header, length)) {
		if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY)
			return false;
		take_unix(table, header);
	}
	return true;
}

static void write_unix(const struct table *table)
{
	static char bytes[32 << 10] __attribute__((aligned(8)));
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	ssize_t length;

	if (fd >= 0 && ask_unix(fd))
		do {
			length = recv(fd, bytes, sizeof(bytes), 0);
		} while (length > 0 && take_answer(table, bytes, length));
	if (fd >= 0)
		close(fd);
}

/*** Internet sockets: proc(5), /proc/net/tcp ***/

/* Words of an address are in the machine's order there; an IPv4 one in IPv6 is told as itself. */
static void format_address(const char *hex, unsigned port, char text[ADDRESS])
{
	static const char mapped[] = "0000000000000000FFFF0000";
	uint32_t words[4] = { 0 };
	char name[INET6_ADDRSTRLEN] = "?";
	bool six = strlen(hex) == 32 && strncmp(hex, mapped, strlen(mapped)) != 0;

	if (strlen(hex) == 32 && !six)
		hex += strlen(mapped);
	for (int i = 0; i < (six ? 4 : 1); i++) {
		char word[9];

		snprintf(word, sizeof(word), "%.8s", hex + (size_t)i * 8);
		words[i] = (uint32_t)strtoul(word, NULL, 16);
	}
	inet_ntop(six ? AF_INET6 : AF_INET, words, name, sizeof(name));
	snprintf(text, ADDRESS, "%s:%u", name, port);
}

static void take_inet(struct table *table, const char *line, int type)
{
	struct socket_row *row = &table->rows[table->count];
	char local[40], remote[40];
	unsigned local_port, remote_port, state;
	unsigned long queued, inode;

	if (sscanf(line, " %*d: %39[0-9A-F]:%x %39[0-9A-F]:%x %x %*x:%lx %*x:%*x %*x %*u %*u %lu",
		    local, &local_port, remote, &remote_port, &state, &queued, &inode) != 7 ||
		table->count == WITNESS_SOCKETS || !witness_has_socket(table->sockets, inode))
		return;
	*row = (struct socket_row){ .inode = inode,
		.family = "inet",
		.type = type,
		.state = (int)state,
		.queued = (long)queued,
		.backlog = -1 };
	format_address(local, local_port, row->local);
	format_address(remote, remote_port, row->remote);
	table->count++;
}

static void pair(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		for (size_t j = 0; j < table->count; j++)
			if (i != j && table->rows[i].type == table->rows[j].type &&
				strcmp(table->rows[i].local, table->rows[j].remote) == 0 &&
				strcmp(table->rows[i].remote, table->rows[j].local) == 0)
				table->rows[i].peer = table->rows[j].inode;
}

static void write_inet(struct table *table)
{
	static const struct {
		const char *path;
		int type;
	} files[] = {
		{ "/proc/net/tcp", SOCK_STREAM },
		{ "/proc/net/tcp6", SOCK_STREAM },
		{ "/proc/net/udp", SOCK_DGRAM },
		{ "/proc/net/udp6", SOCK_DGRAM },
	};
	char line[512];

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		FILE *file = fopen(files[i].path, "re");

		while (file && fgets(line, sizeof(line), file))
			take_inet(table, line, files[i].type);
		if (file)
			fclose(file);
	}
	pair(table);
	for (size_t i = 0; i < table->count; i++)
		put_row(table, &table->rows[i]);
}

void witness_write_sockets(
	FILE *out, const struct witness_sockets *sockets, const struct folder *folder)
{
	static struct table table;

	if (sockets->count == 0)
		return;
	table.out = out;
	table.sockets = sockets;
	table.folder = folder;
	write_unix(&table);
	write_inet(&table);
}
