/*
 * What a program calls the object that an address lies in, from its debug information.
 *
 * A variable that holds the object is told with the way to it, "bank.accounts[3].lock"; one that
 * points to what holds it as "bank->lock".  Source: DWARF 5, chapters 2.6, 3.3.1.1 and 5.
 */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/witness_types.h"

enum { DEEPEST = 12, MOST_DIES = 20000, MOST_FRAMES = 8 };

/* One search: of what, in whose memory, and how much may still be looked at. */
struct search {
	const struct task *task;
	unsigned long address;
	struct witness_name *name;
	int left;
	bool found;
};

/*** variables ***/

/* Whether the address lies in what a variable of this type points to, which has this value. */
static bool try_pointer(
	struct search *search, const char *own, Dwarf_Die type, unsigned long pointer)
{
	Dwarf_Die target;

	if (!witness_peel(&type) || dwarf_tag(&type) != DW_TAG_pointer_type ||
		!witness_type_of(&type, &target) || pointer > search->address ||
		search->address - pointer >= witness_size_of(&target))
		return false;
	witness_append(search->name, "%s", own);
	witness_describe(search->name, target, search->address - pointer, "->");
	return true;
}

/* Whether the address lies in the variable at `place`, or in what it points to. */
static bool try_variable(struct search *search, Dwarf_Die *variable, Dwarf_Addr place)
{
	const char *own = dwarf_diename(variable);
	unsigned long pointer = 0;
	Dwarf_Die type;

	if (!own || !witness_type_of(variable, &type))
		return false;
	if (place <= search->address && search->address - place < witness_size_of(&type)) {
		witness_append(search->name, "%s", own);
		witness_describe(search->name, type, search->address - place, ".");
		return true;
	}
	return witness_size_of(&type) == sizeof(pointer) &&
	       witness_read(search->task->tid, place, &pointer, sizeof(pointer)) &&
	       try_pointer(search, own, type, pointer);
}

static bool look_below(struct search *search, Dwarf_Die *parent, Dwarf_Addr bias, int depth);

/* A variable that lives as long as the program has one place: DW_OP_addr. */
static bool look_at(struct search *search, Dwarf_Die *die, Dwarf_Addr bias, int depth)
{
	Dwarf_Attribute attribute;
	Dwarf_Op *operations;
	size_t count;

	switch (dwarf_tag(die)) {
	case DW_TAG_subprogram:
	case DW_TAG_lexical_block:
		return look_below(search, die, bias, depth + 1);
	case DW_TAG_variable:
		return dwarf_getlocation(dwarf_attr(die, DW_AT_location, &attribute), &operations,
			       &count) == 0 &&
		       count == 1 && operations[0].atom == DW_OP_addr &&
		       try_variable(search, die, operations[0].number + bias);
	default:
		return false;
	}
}

static bool look_below(struct search *search, Dwarf_Die *parent, Dwarf_Addr bias, int depth)
{
	Dwarf_Die die;

	if (depth > DEEPEST || dwarf_child(parent, &die) != 0)
		return false;
	do {
		if (search->left-- <= 0)
			return false;
		if (look_at(search, &die, bias, depth))
			return true;
	} while (dwarf_siblingof(&die, &die) == 0);
	return false;
}

static int look_in_module(
	Dwfl_Module *module, void **user, const char *file, Dwarf_Addr base, void *data)
{
	struct search *search = data;
	Dwarf_Die *unit = NULL;
	Dwarf_Addr bias = 0;

	(void)user, (void)file, (void)base;
	while (!search->found && search->left > 0 &&
		(unit = dwfl_module_nextcu(module, unit, &bias)))
		search->found = look_below(search, unit, bias, 0);
	return search->found ? DWARF_CB_ABORT : DWARF_CB_OK;
}

/*** variables of functions ***/

/* Where the frame's caller had its stack pointer: what variables are told from. */
static bool frame_base(Dwfl_Frame *frame, Dwfl_Module *module, Dwarf_Addr pc, Dwarf_Addr *ret)
{
	Dwarf_Addr bias = 0;
	Dwarf_CFI *cfi = dwfl_module_eh_cfi(module, &bias);
	Dwarf_Frame *rules = NULL;
	Dwarf_Op *operations;
	Dwarf_Word value = 0;
	bool known = false;
	size_t count;

	if (!cfi || dwarf_cfi_addrframe(cfi, pc - bias, &rules) != 0)
		return false;
	if (dwarf_frame_cfa(rules, &operations, &count) == 0 && count == 1 &&
		operations[0].atom == DW_OP_bregx)
		known = dwfl_frame_reg(frame, (unsigned)operations[0].number, &value) == 0;
	*ret = value + (known ? operations[0].number2 : 0);
	free(rules);
	return known;
}

