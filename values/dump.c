/*
 * What was written, followed back as far as it goes, into the log.
 */
#include "values/values.h"

#include <pub_tool_libcbase.h>
#include <pub_tool_libcfile.h>
#include <pub_tool_libcprint.h>
#include <pub_tool_libcproc.h>
#include <pub_tool_mallocfree.h>
#include <pub_tool_vki.h>

enum {
	MOST_LABELS = 6000, /* that are told */
	MOST_BYTES = 6 << 20,
	NEAR = 4000, /* branches, of other calls too, that are looked through for a `before` */
	SEEN = 1 << 14, /* a power of two */
	ROOM = 1 << 16,
};

static struct {
	Int fd;
	UInt bytes, written;
	HChar room[ROOM];
} out;

static UInt seen[SEEN]; /* a hash table of labels */
static UInt queue[MOST_LABELS];
static UInt queued;

/*** words ***/

static void flush(void)
{
	if (out.bytes)
		VG_(write)(out.fd, out.room, (Int)out.bytes);
	out.bytes = 0;
}

static void say(const HChar *format, ...) PRINTF_CHECK(1, 2);

static void say(const HChar *format, ...)
{
	enum { LONGEST = 300 };
	va_list arguments;

	if (out.bytes > ROOM - LONGEST)
		flush();
	va_start(arguments, format);
	VG_(vsnprintf)(out.room + out.bytes, LONGEST, format, arguments);
	va_end(arguments);
	out.written += (UInt)VG_(strlen)(out.room + out.bytes);
	out.bytes += (UInt)VG_(strlen)(out.room + out.bytes);
}

/*** the way back ***/

static void want(UInt label)
{
	UInt at = label * 2654435761U % SEEN;

	if (!label || label >= VALUES_PACKS || queued == MOST_LABELS)
		return;
	for (; seen[at]; at = (at + 1) % SEEN)
		if (seen[at] == label)
			return;
	seen[at] = label;
	queue[queued++] = label;
}

static void say_looks(const struct node *node)
{
	UInt count = 0;

	while (count < VALUES_LOOKS && node->looks[count])
		say(count ? ",%x" : " %x", node->looks[count]), count++;
	say(count ? "\n" : " -\n");
}

static void say_node(UInt label, const struct node *node)
{
	say("node %u %c %x %u %u %u %u %lu", label, node->kind, node->place, node->first,
		node->second, node->began, node->times, node->address);
	say_looks(node);
	want(node->first);
	want(node->second);
	want(node->began);
}

/* In the same call of the same function the stack pointer is the same; callers' is higher. */
static void say_branches(UInt label, const struct node *node)
{
	UInt found = 0;

	for (UInt i = node->branches; i > 0 && node->branches - i < NEAR; i--) {
		const struct branch *branch = graph_branch(i - 1);

		if (!branch || branch->stack > node->stack || found == VALUES_BRANCHES)
			break;
		if (branch->stack != node->stack)
			continue;
		if (found++ == 0)
			say("before %u", label);
		say(" %x:%u", branch->place, branch->label);
		want(branch->label);
	}
	if (found)
		say("\n");
}

static void say_label(UInt label)
{
	const struct node *node = graph_node(label);

	if (label < VALUES_NODES) {
		say("static %u %x\n", label, graph_static_place(label));
	} else if (node) {
		say_node(label, node);
		say_branches(label, node);
	}
}

/*** what there is ***/

static void say_outputs(const struct noted *noted)
{
	for (UInt i = 0; i < noted->outputs_count; i++) {
		const struct output *output = &noted->outputs[i];

		say("output %llu %llu %u %u %u\n", output->inode, output->offset, output->length,
			output->label, output->step);
	}
	/* What comes last often sums up the rest. */
	for (UInt i = noted->outputs_count; i > 0 && queued < MOST_LABELS / 8; i--)
		want(noted->outputs[i - 1].label);
	for (UInt i = 0; i < noted->outputs_count && queued < MOST_LABELS / 4; i++)
		want(noted->outputs[i].label);
}

static void say_shared(const struct noted *noted, const struct shared *shared)
{
	UInt last = 0;
	Addr from = shared->from;

	for (Addr at = shared->from; at <= shared->from + shared->length; at++) {
		UInt label = at < shared->from + shared->length ? shadow_get(at) : 0;

		if (label < noted->first_node || label < VALUES_NODES || label >= VALUES_PACKS)
			label = 0;
		if (label == last)
			continue;
		if (last)
			say("shared %lu %lu %u\n", from, at - from, last);
		want(last);
		last = label;
		from = at;
	}
}

static void say_all(void)
{
	const struct noted noted = calls_noted();

	say("exit %d %u\n", noted.status, noted.status_label);
	want(noted.status_label);
	say_outputs(&noted);
	for (UInt i = 0; i < noted.inputs_count; i++)
		say("input %u %u %llu %llu %x\n", noted.inputs[i].label, noted.inputs[i].length,
			noted.inputs[i].inode, noted.inputs[i].offset, noted.inputs[i].place);
	for (UInt i = 0; i < noted.shared_count; i++)
		say_shared(&noted, &noted.shared[i]);
	for (UInt i = 0; i < queued && out.written < MOST_BYTES; i++)
		say_label(queue[i]);
	if (noted.over)
		say("over\n");
}

void dump(const HChar *folder)
{
	enum { LONGEST = 400 };
	HChar path[LONGEST];
	SysRes opened;

	VG_(snprintf)(path, sizeof(path), "%s/%d%s", folder, VG_(getpid)(), VALUES_SUFFIX);
	opened = VG_(open)(path, VKI_O_WRONLY | VKI_O_CREAT | VKI_O_TRUNC, 0600);
	if (sr_isError(opened))
		return;
	out.fd = (Int)sr_Res(opened);
	say_all();
	flush();
	VG_(close)(out.fd);
}
