#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/explore/session_parts.h"

/*
 * How long nothing may be heard of a run while it computes nothing: a machine that runs none of
 * it for so long leaves the run unfinished, which is nobody's fault.
 */
enum { STILL_MS = 2000 };

static void watch(struct session *session, pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	/* Dead, and reaped by the loader already. */
	if (fd < 0) {
		session_bury(session, pid);
		return;
	}
	if (session->watched_count == ARENA_PROCESSES) {
		close(fd);
		return;
	}
	session->watched[session->watched_count++] = (struct watched){ fd, pid };
}

void session_take_news(struct session *session)
{
	int32_t news;

	while (read(session->news[0], &news, sizeof(news)) == sizeof(news)) {
		if (news > 0)
			watch(session, news);
		session->stuck |= news == NEWS_STUCK;
		session->ready |= news == NEWS_READY;
		session->reaped |= news == NEWS_REAPED;
	}
}

bool session_listen(const struct session *session, struct pollfd polled[POLLED])
{
	int count;

	polled[POLLED_NEWS] = (struct pollfd){ .fd = session->news[0], .events = POLLIN };
	polled[POLLED_LOADER] = (struct pollfd){ .fd = session->loader_fd, .events = POLLIN };
	for (size_t i = 0; i < session->watched_count; i++)
		polled[POLLED_WATCHED + i] =
			(struct pollfd){ .fd = session->watched[i].fd, .events = POLLIN };
	do
		count = poll(polled, POLLED_WATCHED + session->watched_count, STILL_MS);
	while (count < 0 && errno == EINTR);
	return count > 0;
}

/* CPU time of a process, and of the children that it has waited for, in ticks. */
struct ticks {
	unsigned long long own, children;
};

/* Of one that still lives; zeroes: it does not. */
static struct ticks cpu_of(pid_t pid)
{
	unsigned long long user, kernel, children, childrens_kernel;
	char path[64], text[512];
	ssize_t length;
	char *end;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return (struct ticks){ 0 };
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	end = strrchr(text, ')'); /* a name may have blanks and brackets: proc(5) */
	if (!end || sscanf(end, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %llu %llu",
			    &user, &kernel, &children, &childrens_kernel) != 4)
		return (struct ticks){ 0 };
	return (struct ticks){ user + kernel, children + childrens_kernel };
}

uint64_t session_cpu_ms(const struct session *session)
{
	struct ticks loader = cpu_of(session->loader);
	long per_second = sysconf(_SC_CLK_TCK);
	struct rusage orphans = { 0 }; /* that have become ours */

	getrusage(RUSAGE_CHILDREN, &orphans);
	return (loader.own + loader.children) * 1000 /
		       (uint64_t)(per_second > 0 ? per_second : 100) +
	       (uint64_t)(orphans.ru_utime.tv_sec + orphans.ru_stime.tv_sec) * 1000 +
	       (uint64_t)(orphans.ru_utime.tv_usec + orphans.ru_stime.tv_usec) / 1000;
}

bool session_goes_on(struct session *session)
{
	unsigned long long cpu = 0;
	uint64_t steps = session->arena->steps;
	bool on;

	for (size_t i = 0; i < session->watched_count; i++)
		cpu += cpu_of(session->watched[i].pid).own;
	on = cpu != session->cpu || steps != session->steps;
	session->cpu = cpu;
	session->steps = steps;
	return on;
}
