#include "harness/analyse/place.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

enum { MOST_PROGRAM = 256 << 20, MOST_ANSWER = 4 << 20, MOST_SECONDS = 20, MOST_WANTED = 4000 };

static struct place_entry *find(
	const struct place_book *book, const char *program, uint64_t address)
{
	for (size_t i = 0; i < book->count; i++)
		if (book->entries[i].address == address &&
			strcmp(book->entries[i].program, program) == 0)
			return &book->entries[i];
	return NULL;
}

void place_want(struct place_book *book, const char *program, uint64_t address)
{
	if (address == 0 || book->count == MOST_WANTED || find(book, program, address))
		return;
	book->entries = xreallocarray(book->entries, book->count + 1, sizeof(*book->entries));
	book->entries[book->count++] = (struct place_entry){
		.program = xstrdup(program),
		.address = address,
		.place = { .file = xstrdup(""), .function = xstrdup("") },
	};
}

const struct place *place_at(const struct place_book *book, const char *program, uint64_t address)
{
	static char nothing[] = "";
	static const struct place unknown = { .file = nothing, .function = nothing };
	const struct place_entry *entry = find(book, program, address);

	return entry ? &entry->place : &unknown;
}

void place_book_release(struct place_book *book)
{
	for (size_t i = 0; i < book->count; i++) {
		free(book->entries[i].program);
		free(book->entries[i].place.file);
		free(book->entries[i].place.function);
	}
	free(book->entries);
	*book = (struct place_book){ .dir = book->dir };
}

/*** the process that reads ***/

/* What memory and an answer need; everything else fails. */
static const int allowed[] = { SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(close), SCMP_SYS(brk),
	SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(exit),
	SCMP_SYS(exit_group), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill),
	SCMP_SYS(getrandom), SCMP_SYS(sched_yield), SCMP_SYS(sigaltstack) };

static int enter_fence(void)
{
	const struct rlimit seconds = { MOST_SECONDS, MOST_SECONDS };
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int error = filter ? 0 : -ENOMEM;

	for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed) && !error; i++)
		error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	if (!error && setrlimit(RLIMIT_CPU, &seconds) < 0)
		error = -errno;
	if (!error)
		error = seccomp_load(filter);
	seccomp_release(filter);
	return error;
}

static void __attribute__((noreturn))
read_image(int fd, struct buf *image, const uint64_t *addresses, size_t count)
{
	/* Nothing of ours stays within reach. */
	if (dup2(fd, STDOUT_FILENO) < 0 || close_range(STDERR_FILENO + 1, ~0U, 0) < 0)
		_exit(1);
	if (enter_fence() == 0)
		place_write(STDOUT_FILENO, image->data, image->length, addresses, count);
	_exit(0);
}

/*** its answer ***/

static void take_line(char *line, struct place_entry *const *wanted, size_t count)
{
	enum { FIELDS = 5 };
	const char *fields[FIELDS] = { "", "", "", "", "" };
	unsigned long index, number;

	for (int i = 0; i < FIELDS && line; i++)
		fields[i] = strsep(&line, "\t");
	index = strtoul(fields[0], NULL, 10);
	number = strtoul(fields[1], NULL, 10);
	if (index >= count || number == 0 || number > INT32_MAX || !*fields[4])
		return;
	free(wanted[index]->place.function);
	free(wanted[index]->place.file);
	wanted[index]->place = (struct place){
		.file = xstrdup(fields[4]),
		.line = (unsigned)number,
		.function = xstrdup(fields[3]),
		.callers = (unsigned)strtoul(fields[2], NULL, 10),
	};
}

static void take_answer(int fd, struct place_entry *const *wanted, size_t count)
{
	cleanup_buf struct buf answer = BUF_INIT;
	char *rest, *line;

	if (buf_read_fd(&answer, fd, MOST_ANSWER) < 0 || answer.length == 0)
		return;
	rest = answer.data;
	while ((line = strsep(&rest, "\n")))
		if (*line)
			take_line(line, wanted, count);
}

static void ask(struct buf *image, struct place_entry *const *wanted, const uint64_t *addresses,
	size_t count)
{
	cleanup_close int ours = -1, theirs = -1;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return;
	ours = ends[0];
	theirs = ends[1];
	pid = fork();
	if (pid == 0)
		read_image(theirs, image, addresses, count);
	close(steal_fd(&theirs));
	if (pid < 0)
		return;
	take_answer(ours, wanted, count);
	/* One that says too much, or goes on for ever, has said what counts. */
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/*** the book ***/

/* A name that a submission wrote: of one of the programs that were built, and of nothing else. */
static bool read_program(const struct place_book *book, const char *program, struct buf *into)
{
	cleanup_free char *path = file_join(book->dir, program);
	cleanup_close int fd = -1;

	if (!*program || *program == '.' || strchr(program, '/'))
		return false;
	fd = file_open_regular(AT_FDCWD, path);
	return fd >= 0 && buf_read_fd(into, fd, MOST_PROGRAM) == 0 && into->length > 0;
}

static void find_program(struct place_book *book, const char *program)
{
	cleanup_free struct place_entry **wanted = xcalloc(book->count, sizeof(*wanted));
	cleanup_free uint64_t *addresses = xcalloc(book->count, sizeof(*addresses));
	cleanup_buf struct buf image = BUF_INIT;
	size_t count = 0;

	for (size_t i = 0; i < book->count; i++)
		if (strcmp(book->entries[i].program, program) == 0) {
			wanted[count] = &book->entries[i];
			addresses[count++] = book->entries[i].address;
		}
	if (read_program(book, program, &image))
		ask(&image, wanted, addresses, count);
}

void place_find_all(struct place_book *book)
{
	for (size_t i = 0; i < book->count; i++) {
		bool before = false;

		for (size_t j = 0; j < i && !before; j++)
			before = strcmp(book->entries[i].program, book->entries[j].program) == 0;
		if (!before)
			find_program(book, book->entries[i].program);
	}
}
