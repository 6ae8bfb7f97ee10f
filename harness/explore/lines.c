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

bool lines_find(struct lines *lines, const struct arena *arena, unsigned process, uint64_t address,
	struct line_place *ret)
{
	Dwfl *dwfl = address ? find(lines, &arena->processes[process]) : NULL;
	/* Of the call, not of what comes after it. */
	Dwfl_Module *module = dwfl ? dwfl_addrmodule(dwfl, address - 1) : NULL;
	Dwfl_Line *line = module ? dwfl_module_getsrc(module, address - 1) : NULL;
	const char *function = module ? dwfl_module_addrname(module, address - 1) : NULL;
	int number = 0;
	const char *file = line ? dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL) : NULL;

	if (!file)
		return false;
	*ret = (struct line_place){ xstrdup(file), xstrdup(function ? function : ""), number };
	return true;
}

void line_place_release(struct line_place *place)
{
	free(place->file);
	free(place->function);
	*place = (struct line_place){ .file = NULL };
}

void lines_add(struct lines *lines, struct buf *out, const struct arena *arena, unsigned process,
	uint64_t address)
{
	struct line_place place;
	const char *slash;

	if (!lines_find(lines, arena, process, address, &place)) {
		buf_adds(out, "an unknown place");
		return;
	}
	slash = strrchr(place.file, '/');
	buf_printf(out, "%s:%d", slash ? slash + 1 : place.file, place.line);
	if (*place.function)
		buf_printf(out, ", in %s", place.function);
	line_place_release(&place);
}

void lines_close(struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		if (lines->programs[i].dwfl)
			dwfl_end(lines->programs[i].dwfl);
	free(lines);
}
