#include "sandbox/caller.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/source.h"
#include "sandbox/tasks.h"

/* How far up the stack is looked. */
enum { WORDS = 128 };

/* The longest call instruction that is looked for. */
enum { CALL = 6 };

/* The program's own code. */
struct text_range {
	unsigned long first, end;
};

static size_t read_memory(pid_t tid, unsigned long address, void *into, size_t size)
{
	struct iovec local = { into, size };
	struct iovec remote = { (void *)address, size }; /* NOLINT: another process's address */
	ssize_t length = process_vm_readv(tid, &local, 1, &remote, 1, 0);

	return length < 0 ? 0 : (size_t)length;
}

/* The executable mapping of the file that the process runs: proc(5), /proc/PID/maps. */
static int find_text(pid_t tid, struct text_range *ret)
{
	char path[64], program[512], line[1024], file[512], mode[8];
	ssize_t length;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/exe", tid);
	length = readlink(path, program, sizeof(program) - 1);
	if (length <= 0)
		return -ENOENT;
	program[length] = '\0';
	snprintf(path, sizeof(path), "/proc/%d/maps", tid);
	maps = fopen(path, "re");
	if (!maps)
		return -errno;
	ret->end = 0;
	while (!ret->end && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %7s %*s %*s %*s %511[^\n]", &ret->first, &ret->end, mode,
			    file) != 4 ||
			mode[2] != 'x' || strcmp(file, program) != 0)
			ret->end = 0;
	fclose(maps);
	return ret->end ? 0 : -ENOENT;
}

/* Whether a call instruction ends there: near (E8), or through a register or memory (FF /2). */
static bool is_behind_call(pid_t tid, const struct text_range *text, unsigned long address)
{
	unsigned char code[CALL];

	if (address < text->first + CALL || address >= text->end ||
		read_memory(tid, address - CALL, code, CALL) != CALL)
		return false;
	return code[1] == 0xe8 || (code[0] == 0xff && code[1] == 0x15) ||
	       (code[4] == 0xff && (code[5] & 0x38) == 0x10) ||
	       (code[3] == 0xff && (code[4] & 0x38) == 0x10);
}

static unsigned long find_call(pid_t tid)
{
	unsigned long words[WORDS] = { 0 };
	struct text_range text;
	struct task task;
	size_t count;

	if (task_read(tid, tid, &task) < 0 || find_text(tid, &text) < 0)
		return 0;
	count = read_memory(tid, task.stack, words, sizeof(words)) / sizeof(*words);
	for (size_t i = 0; i < count; i++)
		if (is_behind_call(tid, &text, words[i]))
			return words[i] - 1;
	return 0;
}

/*** from the address to the line ***/

static void tell_place(int fd, pid_t tid, unsigned long address)
{
	Dwfl *dwfl = source_open(tid);
	struct source_place place = { NULL, NULL, 0 };

	if (dwfl)
		place = source_at(dwfl, address);
	dprintf(fd, "%.200s\t%d\t%.200s", place.file ? place.file : "", place.line,
		place.function ? place.function : "");
}

static void replace_controls(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 && *text != '\t')
			*text = '?';
}

static void look(int fd, pid_t tid)
{
	struct rlimit cpu = { 5, 5 };
	unsigned long address = find_call(tid);

	setrlimit(RLIMIT_CPU, &cpu);
	if (address)
		tell_place(fd, tid, address);
	_exit(0);
}

void caller_find(pid_t tid, char text[CALLER_TEXT])
{
	ssize_t length = 0;
	int ends[2];
	pid_t pid;

	text[0] = '\0';
	if (pipe2(ends, O_CLOEXEC) < 0)
		return;
	pid = fork();
	if (pid == 0)
		look(ends[1], tid);
	close(ends[1]);
	if (pid > 0) {
		length = read(ends[0], text, CALLER_TEXT - 1);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close(ends[0]);
	text[length > 0 ? length : 0] = '\0';
	replace_controls(text);
}
