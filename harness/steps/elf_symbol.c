#include "harness/steps/elf_symbol.h"

#include <gelf.h>
#include <libelf.h>
#include <string.h>

#include "harness/base/text.h"

static bool section_has(Elf *elf, Elf_Scn *section, const char *prefix)
{
	GElf_Shdr header;
	Elf_Data *data;
	bool found = false;

	if (!gelf_getshdr(section, &header) || header.sh_type != SHT_SYMTAB ||
		header.sh_entsize == 0 || !(data = elf_getdata(section, NULL)))
		return false;
	for (size_t i = 0; i < header.sh_size / header.sh_entsize && !found; i++) {
		GElf_Sym symbol;
		const char *name;

		/* The sizes are what the file says; there may be less. */
		if (!gelf_getsym(data, (int)i, &symbol))
			break;
		name = elf_strptr(elf, header.sh_link, symbol.st_name);
		found = name && text_starts(name, prefix);
	}
	return found;
}

bool elf_symbol_begins(int fd, const char *prefix)
{
	Elf_Scn *section = NULL;
	bool found = false;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	while (elf && !found && (section = elf_nextscn(elf, section)))
		found = section_has(elf, section, prefix);
	elf_end(elf);
	return found;
}
