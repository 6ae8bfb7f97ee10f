/*
 * Whose bytes: an object file, made in a box by a compiler that read a student's sources and
 * by an assembler that did what they told it.
 * Who reads them: steps/elf_symbol.c (libelf).
 * What must hold: the answer does not change; a symbol is found only where its name stands.
 *
 * Options: -max_len=8192
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "harness/steps/elf_symbol.h"
#include "tests/fuzz/fuzz.h"

/* What the symbols are, as one number, and whether their names stand in the file. */
struct seen {
	const uint8_t *data;
	size_t size;
	uint64_t sum;
};

static void see(const char *name, void *data)
{
	struct seen *seen = data;

	HOLDS(*name && memmem(seen->data, seen->size, name, strlen(name)));
	for (; *name; name++)
		seen->sum = seen->sum * 31 + (uint8_t)*name;
	seen->sum++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int next = fuzz_next_fd();
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	struct seen once = { data, size, 0 }, again = { data, size, 0 };

	HOLDS(fd >= 0 && file_write_fd(fd, data, size) == 0);
	elf_symbols_needed(fd, see, &once);
	elf_symbols_needed(fd, see, &again);
	HOLDS(once.sum == again.sum);
	close(fd);
	HOLDS(fuzz_next_fd() == next);
	return 0;
}
