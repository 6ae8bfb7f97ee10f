/*
 * Valgrind 3.19 holds the lock of all threads while one waits in F_OFD_SETLKW, and hangs
 * for ever: that is our fault, and nobody's loss.
 * expect: broken
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int locked(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int file = open("/tmp/locked", O_RDWR | O_CREAT, 0600);

	return file >= 0 && fcntl(file, F_OFD_SETLKW, &lock) == 0 ? file : -1;
}

static void *wait_for_it(void *data)
{
	return locked() < 0 ? NULL : data;
}

/* "1: -> OFDLCK …" is somebody who waits. */
static int somebody_waits(void)
{
	FILE *locks = fopen("/proc/locks", "r");
	char line[256];
	int found = 0;

	while (locks && fgets(line, sizeof(line), locks))
		found |= strstr(line, "->") != NULL;
	if (locks)
		fclose(locks);
	return found;
}

int main(void)
{
	int file = locked();
	pthread_t thread;

	if (file < 0 || pthread_create(&thread, NULL, wait_for_it, &file) != 0)
		return 1;
	while (!somebody_waits())
		usleep(100);
	close(file);
	return pthread_join(thread, NULL);
}
