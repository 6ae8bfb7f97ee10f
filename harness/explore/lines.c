#include "harness/explore/lines.h"

#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"

enum { PROGRAMS = 8 };

/* One program at one place in memory. */
struct program {
	char path[ARENA_PATH];
	uint64_t base;
	Dwfl *dwfl;
};

struct lines {
	struct program programs[PROGRAMS];
	size_t count;
};

static int no_debuginfo(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
	const char *file, const char *link, GElf_Word crc, char **ret_name)
{
	(void)module, (void)user, (void)name, (void)base, (void)file, (void)link, (void)crc;
	(void)ret_name;
	return -1;
}

struct lines *lines_open(void)
{
	return xcalloc(1, sizeof(struct lines));
}

static Dwfl *read_program(const char *path, uint64_t base)
{
	static const Dwfl_Callbacks callbacks = {
		.section_address = dwfl_offline_section_address,
		.find_debuginfo = no_debuginfo,
	};
	Dwfl *dwfl = dwfl_begin(&callbacks);

	if (!dwfl)
		return NULL;
	dwfl_report_begin(dwfl);
	if (!dwfl_report_elf(dwfl, "program", path, -1, base, false) ||
		dwfl_report_end(dwfl, NULL, NULL) != 0) {
		dwfl_end(dwfl);
		return NULL;
	}
	return dwfl;
}

static Dwfl *find(struct lines *lines, const struct process *process)
{
	struct program *program;

	for (size_t i = 0; i < lines->count; i++)
		if (lines->programs[i].base == process->base &&
			strcmp(lines->programs[i].path, process->path) == 0)
			return lines->programs[i].dwfl;
	if (lines->count == PROGRAMS || !process->path[0])
		return NULL;
	program = &lines->programs[lines->count++];
	strcpy(program->path, process->path);
	program->base = process->base;
	program->dwfl = read_program(process->path, process->base);
	return program->dwfl;
}

void lines_add(struct lines *lines, struct buf *out, const struct arena *arena, unsigned process,
	uint64_t address)
{
	Dwfl *dwfl = address ? find(lines, &arena->processes[process]) : NULL;
	/* Of the call, not of what comes after it. */
	Dwfl_Module *module = dwfl ? dwfl_addrmodule(dwfl, address - 1) : NULL;
	Dwfl_Line *line = module ? dwfl_module_getsrc(module, address - 1) : NULL;
	const char *function = module ? dwfl_module_addrname(module, address - 1) : NULL;
	const char *file, *slash;
	int number = 0;

	file = line ? dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL) : NULL;
	if (!file) {
		buf_adds(out, "an unknown place");
		return;
	}
	slash = strrchr(file, '/');
	buf_printf(out, "%s:%d", slash ? slash + 1 : file, number);
	if (function)
		buf_printf(out, ", in %s", function);
}

void lines_close(struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		if (lines->programs[i].dwfl)
			dwfl_end(lines->programs[i].dwfl);
	free(lines);
}
