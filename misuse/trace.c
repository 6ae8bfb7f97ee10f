/*
 * The trace itself: the clock, chains of callers, and the file.
 *
 * A run is traced because it failed before; it decides nothing.  So more is allowed here than
 * in a run that looks for misuse: time, and a lock of our own.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

#include "misuse/misuse.h"
#include "misuse/trace.h"
#include "misuse/tracing.h"

bool misuse_traces;

static char folder[PATH_MAX / 2];
/* What all processes share. */
static struct shared {
	_Atomic uint64_t ticks;
	_Atomic uint64_t bytes; /* that were written down */
} * shared;

static bool brief; /* no chain is taken */
static _Atomic int writer; /* the thread that writes, 0: none */
static unsigned records;
static bool over;
static struct misuse_last last;
static bool after_number;

static int thread_id(void)
{
	return (int)syscall(SYS_gettid);
}

/*** the clock ***/

uint64_t misuse_trace_now(void)
{
	return misuse_traces ? atomic_fetch_add(&shared->ticks, 1) + 1 : 0;
}

/* A file, not only memory: a program that another one becomes finds it again. */
static struct shared *map_shared(const char *path)
{
	void *memory = MAP_FAILED;
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path,
		O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

	if (fd >= 0 && syscall(SYS_ftruncate, fd, sizeof(*shared)) == 0)
		memory = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		syscall(SYS_close, fd);
	return memory == MAP_FAILED ? NULL : memory;
}

void misuse_trace_open(const char *path, const char *how)
{
	char clock_path[PATH_MAX];

	if (!path || strlen(path) >= sizeof(folder))
		return;
	strcpy(folder, path);
	stpcpy(stpcpy(clock_path, path), "/.clock");
	shared = map_shared(clock_path);
	misuse_traces = shared != NULL;
	brief = strcmp(how, MISUSE_TRACE_BRIEFLY) == 0;
}

void misuse_trace_restart(void)
{
	records = 0;
	over = false;
	after_number = false;
	atomic_store(&writer, 0);
}

/*** chains ***/

/* A return address lies behind its call; where a signal came it is the instruction itself. */
static _Unwind_Reason_Code take_frame(struct _Unwind_Context *context, void *data)
{
	struct misuse_chain *chain = data;
	int exact = 0;
	uintptr_t address = _Unwind_GetIPInfo(context, &exact);
	uintptr_t place = misuse_place((const void *)(address + (exact ? 1 : 0)));

	if (place && chain->count < MISUSE_CHAIN)
		chain->places[chain->count++] = place;
	return chain->count < MISUSE_CHAIN ? _URC_NO_REASON : _URC_NORMAL_STOP;
}

void misuse_chain_take(struct misuse_chain *ret)
{
	ret->count = 0;
	if (!brief)
		_Unwind_Backtrace(take_frame, ret);
}

void misuse_trace_remember(const char *call, const struct misuse_chain *chain)
{
	if (thread_id() != getpid() || chain->count == 0)
		return;
	last.call = call;
	last.chain = *chain;
}

const struct misuse_last *misuse_trace_last(void)
{
	return &last;
}

/*** records ***/

void misuse_line_word(struct misuse_line *line, const char *word)
{
	line->length = 0;
	line->room = MISUSE_LINE_ROOM;
	misuse_line_safely(line, word, SIZE_MAX);
}

void misuse_line_text(struct misuse_line *line, const char *text, size_t most)
{
	misuse_line_byte(line, '\t');
	misuse_line_safely(line, text, most);
}

void misuse_line_number(struct misuse_line *line, uint64_t number)
{
	misuse_line_byte(line, '\t');
	misuse_line_digits(line, number, 10);
}

void misuse_line_chain(struct misuse_line *line, const struct misuse_chain *chain)
{
	misuse_line_byte(line, '\t');
	for (unsigned i = 0; i < chain->count; i++) {
		if (i)
			misuse_line_byte(line, ',');
		misuse_line_digits(line, chain->places[i], 16);
	}
}

