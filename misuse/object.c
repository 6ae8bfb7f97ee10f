/*
 * Objects that outlive a program unless somebody removes them, and the line that makes each.
 * Their kinds and names are those of the census of the box (sandbox/census.c).
 */
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "misuse/misuse.h"

static void created(const char *kind, const char *name, uintptr_t place)
{
	if (place)
		misuse_note("created", MISUSE_TEXT(kind), MISUSE_TEXT(name), MISUSE_PLACE(place));
}

static int created_number(const char *kind, int number, uintptr_t place)
{
	if (number >= 0 && place)
		misuse_note(
			"created", MISUSE_TEXT(kind), MISUSE_NUMBER(number), MISUSE_PLACE(place));
	return number;
}

/*** POSIX ***/

MISUSE_NEXT(shm_open);
MISUSE_NEXT(sem_open);
MISUSE_NEXT(mq_open);

MISUSE_API int shm_open(const char *name, int flags, mode_t mode)
{
	const int fd = misuse_next(shm_open)(name, flags, mode);

	if (fd >= 0 && (flags & O_CREAT))
		created("posix-shm", name, MISUSE_HERE);
	return fd;
}

MISUSE_API sem_t *sem_open(const char *name, int flags, ...)
{
	sem_t *semaphore;
	va_list list;

	va_start(list, flags);
	if (flags & O_CREAT) {
		mode_t mode = va_arg(list, mode_t);
		unsigned value = va_arg(list, unsigned);

		semaphore = misuse_next(sem_open)(name, flags, mode, value);
	} else {
		semaphore = misuse_next(sem_open)(name, flags);
	}
	va_end(list);
	if (semaphore != SEM_FAILED && (flags & O_CREAT))
		created("posix-sem", name, MISUSE_HERE);
	return semaphore;
}

MISUSE_API mqd_t mq_open(const char *name, int flags, ...)
{
	mqd_t queue;
	va_list list;

	va_start(list, flags);
	if (flags & O_CREAT) {
		mode_t mode = va_arg(list, mode_t);
		struct mq_attr *attributes = va_arg(list, struct mq_attr *);

		queue = misuse_next(mq_open)(name, flags, mode, attributes);
	} else {
		queue = misuse_next(mq_open)(name, flags);
	}
	va_end(list);
	if (queue >= 0 && (flags & O_CREAT))
		created("posix-mq", name, MISUSE_HERE);
	return queue;
}

/*** System V ***/

MISUSE_NEXT(shmget);
MISUSE_NEXT(semget);
MISUSE_NEXT(msgget);

/* Whoever asks without IPC_CREAT only finds it. */
static bool makes(key_t key, int flags)
{
	return key == IPC_PRIVATE || (flags & IPC_CREAT);
}

MISUSE_API int shmget(key_t key, size_t size, int flags)
{
	const int id = misuse_next(shmget)(key, size, flags);

	return makes(key, flags) ? created_number("sysv-shm", id, MISUSE_HERE) : id;
}

MISUSE_API int semget(key_t key, int count, int flags)
{
	const int id = misuse_next(semget)(key, count, flags);

	return makes(key, flags) ? created_number("sysv-sem", id, MISUSE_HERE) : id;
}

MISUSE_API int msgget(key_t key, int flags)
{
	const int id = misuse_next(msgget)(key, flags);

	return makes(key, flags) ? created_number("sysv-msg", id, MISUSE_HERE) : id;
}

/*** names in the file system ***/

MISUSE_NEXT(mkfifo);
MISUSE_NEXT(bind);

MISUSE_API int mkfifo(const char *path, mode_t mode)
{
	const int result = misuse_next(mkfifo)(path, mode);

	if (result == 0)
		created("fifo", path, MISUSE_HERE);
	return result;
}

/* The type is libc's: a union of pointers to every kind of address. */
MISUSE_API int bind(int fd, __CONST_SOCKADDR_ARG address, socklen_t length)
{
	const int result = misuse_next(bind)(fd, address, length);
	const struct sockaddr_un *local = (const void *)address.__sockaddr__;
	char path[sizeof(local->sun_path) + 1] = "";
	const size_t before = offsetof(struct sockaddr_un, sun_path);

	if (result < 0 || length <= before || local->sun_family != AF_UNIX)
		return result;
	length = length > sizeof(*local) ? sizeof(*local) : length;
	memcpy(path, local->sun_path, length - before);
	/* An abstract name has no file: unix(7). */
	if (path[0])
		created("socket", path, MISUSE_HERE);
	return result;
}
