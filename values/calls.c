/*
 * What goes in and out of a process by system calls.
 */
#include "values/values.h"

#include <pub_tool_libcbase.h>
#include <pub_tool_libcfile.h>
#include <pub_tool_libcproc.h>
#include <pub_tool_mallocfree.h>
#include <pub_tool_vki.h>
#include <pub_tool_vkiscnums.h>
#include <libvex_guest_amd64.h>

enum { SHARED = 64, STREAMS = 256, INPUTS = 1 << 16, OUTPUTS = 1 << 18, MOST_PIECES = 64 };

/* How many bytes the process sent to, and received from, a file. */
struct stream {
	ULong inode, sent, received;
};

static struct shared shared[SHARED];
static struct stream streams[STREAMS];
static struct input *inputs;
static struct output *outputs;
static struct noted noted;
static UInt streams_count;
static UInt next_input = VALUES_INPUT;

struct noted calls_noted(void)
{
	noted.shared = shared;
	noted.inputs = inputs;
	noted.outputs = outputs;
	return noted;
}

/* Labels that came in before stay what they are: they belong to what the process was. */
void calls_begin(ThreadId tid)
{
	(void)tid;
	noted.first_node = graph_next();
	noted.outputs_count = 0;
	streams_count = 0;
}

/*** memory that processes share ***/

Bool calls_is_shared(Addr address)
{
	for (UInt i = 0; i < noted.shared_count; i++)
		if (address - shared[i].from < shared[i].length)
			return True;
	return False;
}

static void add_shared(Addr from, SizeT length)
{
	if (noted.shared_count < SHARED)
		shared[noted.shared_count++] = (struct shared){ from, length };
	else
		noted.over = True;
}

static void drop_shared(Addr from, SizeT length)
{
	for (UInt i = 0; i < noted.shared_count; i++)
		if (shared[i].from - from < length)
			shared[i].length = 0;
}

/*** streams ***/

/* Pipes, sockets and terminals; what is in a file may be read by anyone, in any order. */
static struct stream *stream_of(UWord fd)
{
	struct vg_stat status;
	UInt i = 0;

	if (VG_(fstat)((Int)fd, &status) != 0 || VKI_S_ISREG(status.mode))
		return NULL;
	while (i < streams_count && streams[i].inode != status.ino)
		i++;
	if (i == STREAMS)
		return NULL;
	if (i == streams_count)
		streams[streams_count++] = (struct stream){ .inode = status.ino };
	return &streams[i];
}

static void receive(ThreadId tid, struct stream *stream, Addr to, SizeT length)
{
	if (length > VALUES_INPUT / 2 || next_input > (UInt)-1 - length) {
		noted.over = True;
		return;
	}
	shadow_set_row(to, length, next_input);
	if (!inputs)
		inputs = VG_(calloc)("values.inputs", INPUTS, sizeof(*inputs));
	if (noted.inputs_count < INPUTS)
		inputs[noted.inputs_count++] = (struct input){
			.label = next_input,
			.length = (UInt)length,
			.place = values_left_at(tid),
			.inode = stream->inode,
			.offset = stream->received,
		};
	else
		noted.over = True;
	next_input += (UInt)length;
	stream->received += length;
}

static Bool follows(const struct output *last, UInt label)
{
	if (last->length == 1)
		return label == last->label || label == last->label + 1;
	return label == last->label + last->length * last->step;
}

static void send_byte(const struct stream *stream, UInt label)
{
	struct output *last = noted.outputs_count ? &outputs[noted.outputs_count - 1] : NULL;

	if (last && last->inode == stream->inode && follows(last, label) &&
		last->offset + last->length == stream->sent) {
		if (last->length == 1)
			last->step = label - last->label;
		last->length++;
		return;
	}
	if (!outputs)
		outputs = VG_(calloc)("values.outputs", OUTPUTS, sizeof(*outputs));
	if (noted.outputs_count == OUTPUTS) {
		noted.over = True;
		return;
	}
	outputs[noted.outputs_count++] = (struct output){
		.label = label, .length = 1, .inode = stream->inode, .offset = stream->sent
	};
}

static void send(struct stream *stream, Addr from, SizeT length)
{
	for (SizeT i = 0; i < length; i++) {
		send_byte(stream, shadow_get(from + i));
		stream->sent++;
	}
}

static void move(ThreadId tid, Bool out, struct stream *stream, Addr at, SizeT length)
{
	if (out)
		send(stream, at, length);
	else
		receive(tid, stream, at, length);
}

static void move_pieces(ThreadId tid, Bool out, struct stream *stream,
	const struct vki_iovec *pieces, SizeT count, SizeT left)
{
	for (SizeT i = 0; i < count && i < MOST_PIECES && left > 0; i++) {
		const SizeT here = pieces[i].iov_len < left ? pieces[i].iov_len : left;

		move(tid, out, stream, (Addr)pieces[i].iov_base, here);
		left -= here;
	}
}

/*** calls ***/

static const struct mover {
	UInt number;
	Bool out, pieces;
} movers[] = {
	{ __NR_read, False, False },
	{ __NR_recvfrom, False, False },
	{ __NR_readv, False, True },
	{ __NR_write, True, False },
	{ __NR_sendto, True, False },
	{ __NR_writev, True, True },
};

static void moved(ThreadId tid, UInt number, const UWord *arguments, SizeT length)
{
	for (UInt i = 0; i < sizeof(movers) / sizeof(*movers); i++) {
		struct stream *stream;

		if (movers[i].number != number)
			continue;
		stream = stream_of(arguments[0]);
		if (!stream)
			return;
		if (movers[i].pieces)
			move_pieces(tid, movers[i].out, stream,
				(const struct vki_iovec *)arguments[1], arguments[2], length);
		else
			move(tid, movers[i].out, stream, arguments[1], length);
	}
}

void calls_before(ThreadId tid, UInt number, UWord *arguments, UInt count)
{
	(void)count;
	if (number != __NR_exit_group)
		return;
	noted.status = (Int)arguments[0] & 0xff;
	VG_(get_shadow_regs_area)
	(tid, (UChar *)&noted.status_label, 1, offsetof(VexGuestAMD64State, guest_RDI),
		sizeof(noted.status_label));
}

/* What the kernel wrote into memory; of bytes that were received more is known soon. */
void calls_written(CorePart part, ThreadId tid, Addr address, SizeT size)
{
	enum { MOST = 1 << 16 };

	if (part == Vg_CoreSysCall && size <= MOST)
		shadow_set(address, size, graph_call(values_left_at(tid)));
}

void calls_after(ThreadId tid, UInt number, UWord *arguments, UInt count, SysRes result)
{
	const UInt label = graph_call(values_left_at(tid));

	(void)count;
	VG_(set_shadow_regs_area)
	(tid, 1, offsetof(VexGuestAMD64State, guest_RAX), sizeof(label), (const UChar *)&label);
	if (sr_isError(result))
		return;
	if (number == __NR_mmap)
		shadow_set(sr_Res(result), arguments[1], 0);
	if (number == __NR_mmap && (arguments[3] & VKI_MAP_SHARED))
		add_shared(sr_Res(result), arguments[1]);
	else if (number == __NR_shmat)
		add_shared(sr_Res(result), 1);
	else if (number == __NR_munmap)
		drop_shared(arguments[0], arguments[1]);
	else
		moved(tid, number, arguments, sr_Res(result));
}
