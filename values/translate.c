/*
 * What is added to a block of translated code: each temporary has a shadow, the label of its
 * value; each register has one in the first shadow area of the guest's state.
 *
 * Where nothing can have a label nothing is added.  In code that is not the program's own, two
 * labels make the newer one: labels grow.
 */
#include "values/values.h"

#include <libvex_guest_amd64.h>
#include <pub_tool_libcassert.h>
#include <pub_tool_libcbase.h>
#include <pub_tool_mallocfree.h>

enum { SLOT = 8 }; /* bytes of a register that share a label */

/* A function that translated code calls, by its name and its address. */
#define HELPER(function_) #function_, (void *)(Addr)(function_)

/* A block on its way. */
struct block {
	IRSB *out;
	IRExpr **shadows; /* of temporaries: a constant or a temporary; NULL: none */
	Int registers; /* where their shadows begin */
	Int stack_pointer, counter;
	/* Of the instruction that is translated now. */
	Bool own;
	Bool copies; /* it saves or restores a register */
	UInt place;
	Addr next;
	IRExpr *stack; /* the stack pointer in it; NULL: not yet read */
};

/*** expressions ***/

static IRExpr *number(ULong value)
{
	return IRExpr_Const(IRConst_U64(value));
}

static IRExpr *label(UInt value)
{
	return IRExpr_Const(IRConst_U32(value));
}

static Bool is_none(const IRExpr *shadow)
{
	return !shadow || (shadow->tag == Iex_Const && shadow->Iex.Const.con->Ico.U32 == 0);
}

static IRExpr *assign(struct block *block, IRType type, IRExpr *value)
{
	IRTemp made = newIRTemp(block->out->tyenv, type);

	addStmtToIRSB(block->out, IRStmt_WrTmp(made, value));
	return IRExpr_RdTmp(made);
}

/* As helpers want it; no shadow is 0. */
static IRExpr *wide(struct block *block, IRExpr *shadow)
{
	if (is_none(shadow))
		return number(0);
	if (shadow->tag == Iex_Const)
		return number(shadow->Iex.Const.con->Ico.U32);
	return assign(block, Ity_I64, IRExpr_Unop(Iop_32Uto64, shadow));
}

static IRExpr *shadow_of(const struct block *block, const IRExpr *atom)
{
	return atom && atom->tag == Iex_RdTmp ? block->shadows[atom->Iex.RdTmp.tmp] : NULL;
}

/* A constant has a label of its own where it becomes a value of the program's. */
static IRExpr *shadow_of_value(const struct block *block, const IRExpr *atom)
{
	if (atom->tag == Iex_Const && block->own && !block->copies)
		return label(graph_static(block->place));
	return shadow_of(block, atom);
}

static IRExpr *newer(struct block *block, IRExpr *a, IRExpr *b)
{
	if (is_none(a))
		return b;
	if (is_none(b))
		return a;
	return assign(block, Ity_I32, IRExpr_Binop(Iop_Max32U, a, b));
}

static IRExpr *stack_pointer(struct block *block)
{
	if (!block->stack)
		block->stack = assign(block, Ity_I64, IRExpr_Get(block->stack_pointer, Ity_I64));
	return block->stack;
}

static IRExpr *call(struct block *block, const HChar *name, void *function, IRExpr **arguments)
{
	IRTemp made = newIRTemp(block->out->tyenv, Ity_I64);

	addStmtToIRSB(block->out, IRStmt_Dirty(unsafeIRDirty_1_N(made, 0, name,
					  VG_(fnptr_to_fnentry)(function), arguments)));
	return assign(block, Ity_I32, IRExpr_Unop(Iop_64to32, IRExpr_RdTmp(made)));
}

static void act(
	struct block *block, const HChar *name, void *function, IRExpr **arguments, IRExpr *guard)
{
	IRDirty *dirty = unsafeIRDirty_0_N(0, name, VG_(fnptr_to_fnentry)(function), arguments);

	if (guard)
		dirty->guard = guard;
	addStmtToIRSB(block->out, IRStmt_Dirty(dirty));
}

/* `condition`: whether its result says yes or no. */
static IRExpr *operate(struct block *block, IRExpr *a, IRExpr *b, Bool condition)
{
	if (is_none(a) && is_none(b))
		return NULL;
	if (!block->own)
		return newer(block, a, b);
	return call(block, HELPER(graph_operation),
		mkIRExprVec_5(number(block->place), wide(block, a), wide(block, b),
			stack_pointer(block), number(condition)));
}

/*** memory ***/

static IRExpr *load(struct block *block, IRExpr *address, IRType type)
{
	const Int size = sizeofIRType(type);
	IRExpr *pointer = shadow_of(block, address);

	if (block->own && !block->copies && size <= SLOT)
		return call(block, HELPER(graph_load_own),
			mkIRExprVec_5(number(block->place), address, number((ULong)size),
				wide(block, pointer), stack_pointer(block)));
	return call(block, HELPER(graph_load),
		mkIRExprVec_3(address, number((ULong)size), wide(block, pointer)));
}

