/*
 * The graph of values, as far back as its rings reach.
 *
 * A value that is made of its own last value again and again, as a sum in a loop is, would be a
 * chain as long as the loop: such a node remembers what the chain began as, and how long it is.
 */
#include "values/values.h"

#include <pub_tool_libcbase.h>
#include <pub_tool_mallocfree.h>

enum {
	NODES = 1 << 18, /* rings: powers of two */
	PACKS = 1 << 14,
	BRANCHES = 1 << 17,
	PACK = 32, /* bytes of the widest register */
	STATICS = 1 << 16,
	HOPS = 8, /* from a value that decides to where it was made */
};

static struct node *nodes;
static UInt nodes_count; /* that were ever made */
static struct branch *branches;
static UInt branches_count;
static UInt (*packs)[PACK];
static UInt packs_count;

/* Places of constants; label - 1 is the index. */
static UInt statics[STATICS];
static UInt statics_count;

static void *grow_once(void *known, SizeT count, SizeT size)
{
	return known ? known : VG_(calloc)("values.ring", count, size);
}

/*** constants ***/

UInt graph_static(UInt place)
{
	/* The same code is translated more than once. */
	for (UInt i = statics_count; i > 0 && statics_count - i < 64; i--)
		if (statics[i - 1] == place)
			return i;
	if (statics_count == STATICS)
		return 0;
	statics[statics_count++] = place;
	return statics_count;
}

UInt graph_static_place(UInt label)
{
	return label > 0 && label <= statics_count ? statics[label - 1] : 0;
}

/*** nodes ***/

UInt graph_next(void)
{
	return VALUES_NODES + nodes_count;
}

static struct node *node_of(UInt label)
{
	const UInt index = label - VALUES_NODES;

	if (label < VALUES_NODES || index >= nodes_count || nodes_count - index > NODES)
		return NULL;
	return &nodes[index % NODES];
}

const struct node *graph_node(UInt label)
{
	return node_of(label);
}

const struct branch *graph_branch(UInt index)
{
	if (index >= branches_count || branches_count - index > BRANCHES)
		return NULL;
	return &branches[index % BRANCHES];
}

static UInt add(const struct node *made)
{
	if (nodes_count == VALUES_PACKS - VALUES_NODES - 1)
		return 0;
	nodes = grow_once(nodes, NODES, sizeof(*nodes));
	nodes[nodes_count % NODES] = *made;
	nodes[nodes_count % NODES].branches = branches_count;
	return VALUES_NODES + nodes_count++;
}

/* What was stored and loaded and nothing else: the value itself. */
static UInt value_of(UInt label)
{
	for (UInt i = 0; i < HOPS; i++) {
		const struct node *node = node_of(label);

		if (!node || node->kind == NODE_OPERATION || !node->first)
			return label;
		label = node->first;
	}
	return label;
}

/* Whether it is made of its own last value. */
static Bool grows_from(struct node *made, UInt label)
{
	const struct node *last = node_of(value_of(label));

	if (!last || last->kind != NODE_OPERATION || last->place != made->place)
		return False;
	made->began = last->times ? last->began : last->first;
	made->times = last->times + 1;
	return True;
}

ULong graph_operation(ULong place, ULong first, ULong second, ULong stack, ULong condition)
{
	struct node made = {
		.kind = NODE_OPERATION,
		.place = (UInt)place,
		.stack = stack,
		.condition = condition != 0,
	};

	made.first = graph_single((UInt)first);
	made.second = graph_single((UInt)second);
	if (!made.first) {
		made.first = made.second;
		made.second = 0;
	}
	if (!made.first)
		return 0;
	if (!grows_from(&made, made.first) && made.second && grows_from(&made, made.second)) {
		const UInt own = made.second;

		made.second = made.first;
		made.first = own;
	}
	return add(&made);
}

UInt graph_call(UInt place)
{
	return place ? add(&(struct node){ .kind = NODE_CALL, .place = place }) : 0;
}

/*** wide values ***/

const UInt *graph_pack(UInt label)
{
	const UInt index = label - VALUES_PACKS;

	if (label < VALUES_PACKS || label >= VALUES_INPUT || index >= packs_count ||
		packs_count - index > PACKS)
		return NULL;
	return packs[index % PACKS];
}

