/* explorer: none
 * Datagrams, packets, counters, files, and what is looked at before: a read gives them whole. And who is
 * told of changes only may take a short read for the end of what there is: epoll(7).
 */
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 1000, ALL = 3 * SIZE };

static char bytes[ALL];

static void datagrams(int kind)
{
	int ends[2];

	assert(socketpair(AF_UNIX, kind, 0, ends) == 0);
	if (fork() == 0)
		_exit(send(ends[1], bytes, SIZE, 0) != SIZE);
	assert(recv(ends[0], bytes, sizeof(bytes), 0) == SIZE);
	close(ends[0]);
	close(ends[1]);
}

static void records(void)
{
	int ends[2];

	assert(pipe(ends) == 0);
	if (fork() == 0)
		_exit(write(ends[1], bytes, SIZE) != SIZE);
	assert(read(ends[0], bytes, SIZE) == SIZE);
	close(ends[0]);
	close(ends[1]);
}

static void counters(void)
{
	int counter = eventfd(0, 0);
	uint64_t one = 1;

	if (fork() == 0)
		_exit(write(counter, &one, sizeof(one)) != sizeof(one));
	assert(read(counter, &one, sizeof(one)) == sizeof(one));
	close(counter);
}

static void files(void)
{
	int fd = memfd_create("file", MFD_CLOEXEC);

	assert(write(fd, bytes, ALL) == ALL && lseek(fd, 0, SEEK_SET) == 0);
	assert(read(fd, bytes, ALL) == ALL);
	close(fd);
}

static void told_of_changes(void)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int ends[2], set = epoll_create1(0);
	size_t got = 0;
	ssize_t length;

	assert(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
	assert(epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event) == 0);
	if (fork() == 0)
		_exit(write(ends[1], bytes, ALL) != ALL);
	while (got < ALL) {
		assert(epoll_wait(set, &event, 1, -1) == 1);
		do {
			length = read(ends[0], bytes, SIZE);
			got += length > 0 ? (size_t)length : 0;
		} while (length == SIZE);
	}
	assert(got == ALL);
	close(ends[0]);
	close(ends[1]);
	close(set);
}

static void counted(void)
{
	int ends[2], there = 0;

	assert(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	assert(write(ends[1], bytes, SIZE) == SIZE);
	assert(ioctl(ends[0], FIONREAD, &there) == 0);
	assert(read(ends[0], bytes, sizeof(bytes)) == there);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	int status;

	datagrams(SOCK_DGRAM);
	datagrams(SOCK_SEQPACKET);
	records();
	counters();
	files();
	told_of_changes();
	counted();
	while (wait(&status) > 0)
		assert(status == 0);
	return 0;
}