/* Opened for each record, as in log.c, and for the same reason. */
static bool append(const struct iovec *parts, int count)
{
	struct misuse_line path = MISUSE_LINE_INIT(MISUSE_LINE_ROOM);
	bool good;
	int fd;

	misuse_line_word(&path, folder);
	misuse_line_byte(&path, '/');
	misuse_line_digits(&path, (uint64_t)syscall(SYS_getpid), 10);
	for (const char *c = MISUSE_TRACE_SUFFIX; *c; c++)
		misuse_line_byte(&path, *c);
	path.bytes[path.length] = '\0';
	fd = (int)syscall(SYS_openat, AT_FDCWD, path.bytes,
		O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	good = fd >= 0 && syscall(SYS_writev, fd, parts, count) >= 0;
	if (fd >= 0)
		syscall(SYS_close, fd);
	return good;
}

/* What is written last says so: then nobody takes what is missing for what was not done. */
static void give_up(void)
{
	static const char word[] = "over\n";

	append(&(const struct iovec){ .iov_base = (void *)(uintptr_t)word, sizeof(word) - 1 }, 1);
	over = true;
}

static void put(struct misuse_line *line, const void *bytes, size_t length)
{
	struct iovec parts[3] = {
		{ line->bytes, line->length },
		{ (void *)(uintptr_t)bytes, length },
		{ (void *)(uintptr_t) "\n", 1 },
	};

	const uint64_t all = line->length + (bytes ? length : 0);

	if (records++ >= MISUSE_TRACE_RECORDS ||
		atomic_fetch_add(&shared->bytes, all) + all > MISUSE_TRACE_BYTES ||
		!append(parts, bytes ? 3 : 1))
		give_up();
}

/* One at a time; what a handler does in the midst of it is lost, and said to be. */
void misuse_line_put(struct misuse_line *line, const void *bytes, size_t length)
{
	const int self = thread_id();
	int nobody = 0;

	if (over)
		return;
	misuse_line_byte(line, '\n');
	if (atomic_load(&writer) == self) {
		give_up();
		return;
	}
	while (!atomic_compare_exchange_weak(&writer, &nobody, self)) {
		nobody = 0;
		syscall(SYS_sched_yield);
	}
	put(line, bytes, length);
	atomic_store(&writer, 0);
}

/*** processes and numbers ***/

void misuse_trace_start(pid_t parent, const char *program)
{
	struct misuse_line line;

	if (!misuse_traces)
		return;
	misuse_line_word(&line, "start");
	misuse_line_number(&line, (uint64_t)syscall(SYS_getpid));
	misuse_line_number(&line, (uint64_t)parent);
	misuse_line_text(&line, program, 200);
	misuse_line_put(&line, NULL, 0);
}

static bool prints(const char *call)
{
	static const char *const names[] = { "printf", "fprintf", "vprintf", "vfprintf", "dprintf",
		"puts", "fputs", "putc", "fputc", "putchar", "fwrite", "perror", "fflush" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i], call) == 0)
			return true;
	return false;
}

/* A call of which nothing is noted but that it was made. */
void misuse_trace_call(const char *call, uintptr_t place)
{
	const struct misuse_chain chain = { .places = { place }, .count = 1 };
	const int error = errno;
	struct misuse_line line;

	if (!misuse_traces || !place)
		return;
	misuse_trace_remember(call, &chain);
	if (after_number && !prints(call)) {
		after_number = false;
		misuse_line_word(&line, "busy");
		misuse_line_text(&line, call, SIZE_MAX);
		misuse_line_put(&line, NULL, 0);
	}
	errno = error;
}

void misuse_trace_child(pid_t pid)
{
	const int error = errno;
	struct misuse_line line;
	struct misuse_chain chain;

	if (!misuse_traces)
		return;
	misuse_chain_take(&chain);
	misuse_trace_remember("fork", &chain);
	misuse_line_word(&line, "child");
	misuse_line_number(&line, (uint64_t)pid);
	misuse_line_chain(&line, &chain);
	misuse_line_put(&line, NULL, 0);
	errno = error;
}

void misuse_trace_waited(pid_t pid, int status, const char *call)
{
	const int error = errno;
	struct misuse_line line;
	struct misuse_chain chain;

	if (!misuse_traces || pid <= 0)
		return;
	misuse_chain_take(&chain);
	misuse_trace_remember(call, &chain);
	misuse_line_word(&line, "waited");
	misuse_line_number(&line, (uint64_t)pid);
	misuse_line_number(&line, (uint64_t)(unsigned)status);
	misuse_line_text(&line, call, SIZE_MAX);
	misuse_line_chain(&line, &chain);
	misuse_line_put(&line, NULL, 0);
	errno = error;
}

void misuse_trace_number(const char *call, const char *text, const char *end, long long value)
{
	const int error = errno;
	struct misuse_line line;
	struct misuse_chain chain;

	if (!misuse_traces)
		return;
	misuse_chain_take(&chain);
	misuse_trace_remember(call, &chain);
	misuse_line_word(&line, "number");
	misuse_line_text(&line, call, SIZE_MAX);
	misuse_line_number(&line, (uint64_t)(end - text));
	misuse_line_number(&line, (uint64_t)value);
	misuse_line_chain(&line, &chain);
	misuse_line_text(&line, text, MISUSE_NUMBER_TEXT);
	misuse_line_put(&line, NULL, 0);
	after_number = true;
	errno = error;
}
