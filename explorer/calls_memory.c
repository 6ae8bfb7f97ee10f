/*
 * Mappings: what of memory is shared, and what it is backed by.
 */
#include <errno.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include "explorer/calls.h"
#include "explorer/raw.h"

static uint64_t whole_pages(uint64_t length)
{
	return (length + 4095) & ~4095ULL;
}

/* As fork hands it on, and nobody else can have it. */
static uint64_t backing_of(int fd, bool anonymous)
{
	struct stat status;

	if (anonymous || raw(SYS_fstat, fd, &status) < 0)
		return key_make(KEY_PLACE, ++ARENA->next_instance, 1);
	return key_make(KEY_FD, status.st_dev, status.st_ino);
}

static long on_mmap(struct call *call)
{
	int kind = (int)call->args[3] & MAP_TYPE;
	bool anonymous = (call->args[3] & MAP_ANONYMOUS) != 0;
	uint64_t length = whole_pages((uint64_t)call->args[1]);
	long at = call_make(call);

	if (at < 0 && at >= -4095)
		return at;
	if (kind == MAP_SHARED || kind == MAP_SHARED_VALIDATE)
		memory_map((uint64_t)at, (uint64_t)at + length,
			backing_of((int)call->args[4], anonymous),
			anonymous ? 0 : (uint64_t)call->args[5]);
	else
		memory_unmap((uint64_t)at, (uint64_t)at + length);
	return at;
}

static long on_munmap(struct call *call)
{
	uint64_t from = (uint64_t)call->args[0];
	uint64_t until = from + whole_pages((uint64_t)call->args[1]);
	uint64_t key, offset;
	long result = call_make(call);

	if (result < 0)
		return result;
	if (!memory_backing(from, &key, &offset))
		shadow_clear(from, until - from);
	memory_unmap(from, until);
	return result;
}

static long on_mremap(struct call *call)
{
	uint64_t from = (uint64_t)call->args[0];
	uint64_t key, offset;
	bool shared = memory_backing(from, &key, &offset);
	long at = call_make(call);

	if (at < 0 && at >= -4095)
		return at;
	if (shared) {
		memory_unmap(from, from + whole_pages((uint64_t)call->args[1]));
		memory_map((uint64_t)at, (uint64_t)at + whole_pages((uint64_t)call->args[2]), key,
			offset);
	}
	return at;
}

/*** System V ***/

static long on_shmat(struct call *call)
{
	struct shmid_ds status;
	long at = call_make(call);

	if (at < 0 && at >= -4095)
		return at;
	if (raw(SYS_shmctl, call->args[0], IPC_STAT, &status) == 0)
		memory_map((uint64_t)at, (uint64_t)at + whole_pages(status.shm_segsz),
			key_make(KEY_SYSV, (uint64_t)call->args[0], KEY_SEGMENT), 0);
	return at;
}

static long on_shmdt(struct call *call)
{
	uint64_t from = (uint64_t)call->args[0], until = from;
	uint64_t key, offset, first;
	long result;

	if (memory_backing(from, &first, &offset))
		for (until = from + 4096; memory_backing(until, &key, &offset) && key == first;)
			until += 4096;
	result = call_make(call);
	if (result == 0)
		memory_unmap(from, until);
	return result;
}

const struct call_entry calls_memory[] = {
	{ SYS_mmap, on_mmap },
	{ SYS_munmap, on_munmap },
	{ SYS_mremap, on_mremap },
	{ SYS_shmat, on_shmat },
	{ SYS_shmdt, on_shmdt },
	{ -1, NULL },
};
