#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/place.h"
#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/inside.h"

enum { MOST_TEXT = 300 };

/* A place in the source, as far as it is known. */
struct spot {
	const char *function, *file;
	int line;
	Dwarf_Off off; /* of the function, 0: not known */
};

/* The functions that are called, each as often as it is. */
struct calls {
	Dwarf_Off *list;
	size_t count;
};

/* Control bytes could forge lines; file and function names are the student's. */
static void add_text(struct buf *out, const char *text)
{
	for (size_t i = 0; text && text[i] && i < MOST_TEXT; i++)
		buf_addch(out, (unsigned char)text[i] < 0x20 || text[i] == 0x7f ? '?' : text[i]);
}

/* The compilation unit of the address; not every compiler lists the ranges of its own. */
static bool find_unit(Dwarf *dwarf, Dwarf_Addr address, Dwarf_Die *ret)
{
	Dwarf_Off offset = 0, next;
	size_t header;

	if (dwarf_addrdie(dwarf, address, ret))
		return true;
	while (dwarf_nextcu(dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
		if (dwarf_offdie(dwarf, offset + header, ret) && dwarf_haspc(ret, address) == 1)
			return true;
		offset = next;
	}
	return false;
}

/* Where an inlined function was called: DWARF 5, section 3.3.8.2. */
static void go_to_call_site(Dwarf_Die *unit, Dwarf_Die *inlined, struct spot *spot)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file = 0, line = 0;
	Dwarf_Files *files;
	size_t count;

	spot->file = NULL;
	if (!dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &attribute), &line) &&
		!dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &attribute), &file) &&
		!dwarf_getsrcfiles(unit, &files, &count) && file < count) {
		spot->file = dwarf_filesrc(files, file, NULL, NULL);
		spot->line = (int)line;
	}
}

static bool is_students(const struct spot *spot)
{
	const char *inside = spot->file ? inside_box(spot->file) : NULL;

	return inside && *inside && spot->line > 0;
}

/* libc's headers inline functions of their own: the student's line is that of the call. */
static bool find_own_scope(Dwarf_Die *unit, Dwarf_Addr address, struct spot *spot)
{
	Dwarf_Die *innermost = NULL, *scopes = NULL;
	int count = dwarf_getscopes(unit, address, &innermost);
	bool found = false;

	if (count > 0)
		count = dwarf_getscopes_die(&innermost[0], &scopes);
	for (int i = 0; i < count && !found; i++) {
		int tag = dwarf_tag(&scopes[i]);

		if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine)
			continue;
		spot->function = dwarf_diename(&scopes[i]);
		spot->off = dwarf_dieoffset(&scopes[i]);
		found = is_students(spot);
		if (!found && tag == DW_TAG_inlined_subroutine)
			go_to_call_site(unit, &scopes[i], spot);
	}
	free(innermost);
	free(scopes);
	return found;
}

static bool find(Dwarf *dwarf, Dwarf_Addr address, struct spot *ret)
{
	Dwarf_Die unit;
	Dwarf_Line *line;

	if (!find_unit(dwarf, address, &unit))
		return false;
	line = dwarf_getsrc_die(&unit, address);
	if (!line || dwarf_lineno(line, &ret->line) < 0)
		return false;
	ret->file = dwarf_linesrc(line, NULL, NULL);
	return find_own_scope(&unit, address, ret) || is_students(ret);
}

/*** who is called how often: DWARF 5, section 3.4 ***/

enum { MOST_CALLS = 100000, DEEPEST = 64 };

static void add_call(struct calls *calls, Dwarf_Die *site)
{
	Dwarf_Attribute attribute;
	Dwarf_Die called;

	if (calls->count == MOST_CALLS ||
		(!dwarf_attr(site, DW_AT_call_origin, &attribute) &&
			!dwarf_attr(site, DW_AT_abstract_origin, &attribute)) ||
		!dwarf_formref_die(&attribute, &called))
		return;
	if ((calls->count & (calls->count - 1)) == 0)
		calls->list = xreallocarray(
			calls->list, calls->count ? 2 * calls->count : 1, sizeof(*calls->list));
	calls->list[calls->count++] = dwarf_dieoffset(&called);
}

static void gather_calls(struct calls *calls, Dwarf_Die *parent, unsigned depth)
{
	Dwarf_Die child;

	if (depth == DEEPEST || dwarf_child(parent, &child) != 0)
		return;
	do {
		int tag = dwarf_tag(&child);

		if (tag == DW_TAG_call_site || tag == DW_TAG_GNU_call_site)
			add_call(calls, &child);
		gather_calls(calls, &child, depth + 1);
	} while (dwarf_siblingof(&child, &child) == 0);
}

static void gather_all_calls(Dwarf *dwarf, struct calls *calls)
{
	Dwarf_Off offset = 0, next;
	size_t header;
	Dwarf_Die unit;

	while (dwarf_nextcu(dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
		if (dwarf_offdie(dwarf, offset + header, &unit))
			gather_calls(calls, &unit, 0);
		offset = next;
	}
}

static size_t count_calls(const struct calls *calls, Dwarf_Off function)
{
	size_t count = 0;

	for (size_t i = 0; function && i < calls->count; i++)
		count += calls->list[i] == function;
	return count;
}

void place_write(int fd, char *image, size_t length, const uint64_t *addresses, size_t count)
{
	cleanup_buf struct buf out = BUF_INIT;
	struct calls calls = { .list = NULL };
	Elf *elf;
	Dwarf *dwarf;

	elf_version(EV_CURRENT);
	elf = elf_memory(image, length);
	dwarf = elf ? dwarf_begin_elf(elf, DWARF_C_READ, NULL) : NULL;
	if (dwarf)
		gather_all_calls(dwarf, &calls);
	for (size_t i = 0; dwarf && i < count; i++) {
		struct spot spot = { .function = "", .file = "" };

		/* A return address is behind the call that is meant. */
		if (!find(dwarf, addresses[i] - 1, &spot))
			continue;
		buf_printf(&out, "%zu\t%d\t%zu\t", i, spot.line, count_calls(&calls, spot.off));
		add_text(&out, spot.function);
		buf_addch(&out, '\t');
		add_text(&out, inside_box(spot.file));
		buf_addch(&out, '\n');
	}
	file_write_fd(fd, out.data, out.length);
	free(calls.list);
	dwarf_end(dwarf);
	elf_end(elf);
}
