/* odd: inotify tells what a child does in a folder
 * expect: EXITED(0)
 * prints: created note
 * prints: deleted note
 * mechanisms: */
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include "odd.h"

static int tell(const char *events, size_t length)
{
	const struct inotify_event *event;
	int deleted = 0;

	for (size_t at = 0; at < length; at += sizeof(*event) + event->len) {
		event = (const void *)(events + at);
		printf("%s %s\n", event->mask & IN_CREATE ? "created" : "deleted", event->name);
		deleted |= event->mask & IN_DELETE;
	}
	return deleted;
}

int main(void)
{
	_Alignas(struct inotify_event) char events[4096];
	int watcher, deleted = 0;
	pid_t child;

	OK(mkdir("watched", 0700));
	watcher = (int)OK(inotify_init1(IN_CLOEXEC));
	OK(inotify_add_watch(watcher, "watched", IN_CREATE | IN_DELETE));
	child = (pid_t)OK(fork());
	if (child == 0) {
		OK(close((int)OK(open("watched/note", O_CREAT | O_EXCL | O_WRONLY, 0600))));
		OK(unlink("watched/note"));
		_exit(0);
	}
	while (!deleted) {
		ssize_t length = read(watcher, events, sizeof(events));

		MUST(length >= 0 || errno == EINTR);
		if (length > 0)
			deleted = tell(events, (size_t)length);
	}
	wait_well(child);
	OK(close(watcher));
	OK(rmdir("watched"));
	return 0;
}
