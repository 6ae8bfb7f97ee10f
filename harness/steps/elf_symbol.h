/*
 * The symbols of an object file that a compiler made of a student's sources
 * (elf(5), through libelf).  The bytes are not trusted.
 */
#ifndef PROCTOR_STEPS_ELF_SYMBOL_H
#define PROCTOR_STEPS_ELF_SYMBOL_H

#include <stdbool.h>

/* Whether a symbol that the open file defines or needs begins so; false when it is no ELF file. */
bool elf_symbol_begins(int fd, const char *prefix);

#endif
