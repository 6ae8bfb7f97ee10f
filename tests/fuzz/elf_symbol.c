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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char name[] = "__tsan_atomic";
	int next = fuzz_next_fd();
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	bool found;

	HOLDS(fd >= 0 && file_write_fd(fd, data, size) == 0);
	found = elf_symbol_begins(fd, name);
	HOLDS(elf_symbol_begins(fd, name) == found);
	HOLDS(!found || memmem(data, size, name, strlen(name)));
	close(fd);
	HOLDS(fuzz_next_fd() == next);
	return 0;
}
