/*
 * values, from the inside: a tool of Valgrind's that knows where values come from.
 *
 * Beside each register and each byte of memory lies a label (record.h).  translate.c adds
 * to the translated program what moves labels along with values: in the program's own code each
 * computation, load and store makes a node of a graph (graph.c); all other code, libc's
 * above all, only passes labels on, so a digit that printf() wrote has the label of the number.
 * At the end of the process what was written is followed back, and what is found is
 * written down (dump.c).
 *
 * Source: the manual of Valgrind, "Writing a new Valgrind tool"; libvex_ir.h.  Here is no libc.
 */
#ifndef PROCTOR_VALUES_VALUES_H
#define PROCTOR_VALUES_VALUES_H

#include "values/record.h"

/* In this order. */
#include <pub_tool_basics.h>

#include <pub_tool_machine.h>
#include <pub_tool_tooliface.h>

/*** the program's own code: values.c ***/

Bool values_is_own(Addr address);

/* Whether it lies in a constant of a library's: in its file, and in no memory that is written. */
Bool values_is_constant(Addr address);

/* An address in the code, less where it lies in memory. */
UInt values_place(Addr address);

/* In that thread: the place that the program's own code was left at last; 0: none. */
UInt values_left_at(ThreadId tid);

/* For translated code. */
void values_leave(ULong place);

/*** labels of memory: shadow.c ***/

UInt shadow_get(Addr address);
void shadow_set(Addr address, SizeT length, UInt label);

/* Each byte's label is one more than that of the byte before. */
void shadow_set_row(Addr address, SizeT length, UInt first);

/* Those from there on, where they lie in one page that has labels; else NULL. */
const UInt *shadow_within_page(Addr address, SizeT length);

/*** the graph: graph.c ***/

enum node_kind {
	NODE_OPERATION = 'o',
	NODE_STORE = 's',
	NODE_LOAD = 'l',
	NODE_SHARED = 'm',
	NODE_CALL = 'c',
};

struct node {
	UInt place;
	UInt first, second;
	UInt began, times;
	UInt branches; /* that were taken note of before it */
	UInt looks[VALUES_LOOKS];
	Addr stack; /* the stack pointer then */
	Addr address; /* that was stored to or loaded from */
	UChar kind;
	Bool condition; /* of an operation: its result says yes or no */
};

/* A conditional branch that some value decided. */
struct branch {
	UInt place, label;
	Addr stack;
};

/* A constant at that place; the same label for the same place. */
UInt graph_static(UInt place);
UInt graph_static_place(UInt label);

/* NULL: too long ago, or no node. */
const struct node *graph_node(UInt label);

/* What a system call gave that the program asked for at that place; 0 for none. */
UInt graph_call(UInt place);

/* The next node's label. */
UInt graph_next(void);

/* NULL: too long ago. */
const struct branch *graph_branch(UInt index);

/* The labels of the bytes that a wide value was loaded from, 32 at most; NULL: no such value. */
const UInt *graph_pack(UInt label);

/* The label itself, or of a wide value's first byte that has one. */
UInt graph_single(UInt label);

/* For translated code; `place` as above. */
ULong graph_operation(ULong place, ULong first, ULong second, ULong stack, ULong condition);
ULong graph_load_own(ULong place, ULong address, ULong size, ULong pointer, ULong stack);
ULong graph_load(ULong address, ULong size, ULong pointer);
void graph_store_own(
	ULong place, ULong address, ULong size, ULong label, ULong pointer, ULong stack);
void graph_store(ULong address, ULong size, ULong label);
void graph_decide(ULong place, ULong label, ULong stack);

/*** translation: translate.c ***/

IRSB *translate(VgCallbackClosure *closure, IRSB *block, const VexGuestLayout *layout,
	const VexGuestExtents *extents, const VexArchInfo *info, IRType guest_word,
	IRType host_word);

/*** system calls: calls.c ***/

void calls_before(ThreadId tid, UInt number, UWord *arguments, UInt count);
void calls_after(ThreadId tid, UInt number, UWord *arguments, UInt count, SysRes result);
void calls_written(CorePart part, ThreadId tid, Addr address, SizeT size);

/* In a process that fork() made. */
void calls_begin(ThreadId tid);

Bool calls_is_shared(Addr address);

/* Memory that processes share. */
struct shared {
	Addr from;
	SizeT length;
};

/* Bytes that came in at once. */
struct input {
	UInt label, length, place;
	ULong inode, offset;
};

/* Bytes that went out, with labels that follow each other. */
struct output {
	UInt label, length, step;
	ULong inode, offset;
};

/* What was noted of this process. */
struct noted {
	const struct shared *shared;
	UInt shared_count;
	const struct input *inputs;
	UInt inputs_count;
	const struct output *outputs;
	UInt outputs_count;
	UInt first_node; /* those before are its parent's */
	Int status;
	UInt status_label;
	Bool over;
};

struct noted calls_noted(void);

/*** the log: dump.c ***/

void dump(const HChar *folder);

#endif
