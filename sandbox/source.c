#include "sandbox/source.h"

/* The student's debug information is in the program itself; nobody else's is wanted. */
static int no_debuginfo(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
	const char *file, const char *link, GElf_Word crc, char **ret_name)
{
	(void)module, (void)user, (void)name, (void)base, (void)file, (void)link, (void)crc;
	(void)ret_name;
	return -1;
}

Dwfl *source_open(pid_t tgid)
{
	static const Dwfl_Callbacks callbacks = {
		.find_elf = dwfl_linux_proc_find_elf,
		.find_debuginfo = no_debuginfo,
	};
	Dwfl *dwfl = dwfl_begin(&callbacks);

	if (!dwfl)
		return NULL;
	if (dwfl_linux_proc_report(dwfl, tgid) != 0 || dwfl_report_end(dwfl, NULL, NULL) != 0) {
		dwfl_end(dwfl);
		return NULL;
	}
	return dwfl;
}

struct source_place source_at(Dwfl *dwfl, unsigned long address)
{
	struct source_place place = { NULL, NULL, 0 };
	Dwfl_Module *module = dwfl_addrmodule(dwfl, address);
	Dwfl_Line *line = module ? dwfl_module_getsrc(module, address) : NULL;

	if (line) {
		place.file = dwfl_lineinfo(line, NULL, &place.line, NULL, NULL, NULL);
		place.function = dwfl_module_addrname(module, address);
	}
	return place;
}