/* What a call pushes is nobody's value. */
static Bool is_return_address(const struct block *block, const IRExpr *data)
{
	return data->tag == Iex_Const && data->Iex.Const.con->tag == Ico_U64 &&
	       data->Iex.Const.con->Ico.U64 == block->next;
}

static void store(struct block *block, IRExpr *address, IRExpr *data, IRExpr *guard)
{
	const Int size = sizeofIRType(typeOfIRExpr(block->out->tyenv, data));
	IRExpr *value = shadow_of_value(block, data);

	if (is_return_address(block, data))
		value = NULL;
	else if (block->own && !block->copies && size <= SLOT) {
		act(block, HELPER(graph_store_own),
			mkIRExprVec_6(number(block->place), address, number((ULong)size),
				wide(block, value), wide(block, shadow_of(block, address)),
				stack_pointer(block)),
			guard);
		return;
	}
	act(block, HELPER(graph_store),
		mkIRExprVec_3(address, number((ULong)size), wide(block, value)), guard);
}

/*** registers ***/

static Int shadow_offset(const struct block *block, Int offset)
{
	return block->registers + offset / SLOT * SLOT;
}

static Bool is_general(Int offset)
{
	return offset >= (Int)offsetof(VexGuestAMD64State, guest_RAX) &&
	       offset < (Int)(offsetof(VexGuestAMD64State, guest_R15) + SLOT);
}

static void put(struct block *block, Int offset, const IRExpr *data)
{
	const Int size = sizeofIRType(typeOfIRExpr(block->out->tyenv, data));
	IRExpr *shadow = is_general(offset) ? shadow_of_value(block, data) : shadow_of(block, data);

	if (offset == block->stack_pointer) {
		block->stack = NULL;
		return;
	}
	if (offset == block->counter)
		return;
	for (Int at = offset / SLOT * SLOT; at < offset + size; at += SLOT)
		addStmtToIRSB(block->out,
			IRStmt_Put(shadow_offset(block, at), shadow ? shadow : label(0)));
}

/*** values ***/

static IRExpr *first_two(struct block *block, IRExpr **arguments)
{
	IRExpr *first = NULL, *second = NULL;

	for (Int i = 0; arguments[i]; i++) {
		IRExpr *shadow = shadow_of(block, arguments[i]);

		if (is_none(shadow))
			continue;
		if (!first)
			first = shadow;
		else if (!second)
			second = shadow;
	}
	return operate(block, first, second, True);
}

static IRExpr *choose(struct block *block, IRExpr *value)
{
	IRExpr *yes = shadow_of_value(block, value->Iex.ITE.iftrue);
	IRExpr *no = shadow_of_value(block, value->Iex.ITE.iffalse);
	IRExpr *chosen = NULL;

	if (!is_none(yes) || !is_none(no))
		chosen = assign(block, Ity_I32,
			IRExpr_ITE(value->Iex.ITE.cond, yes ? yes : label(0), no ? no : label(0)));
	return block->own ? operate(block, chosen, shadow_of(block, value->Iex.ITE.cond), False)
			  : chosen;
}

/* A comparison, or what && and || become where they do not jump. */
static Bool joins_conditions(const struct block *block, IRExpr *value)
{
	static const IROp joints[] = { Iop_And8, Iop_And32, Iop_And64, Iop_Or8, Iop_Or32, Iop_Or64,
		Iop_Xor8, Iop_Xor32, Iop_Xor64 };

	for (UInt i = 0; i < sizeof(joints) / sizeof(*joints); i++)
		if (value->Iex.Binop.op == joints[i])
			return True;
	return typeOfIRExpr(block->out->tyenv, value) == Ity_I1;
}

static IRExpr *shadow_of_result(struct block *block, IRExpr *value)
{
	switch ((int)value->tag) {
	case Iex_RdTmp:
		return shadow_of(block, value);
	case Iex_Get:
		if (value->Iex.Get.offset == block->stack_pointer)
			return NULL;
		return assign(block, Ity_I32,
			IRExpr_Get(shadow_offset(block, value->Iex.Get.offset), Ity_I32));
	case Iex_Load:
		return load(block, value->Iex.Load.addr, value->Iex.Load.ty);
	case Iex_Unop:
		return shadow_of(block, value->Iex.Unop.arg);
	case Iex_Binop:
		return operate(block, shadow_of(block, value->Iex.Binop.arg1),
			shadow_of(block, value->Iex.Binop.arg2), joins_conditions(block, value));
	case Iex_Triop:
		return operate(block, shadow_of(block, value->Iex.Triop.details->arg2),
			shadow_of(block, value->Iex.Triop.details->arg3), False);
	case Iex_Qop:
		return operate(block, shadow_of(block, value->Iex.Qop.details->arg2),
			shadow_of(block, value->Iex.Qop.details->arg3), False);
	case Iex_ITE:
		return choose(block, value);
	case Iex_CCall:
		return first_two(block, value->Iex.CCall.args);
	default:
		return NULL;
	}
}

