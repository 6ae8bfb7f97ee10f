#include "sandbox/snapshot.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <unistd.h>

#include "sandbox/tracee.h"

enum { PAGE = 4096 };

/* Of a word of pagemap: in memory, or in swap. */
#define PRESENT (3ULL << 62)

static int take_vectors(pid_t tid, struct snapshot *snapshot)
{
	struct iovec room = { snapshot->vectors, sizeof(snapshot->vectors) };

	if (ptrace(PTRACE_GETREGSET, tid, (void *)NT_X86_XSTATE, &room) < 0)
		return -errno;
	snapshot->vectors_size = room.iov_len;
	return room.iov_len == sizeof(snapshot->vectors) ? -E2BIG : 0;
}

/* Notes the pages of one mapping that are there. */
static int take_mapping(
	int pagemap, unsigned long from, unsigned long until, struct snapshot *snapshot)
{
	enum { WORDS = 512 };
	uint64_t words[WORDS];

	while (from < until) {
		size_t wanted = (until - from) / PAGE < WORDS ? (until - from) / PAGE : WORDS;
		ssize_t got = pread(pagemap, words, wanted * sizeof(*words),
			(off_t)(from / PAGE * sizeof(*words)));

		if (got != (ssize_t)(wanted * sizeof(*words)))
			return -EIO;
		for (size_t i = 0; i < wanted; i++, from += PAGE) {
			if (!(words[i] & PRESENT))
				continue;
			if (snapshot->count == SNAPSHOT_PAGES)
				return -E2BIG;
			snapshot->pages[snapshot->count++] = from;
		}
	}
	return 0;
}

/* All pages that the task may write and that are there. */
static int list_pages(pid_t tid, struct snapshot *snapshot)
{
	char path[64];
	char *line = NULL;
	size_t room = 0;
	int error = 0;
	int pagemap;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/pagemap", tid);
	pagemap = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%d/maps", tid);
	maps = fopen(path, "re");
	if (pagemap < 0 || !maps)
		error = -EACCES;
	while (!error && getline(&line, &room, maps) > 0) {
		unsigned long from, until;
		char access[3];

		if (sscanf(line, "%lx-%lx %2s", &from, &until, access) == 3 && access[1] == 'w')
			error = take_mapping(pagemap, from, until, snapshot);
	}
	free(line);
	if (maps)
		fclose(maps);
	if (pagemap >= 0)
		close(pagemap);
	return error;
}

static int copy_pages(pid_t tid, const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		int error = tracee_peek(tid, snapshot->pages[i], snapshot->bytes + i * PAGE, PAGE);

		if (error)
			return error;
	}
	return 0;
}

static int make_room(struct snapshot *snapshot)
{
	snapshot->pages = malloc(SNAPSHOT_PAGES * sizeof(*snapshot->pages));
	snapshot->bytes = malloc((size_t)SNAPSHOT_PAGES * PAGE);
	return snapshot->pages && snapshot->bytes ? 0 : -ENOMEM;
}

int snapshot_take(pid_t tid, const struct user_regs_struct *registers, struct snapshot *ret)
{
	int error;

	*ret = (struct snapshot){ .registers = *registers };
	error = make_room(ret);
	if (!error)
		error = take_vectors(tid, ret);
	if (!error)
		error = list_pages(tid, ret);
	if (!error)
		error = copy_pages(tid, ret);
	if (error)
		snapshot_release(ret);
	return error;
}

void snapshot_release(struct snapshot *snapshot)
{
	free(snapshot->pages);
	free(snapshot->bytes);
	snapshot->pages = NULL;
	snapshot->bytes = NULL;
}

bool snapshot_same_registers(
	const struct snapshot *snapshot, const struct user_regs_struct *registers)
{
	/* What stepping itself changes: whence the kernel was entered, trap and resume flags. */
	const unsigned long long stepping = 0x10100;
	struct user_regs_struct now = *registers, then = snapshot->registers;

	now.orig_rax = then.orig_rax = 0;
	now.eflags &= ~stepping;
	then.eflags &= ~stepping;
	return memcmp(&now, &then, sizeof(now)) == 0;
}

bool snapshot_same_memory(pid_t tid, const struct snapshot *snapshot)
{
	struct snapshot now;
	bool same = snapshot_take(tid, &snapshot->registers, &now) == 0 &&
		    now.vectors_size == snapshot->vectors_size && now.count == snapshot->count &&
		    memcmp(now.vectors, snapshot->vectors, now.vectors_size) == 0 &&
		    memcmp(now.pages, snapshot->pages, now.count * sizeof(*now.pages)) == 0 &&
		    memcmp(now.bytes, snapshot->bytes, now.count * PAGE) == 0;

	snapshot_release(&now);
	return same;
}
