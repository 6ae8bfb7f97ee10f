/*
 * Where in the program a call comes from.  libc has no frame pointers; so the
 * stack is searched for the first word that is an address of the program's text
 * right behind a call instruction.
 */
#include "explorer/runtime.h"

static bool behind_call(uint64_t address)
{
	const uint8_t *code = (const uint8_t *)(uintptr_t)address; /* NOLINT */

	return code[-5] == 0xe8 || (code[-6] == 0xff && code[-5] == 0x15) ||
	       (code[-2] == 0xff && (code[-1] & 0xf8) == 0xd0) ||
	       (code[-3] == 0x41 && code[-2] == 0xff && (code[-1] & 0xf8) == 0xd0) ||
	       (code[-3] == 0xff && (code[-2] & 0xf8) == 0x50);
}

uint64_t place_above(uint64_t stack_pointer)
{
	enum { WORDS = 2048 };
	const struct process *process = our_process();
	const uint64_t *word = (const uint64_t *)(uintptr_t)stack_pointer; /* NOLINT */

	for (unsigned i = 0; i < WORDS && (uint64_t)(uintptr_t)(word + 1) <= self.stack_end;
		i++, word++)
		if (*word > process->base + 16 && *word < process->text_end && behind_call(*word))
			return *word;
	return 0;
}