/*** statements ***/

/* 50 to 5f, behind 41 for the upper registers: push and pop. */
static Bool saves_a_register(Addr address)
{
	const UChar *code = (const UChar *)address;

	return (*code & 0xf0) == 0x50 || (*code == 0x41 && (code[1] & 0xf0) == 0x50);
}

static void leave(struct block *block)
{
	if (block->own)
		act(block, HELPER(values_leave), mkIRExprVec_1(number(block->place)), NULL);
}

static void begin_instruction(struct block *block, const IRStmt *statement)
{
	const Addr address = statement->Ist.IMark.addr;
	const Bool own = values_is_own(address);

	if (!own)
		leave(block);
	block->own = own;
	block->place = own ? values_place(address) : 0;
	block->copies = own && saves_a_register(address);
	block->next = address + statement->Ist.IMark.len;
	block->stack = NULL;
}

static void load_guarded(struct block *block, const IRLoadG *load_g)
{
	IRExpr *loaded = load(block, load_g->addr, typeOfIRTemp(block->out->tyenv, load_g->dst));
	IRExpr *other = shadow_of(block, load_g->alt);

	block->shadows[load_g->dst] = assign(block, Ity_I32,
		IRExpr_ITE(load_g->guard, loaded, is_none(other) ? label(0) : other));
}

/* It may have failed: then the program tries again. */
static void compare_and_swap(struct block *block, const IRCAS *cas)
{
	block->shadows[cas->oldLo] =
		load(block, cas->addr, typeOfIRTemp(block->out->tyenv, cas->oldLo));
	if (!cas->dataHi)
		store(block, cas->addr, cas->dataLo, NULL);
}

static void decide(struct block *block, const IRStmt *statement)
{
	IRExpr *shadow = shadow_of(block, statement->Ist.Exit.guard);

	if (block->own && !is_none(shadow) && statement->Ist.Exit.jk == Ijk_Boring)
		act(block, HELPER(graph_decide),
			mkIRExprVec_3(
				number(block->place), wide(block, shadow), stack_pointer(block)),
			NULL);
}

/* What is added before the statement itself. */
static void accompany(struct block *block, IRStmt *statement)
{
	switch ((int)statement->tag) {
	case Ist_IMark:
		begin_instruction(block, statement);
		break;
	case Ist_WrTmp:
		block->shadows[statement->Ist.WrTmp.tmp] =
			shadow_of_result(block, statement->Ist.WrTmp.data);
		break;
	case Ist_Put:
		put(block, statement->Ist.Put.offset, statement->Ist.Put.data);
		break;
	case Ist_Store:
		store(block, statement->Ist.Store.addr, statement->Ist.Store.data, NULL);
		break;
	case Ist_StoreG:
		store(block, statement->Ist.StoreG.details->addr,
			statement->Ist.StoreG.details->data, statement->Ist.StoreG.details->guard);
		break;
	case Ist_LoadG:
		load_guarded(block, statement->Ist.LoadG.details);
		break;
	case Ist_CAS:
		compare_and_swap(block, statement->Ist.CAS.details);
		break;
	case Ist_Exit:
		decide(block, statement);
		break;
	default:
		break;
	}
}

IRSB *translate(VgCallbackClosure *closure, IRSB *in, const VexGuestLayout *layout,
	const VexGuestExtents *extents, const VexArchInfo *info, IRType guest_word,
	IRType host_word)
{
	struct block block = {
		.out = deepCopyIRSBExceptStmts(in),
		.registers = layout->total_sizeB,
		.stack_pointer = layout->offset_SP,
		.counter = layout->offset_IP,
	};

	(void)closure, (void)extents, (void)info, (void)guest_word, (void)host_word;
	block.shadows = VG_(calloc)(
		"values.block", (SizeT)in->tyenv->types_used + 1, sizeof(*block.shadows));
	for (Int i = 0; i < in->stmts_used; i++) {
		IRStmt *statement = in->stmts[i];

		/* A load is noted where its address is known to be good: behind it. */
		if (statement->tag == Ist_LoadG || statement->tag == Ist_CAS)
			addStmtToIRSB(block.out, statement);
		accompany(&block, statement);
		if (statement->tag != Ist_LoadG && statement->tag != Ist_CAS)
			addStmtToIRSB(block.out, statement);
	}
	leave(&block);
	VG_(free)(block.shadows);
	return block.out;
}
