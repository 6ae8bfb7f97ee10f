#include "harness/steps/elf_symbol.h"

#include <gelf.h>
#include <libelf.h>
#include <stddef.h>

static void visit_section(Elf *elf, Elf_Scn *section, elf_symbol_visit *visit, void *data)
{
	GElf_Shdr header;
	Elf_Data *table;

	if (!gelf_getshdr(section, &header) || header.sh_type != SHT_SYMTAB ||
		header.sh_entsize == 0 || !(table = elf_getdata(section, NULL)))
		return;
	for (size_t i = 0; i < header.sh_size / header.sh_entsize; i++) {
		GElf_Sym symbol;
		const char *name;

		/* The sizes are what the file says; there may be less. */
		if (!gelf_getsym(table, (int)i, &symbol))
			break;
		name = elf_strptr(elf, header.sh_link, symbol.st_name);
		if (name && *name && symbol.st_shndx == SHN_UNDEF)
			visit(name, data);
	}
}

void elf_symbols_needed(int fd, elf_symbol_visit *visit, void *data)
{
	Elf_Scn *section = NULL;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	while (elf && (section = elf_nextscn(elf, section)))
		visit_section(elf, section, visit, data);
	elf_end(elf);
}