UInt graph_single(UInt label)
{
	const UInt *pack;

	if (label < VALUES_PACKS || label >= VALUES_INPUT)
		return label;
	pack = graph_pack(label);
	for (UInt i = 0; pack && i < PACK; i++)
		if (pack[i])
			return pack[i];
	return 0;
}

static Bool is_uniform(Addr address, SizeT size)
{
	const UInt *labels = shadow_within_page(address, size);
	SizeT same = 1;

	if (labels) {
		while (same < size && labels[same] == labels[0])
			same++;
		return same == size;
	}
	while (same < size && shadow_get(address + same) == shadow_get(address))
		same++;
	return same == size;
}

static UInt get_wide(Addr address, SizeT size)
{
	UInt *pack;

	if (is_uniform(address, size))
		return shadow_get(address);
	packs = grow_once(packs, PACKS, sizeof(*packs));
	pack = packs[packs_count % PACKS];
	for (SizeT i = 0; i < PACK; i++)
		pack[i] = i < size ? shadow_get(address + i) : 0;
	if (packs_count == VALUES_INPUT - VALUES_PACKS - 1)
		return 0;
	return VALUES_PACKS + packs_count++;
}

/*** memory ***/

/* What lies in a table of libc's, as the digits do, is as good as its index. */
ULong graph_load(ULong address, ULong size, ULong pointer)
{
	const UInt label = get_wide(address, size);

	if (label || !pointer)
		return label;
	return values_is_constant(address) ? pointer : 0;
}

void graph_store(ULong address, ULong size, ULong label)
{
	const UInt *pack = graph_pack((UInt)label);

	if (pack && size <= PACK) {
		for (UInt i = 0; i < size; i++)
			shadow_set(address + i, 1, pack[i]);
		return;
	}
	shadow_set(address, size, (UInt)label);
}

ULong graph_load_own(ULong place, ULong address, ULong size, ULong pointer, ULong stack)
{
	UInt label = 0;

	for (UInt i = 0; i < size && !label; i++)
		label = shadow_get(address + i);
	return add(&(struct node){
		.kind = calls_is_shared(address) ? NODE_SHARED : NODE_LOAD,
		.place = (UInt)place,
		.first = label,
		.second = graph_single((UInt)pointer),
		.address = address,
		.stack = stack,
	});
}

void graph_store_own(
	ULong place, ULong address, ULong size, ULong label, ULong pointer, ULong stack)
{
	const UInt stored = add(&(struct node){
		.kind = NODE_STORE,
		.place = (UInt)place,
		.first = graph_single((UInt)label),
		.second = graph_single((UInt)pointer),
		.address = address,
		.stack = stack,
	});

	shadow_set(address, size, stored);
}

/*** branches ***/

static void look(struct node *node, UInt place)
{
	UInt i = 0;

	/* The latest last: what is known moves there, or the oldest makes room. */
	while (i < VALUES_LOOKS && node->looks[i] && node->looks[i] != place)
		i++;
	if (i == VALUES_LOOKS)
		i = 0;
	for (; i < VALUES_LOOKS - 1 && node->looks[i + 1]; i++)
		node->looks[i] = node->looks[i + 1];
	node->looks[i] = place;
}

/* From what was loaded over what was stored to what was made; where that joins, to both. */
static void look_along(UInt label, UInt place, UInt deep)
{
	for (UInt i = 0; i < HOPS; i++) {
		struct node *node = node_of(label);

		if (!node)
			return;
		look(node, place);
		if (node->kind == NODE_OPERATION && (!node->condition || deep == 0))
			return;
		if (node->condition)
			look_along(node->second, place, --deep);
		label = node->first;
	}
}

void graph_decide(ULong place, ULong label, ULong stack)
{
	/* A comparison, or several that are joined by && and ||. */
	enum { DEEP = 3 };

	if (!label)
		return;
	look_along((UInt)label, (UInt)place, DEEP);
	branches = grow_once(branches, BRANCHES, sizeof(*branches));
	branches[branches_count++ % BRANCHES] =
		(struct branch){ (UInt)place, graph_single((UInt)label), stack };
}