/* The scopes that an address is in, and how to read what lies in its frame. */
struct local_search {
	struct search *search;
	Dwfl_Frame *frame;
	Dwfl_Module *module;
	Dwarf_Addr pc, bias;
	int left;
};

/* A parameter or variable of a function lies in its frame, or in a register that it saved. */
static bool try_local(const struct local_search *local, Dwarf_Die *die)
{
	Dwarf_Attribute attribute;
	Dwarf_Op *operations;
	Dwarf_Addr base;
	Dwarf_Word value;
	Dwarf_Die type;
	size_t count;
	int atom;

	if (dwarf_getlocation_addr(dwarf_attr(die, DW_AT_location, &attribute),
		    local->pc - local->bias, &operations, &count, 1) != 1 ||
		count != 1)
		return false;
	atom = operations[0].atom;
	if (atom == DW_OP_fbreg)
		return frame_base(local->frame, local->module, local->pc, &base) &&
		       try_variable(local->search, die, base + operations[0].number);
	return atom >= DW_OP_reg0 && atom <= DW_OP_reg31 && dwarf_diename(die) &&
	       witness_type_of(die, &type) &&
	       dwfl_frame_reg(local->frame, (unsigned)(atom - DW_OP_reg0), &value) == 0 &&
	       try_pointer(local->search, dwarf_diename(die), type, value);
}

static bool look_in_scope(const struct local_search *local, Dwarf_Die *scope)
{
	Dwarf_Die die;

	if (dwarf_child(scope, &die) != 0)
		return false;
	do {
		int tag = dwarf_tag(&die);

		if ((tag == DW_TAG_variable || tag == DW_TAG_formal_parameter) &&
			try_local(local, &die))
			return true;
	} while (local->search->left-- > 0 && dwarf_siblingof(&die, &die) == 0);
	return false;
}

static int look_in_frame(Dwfl_Frame *frame, void *data)
{
	struct local_search *local = data;
	Dwarf_Die *scopes = NULL;
	Dwarf_Die *unit;
	bool activation;
	int count;

	if (local->left-- == 0 || !dwfl_frame_pc(frame, &local->pc, &activation))
		return DWARF_CB_ABORT;
	local->pc -= activation ? 0 : 1;
	local->frame = frame;
	local->module = dwfl_addrmodule(dwfl_thread_dwfl(dwfl_frame_thread(frame)), local->pc);
	unit = local->module ? dwfl_module_addrdie(local->module, local->pc, &local->bias) : NULL;
	count = unit ? dwarf_getscopes(unit, local->pc - local->bias, &scopes) : 0;
	for (int i = 0; i < count && !local->search->found; i++)
		if (dwarf_tag(&scopes[i]) != DW_TAG_compile_unit)
			local->search->found = look_in_scope(local, &scopes[i]);
	free(scopes);
	return local->search->found ? DWARF_CB_ABORT : DWARF_CB_OK;
}

/*** symbols ***/

/* "accounts+0x28": of a program without debug information. */
static void find_symbol(Dwfl *dwfl, unsigned long address, struct witness_name *ret)
{
	Dwfl_Module *module = dwfl_addrmodule(dwfl, address);
	GElf_Sym symbol;
	GElf_Off offset = 0;
	const char *name =
		module ? dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL)
		       : NULL;

	if (!name)
		return;
	witness_append(ret, "%s", name);
	if (offset)
		witness_append(ret, "+0x%lx", (unsigned long)offset);
}

void witness_find_name(
	Dwfl *dwfl, const struct task *task, unsigned long address, struct witness_name *ret)
{
	struct search search = { .task = task, .address = address, .name = ret, .left = MOST_DIES };
	struct local_search local = { .search = &search, .left = MOST_FRAMES };

	*ret = (struct witness_name){ .text = "" };
	if (!dwfl)
		return;
	dwfl_getmodules(dwfl, look_in_module, &search, 0);
	if (!search.found)
		dwfl_getthread_frames(dwfl, task->tid, look_in_frame, &local);
	if (!search.found)
		find_symbol(dwfl, address, ret);
}
