/*
 * The symbols of an object file that a compiler made of a student's sources
 * (elf(5), through libelf).  The bytes are not trusted.
 */
#ifndef PROCTOR_STEPS_ELF_SYMBOL_H
#define PROCTOR_STEPS_ELF_SYMBOL_H

/* One symbol that the file needs and does not define; the name is borrowed. */
typedef void elf_symbol_visit(const char *name, void *data);

/* Visits each of them in the open file; none when it is no ELF file. */
void elf_symbols_needed(int fd, elf_symbol_visit *visit, void *data);

#endif
