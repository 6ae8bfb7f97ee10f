/*
 * The stacks of tasks, with the student's lines.
 */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/source.h"
#include "sandbox/witness_parts.h"

enum { MOST_FRAMES = 24 };

struct frames {
	FILE *out;
	pid_t tid;
	int left;
};

/* A place in the source, as far as it is known. */
struct place {
	const char *file;
	int line;
	const char *called; /* the function that is called there, where that can be told */
};

static void put_frame(const struct frames *frames, const char *function, const struct place *place)
{
	fprintf(frames->out, "frame\t%d\t", frames->tid);
	witness_put(frames->out, function);
	fputc('\t', frames->out);
	witness_put(frames->out, place->file);
	fprintf(frames->out, "\t%d\t", place->line);
	witness_put(frames->out, place->called);
	fputc('\n', frames->out);
}

/* Where an inlined function was called: DWARF 5, section 3.3.8.2. */
static struct place call_site(Dwarf_Die *unit, Dwarf_Die *inlined)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file = 0, line = 0;
	Dwarf_Files *files;
	size_t count;

	if (!dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &attribute), &line) &&
		!dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &attribute), &file) &&
		!dwarf_getsrcfiles(unit, &files, &count) && file < count)
		return (struct place){ dwarf_filesrc(files, file, NULL, NULL), (int)line, NULL };
	return (struct place){ NULL, 0, NULL };
}

/*
 * The scopes round an address as they are nested in the machine code, innermost
 * first.  dwarf_getscopes() alone goes on, from an inlined function, with the
 * place of its definition.  The caller frees.
 */
static int concrete_scopes(Dwarf_Die *unit, Dwarf_Addr address, Dwarf_Die **ret)
{
	Dwarf_Die *innermost = NULL;
	int count = unit ? dwarf_getscopes(unit, address, &innermost) : 0;

	if (count > 0)
		count = dwarf_getscopes_die(&innermost[0], ret);
	free(innermost);
	return count;
}

/*
 * One frame of the machine is several of the source's where functions are
 * inlined: libc's own headers do that to getline() and others, and the student's
 * line is then the place of the call.
 */
static void put_scopes(
	const struct frames *frames, Dwfl_Module *module, Dwarf_Addr pc, struct place place)
{
	Dwarf_Addr bias = 0;
	Dwarf_Die *unit = dwfl_module_addrdie(module, pc, &bias);
	Dwarf_Die *scopes = NULL;
	int count = concrete_scopes(unit, pc - bias, &scopes);
	bool put = false;

	for (int i = 0; i < count; i++) {
		int tag = dwarf_tag(&scopes[i]);

		if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine)
			continue;
		put_frame(frames, dwarf_diename(&scopes[i]), &place);
		put = true;
		if (tag == DW_TAG_subprogram)
			break;
		place = call_site(unit, &scopes[i]);
	}
	free(scopes);
	if (!put)
		put_frame(frames, dwfl_module_addrname(module, pc), &place);
}

/*** which function was called ***/

/* The address behind an operand that counts from the end of its instruction. */
static bool relative(pid_t tid, unsigned long operand, unsigned long *ret)
{
	int32_t distance;

	if (!witness_read(tid, operand, &distance, sizeof(distance)))
		return false;
	*ret = operand + sizeof(distance) + (unsigned long)(long)distance;
	return true;
}

/* What a stub of the procedure linkage table jumps to: [endbr64] [bnd] jmp *slot(%rip). */
static bool behind_stub(pid_t tid, unsigned long stub, unsigned long *ret)
{
	static const unsigned char landing[] = { 0xf3, 0x0f, 0x1e, 0xfa };
	unsigned char code[16];
	unsigned long slot;
	size_t at = 0;

	if (!witness_read(tid, stub, code, sizeof(code)))
		return false;
	if (memcmp(code, landing, sizeof(landing)) == 0)
		at += sizeof(landing);
	if (code[at] == 0xf2)
		at++;
	return code[at] == 0xff && code[at + 1] == 0x25 && relative(tid, stub + at + 2, &slot) &&
	       witness_read(tid, slot, ret, sizeof(*ret));
}

/*
 * The function that the call before a return address goes to, by its exported name.  libc's
 * inner functions have none, and a tail call leaves no frame of the one that was meant.
 * Machine code of x86-64; of any other nothing is told.
 */
static const char *called_function(Dwfl *dwfl, pid_t tid, Dwarf_Addr back)
{
	unsigned char code[6];
	unsigned long target, slot;
	Dwfl_Module *module;

	if (!witness_read(tid, back - sizeof(code), code, sizeof(code)))
		return NULL;
	if (code[0] == 0xff && code[1] == 0x15) {
		if (!relative(tid, back - 4, &slot) ||
			!witness_read(tid, slot, &target, sizeof(target)))
			return NULL;
	} else if (code[1] != 0xe8 || !relative(tid, back - 4, &target)) {
		return NULL;
	}
	behind_stub(tid, target, &target);
	module = dwfl_addrmodule(dwfl, target);
	return module ? dwfl_module_addrname(module, target) : NULL;
}

static int write_frame(Dwfl_Frame *frame, void *data)
{
	struct frames *frames = data;
	Dwarf_Addr pc;
	bool activation;
	Dwfl_Module *module;
	Dwfl_Line *line;
	struct place place = { NULL, 0, NULL };
	Dwfl *dwfl = dwfl_thread_dwfl(dwfl_frame_thread(frame));

	if (!dwfl_frame_pc(frame, &pc, &activation))
		return DWARF_CB_ABORT;
	/* A return address is behind the call that we mean. */
	if (!activation)
		pc--;
	module = dwfl_addrmodule(dwfl, pc);
	line = module ? dwfl_module_getsrc(module, pc) : NULL;
	if (line) {
		place.file = dwfl_lineinfo(line, NULL, &place.line, NULL, NULL, NULL);
		place.called = activation ? NULL : called_function(dwfl, frames->tid, pc + 1);
	}
	if (module)
		put_scopes(frames, module, pc, place);
	return --frames->left > 0 ? DWARF_CB_OK : DWARF_CB_ABORT;
}

Dwfl *witness_attach(pid_t tid)
{
	Dwfl *dwfl = source_open(tid);

	if (dwfl && dwfl_linux_proc_attach(dwfl, tid, false) != 0) {
		dwfl_end(dwfl);
		return NULL;
	}
	return dwfl;
}

void witness_write_stack(FILE *out, Dwfl *dwfl, pid_t tid)
{
	struct frames frames = { .out = out, .tid = tid, .left = MOST_FRAMES };

	dwfl_getthread_frames(dwfl, tid, write_frame, &frames);
}
