/*
 * The tool's begin and end, and what is the program's own code.
 */
#include "values/values.h"

#include <pub_tool_aspacemgr.h>
#include <pub_tool_clientstate.h>
#include <pub_tool_debuginfo.h>
#include <pub_tool_libcassert.h>
#include <pub_tool_libcbase.h>
#include <pub_tool_libcproc.h>
#include <pub_tool_options.h>
#include <pub_tool_threadstate.h>

static const HChar *folder = "/tmp";

static struct own {
	Bool known;
	Addr from;
	SizeT length;
	PtrdiffT bias;
} own;

static const HChar *last_name(const HChar *path)
{
	const HChar *slash = VG_(strrchr)(path, '/');

	return slash ? slash + 1 : path;
}

/* The list has what was loaded last first: of two with that name, the program is the later one. */
static void find_own(void)
{
	const HChar *name = last_name(VG_(args_the_exename));

	for (const DebugInfo *info = VG_(next_DebugInfo)(NULL); info;
		info = VG_(next_DebugInfo)(info)) {
		if (VG_(strcmp)(last_name(VG_(DebugInfo_get_filename)(info)), name) != 0)
			continue;
		own.from = VG_(DebugInfo_get_text_avma)(info);
		own.length = VG_(DebugInfo_get_text_size)(info);
		own.bias = VG_(DebugInfo_get_text_bias)(info);
	}
	own.known = True;
}

Bool values_is_own(Addr address)
{
	if (!own.known)
		find_own();
	return address - own.from < own.length;
}

/* Near the program's text lie its own constants. */
static Bool is_near(Addr address)
{
	enum { NEAR = 4 << 20 };

	return address + NEAR > own.from && address < own.from + own.length + NEAR;
}

static Bool is_file(Addr address)
{
	const NSegment *segment = VG_(am_find_nsegment)(address);

	return segment && segment->kind == SkFileC && !segment->hasW;
}

/* Asked for often: libraries come, and seldom go. */
Bool values_is_constant(Addr address)
{
	enum { PAGE_BITS = 12, KNOWN = 256 };
	static struct {
		Addr page;
		Bool file;
	} known[KNOWN];
	const Addr page = address >> PAGE_BITS;

	if (known[page % KNOWN].page != page) {
		known[page % KNOWN].page = page;
		known[page % KNOWN].file = is_file(address) && !is_near(address);
	}
	return known[page % KNOWN].file;
}

UInt values_place(Addr address)
{
	return (UInt)(address - (Addr)own.bias);
}

/*** where it was left ***/

enum { THREADS = 512 }; /* that are told apart */

static UInt left_at[THREADS];

void values_leave(ULong place)
{
	const ThreadId tid = VG_(get_running_tid)();

	if (tid < THREADS)
		left_at[tid] = (UInt)place;
}

UInt values_left_at(ThreadId tid)
{
	return tid < THREADS ? left_at[tid] : 0;
}

/*** the tool ***/

static Bool take_option(const HChar *argument)
{
	if (VG_STR_CLO(argument, "--values-folder", folder)) {
	} else {
		return False;
	}
	return True;
}

static void print_usage(void)
{
	VG_(printf)("    --values-folder=DIR       where PID.values goes [/tmp]\n");
}

static void print_nothing(void)
{
}

static void begin(void)
{
}

static void end(Int status)
{
	(void)status;
	dump(folder);
}

static void set_up(void)
{
	VG_(details_name)("values");
	VG_(details_version)(NULL);
	VG_(details_description)("where values come from");
	VG_(details_copyright_author)("The Proctor authors");
	VG_(details_bug_reports_to)("the Proctor authors");
	VG_(basic_tool_funcs)(begin, translate, end);
	VG_(needs_command_line_options)(take_option, print_usage, print_nothing);
	VG_(needs_syscall_wrapper)(calls_before, calls_after);
	VG_(track_post_mem_write)(calls_written);
	VG_(atfork)(NULL, NULL, calls_begin);
}

VG_DETERMINE_INTERFACE_VERSION(set_up)
