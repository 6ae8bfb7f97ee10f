#include "sandbox/witness.h"

#include <dirent.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "sandbox/tasks.h"

/* Stacks are the dear part, and sixty-four children of one loop stand at one line. */
enum { MOST_FRAMES = 24, MOST_TASKS = 160, MOST_FDS = 64, MOST_STACKS = 12 };

struct witness {
	FILE *out;
	struct task tasks[MOST_TASKS];
	size_t count;
};

static int remember(const struct task *task, void *data)
{
	struct witness *witness = data;

	if (task->state != 'Z' && task->state != 'X')
		witness->tasks[witness->count++] = *task;
	return witness->count == MOST_TASKS;
}

/* Control bytes could forge lines; file and symbol names are the student's. */
static void put_text(FILE *out, const char *text)
{
	for (; text && *text; text++)
		fputc((unsigned char)*text < 0x20 ? '?' : *text, out);
}

/*** descriptors ***/

static const char *access_word(pid_t tgid, const char *number)
{
	static const char *const words[] = { "r", "w", "rw", "?" };
	char path[300];
	char line[128];
	unsigned flags = 3;
	FILE *info;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%s", tgid, number);
	info = fopen(path, "re");
	while (info && fgets(line, sizeof(line), info))
		if (sscanf(line, "flags: %o", &flags) == 1)
			break;
	if (info)
		fclose(info);
	return words[flags & O_ACCMODE];
}

static void write_fds(FILE *out, pid_t tgid, const struct folder *folder)
{
	char path[64];
	char link[512];
	char target[512];
	struct dirent *entry;
	int left = MOST_FDS;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", tgid);
	dir = opendir(path);
	while (dir && left > 0 && (entry = readdir(dir))) {
		ssize_t length;

		snprintf(link, sizeof(link), "%s/%s", path, entry->d_name);
		length = readlink(link, target, sizeof(target) - 1);
		if (length <= 0)
			continue;
		target[length] = '\0';
		fprintf(out, "fd\t%d\t%s\t%s\t", tgid, entry->d_name,
			access_word(tgid, entry->d_name));
		put_text(out, folder_inside(folder, target));
		fputc('\n', out);
		left--;
	}
	if (dir)
		closedir(dir);
}

/*** stacks ***/

struct frames {
	FILE *out;
	pid_t tid;
	int left;
};

static void put_frame(const struct frames *frames, const char *function, const char *file, int line)
{
	fprintf(frames->out, "frame\t%d\t", frames->tid);
	put_text(frames->out, function);
	fputc('\t', frames->out);
	put_text(frames->out, file);
	fprintf(frames->out, "\t%d\n", line);
}

/* A place in the source, as far as it is known. */
struct place {
	const char *file;
	int line;
};

/* Where an inlined function was called: DWARF 5, section 3.3.8.2. */
static struct place call_site(Dwarf_Die *unit, Dwarf_Die *inlined)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file = 0, line = 0;
	Dwarf_Files *files;
	size_t count;

	if (!dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &attribute), &line) &&
		!dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &attribute), &file) &&
		!dwarf_getsrcfiles(unit, &files, &count) && file < count)
		return (struct place){ dwarf_filesrc(files, file, NULL, NULL), (int)line };
	return (struct place){ NULL, 0 };
}

/*
 * The scopes round an address as they are nested in the machine code, innermost
 * first.  dwarf_getscopes() alone goes on, from an inlined function, with the
 * place of its definition.  The caller frees.
 */
static int concrete_scopes(Dwarf_Die *unit, Dwarf_Addr address, Dwarf_Die **ret)
{
	Dwarf_Die *innermost = NULL;
	int count = unit ? dwarf_getscopes(unit, address, &innermost) : 0;

	if (count > 0)
		count = dwarf_getscopes_die(&innermost[0], ret);
	free(innermost);
	return count;
}

/*
 * One frame of the machine is several of the source's where functions are
 * inlined: libc's own headers do that to getline() and others, and the student's
 * line is then the place of the call.
 */
static void put_scopes(
	const struct frames *frames, Dwfl_Module *module, Dwarf_Addr pc, struct place place)
{
	Dwarf_Addr bias = 0;
	Dwarf_Die *unit = dwfl_module_addrdie(module, pc, &bias);
	Dwarf_Die *scopes = NULL;
	int count = concrete_scopes(unit, pc - bias, &scopes);
	bool put = false;

	for (int i = 0; i < count; i++) {
		int tag = dwarf_tag(&scopes[i]);

		if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine)
			continue;
		put_frame(frames, dwarf_diename(&scopes[i]), place.file, place.line);
		put = true;
		if (tag == DW_TAG_subprogram)
			break;
		place = call_site(unit, &scopes[i]);
	}
	free(scopes);
	if (!put)
		put_frame(frames, dwfl_module_addrname(module, pc), place.file, place.line);
}

static int write_frame(Dwfl_Frame *frame, void *data)
{
	struct frames *frames = data;
	Dwarf_Addr pc;
	bool activation;
	Dwfl_Module *module;
	Dwfl_Line *line;
	struct place place = { NULL, 0 };

	if (!dwfl_frame_pc(frame, &pc, &activation))
		return DWARF_CB_ABORT;
	/* A return address is behind the call that we mean. */
	if (!activation)
		pc--;
	module = dwfl_addrmodule(dwfl_thread_dwfl(dwfl_frame_thread(frame)), pc);
	line = module ? dwfl_module_getsrc(module, pc) : NULL;
	if (line)
		place.file = dwfl_lineinfo(line, NULL, &place.line, NULL, NULL, NULL);
	if (module)
		put_scopes(frames, module, pc, place);
	return --frames->left > 0 ? DWARF_CB_OK : DWARF_CB_ABORT;
}

/* The student's debug information is in the program itself; nobody else's is wanted. */
static int no_debuginfo(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
	const char *file, const char *link, GElf_Word crc, char **ret_name)
{
	(void)module, (void)user, (void)name, (void)base, (void)file, (void)link, (void)crc;
	(void)ret_name;
	return -1;
}

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_linux_proc_find_elf,
	.find_debuginfo = no_debuginfo,
};

static Dwfl *attach(pid_t tgid)
{
	Dwfl *dwfl = dwfl_begin(&callbacks);

	if (!dwfl)
		return NULL;
	if (dwfl_linux_proc_report(dwfl, tgid) != 0 || dwfl_report_end(dwfl, NULL, NULL) != 0 ||
		dwfl_linux_proc_attach(dwfl, tgid, false) != 0) {
		dwfl_end(dwfl);
		return NULL;
	}
	return dwfl;
}

/*** futexes ***/

/* "accounts+0x28": the object that the address lies in. */
static void put_symbol(FILE *out, Dwfl *dwfl, Dwarf_Addr address)
{
	Dwfl_Module *module = dwfl ? dwfl_addrmodule(dwfl, address) : NULL;
	GElf_Sym symbol;
	GElf_Off offset = 0;
	const char *name =
		module ? dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL)
		       : NULL;

	put_text(out, name);
	if (name && offset)
		fprintf(out, "+%lu", (unsigned long)offset);
}

/* glibc keeps a mutex's owner, a TID, 8 bytes behind its lock word. */
static void write_word(FILE *out, Dwfl *dwfl, const struct task *task)
{
	unsigned words[3] = { 0 };
	struct iovec local = { words, sizeof(words) };
	struct iovec remote = { (void *)task->arguments[0], sizeof(words) };

	if (task->call != SYS_futex ||
		process_vm_readv(task->tgid, &local, 1, &remote, 1, 0) != sizeof(words))
		return;
	fprintf(out, "word\t%d\t0x%lx\t%u\t%u\t", task->tid, task->arguments[0], words[0],
		words[2]);
	put_symbol(out, dwfl, task->arguments[0]);
	fputc('\n', out);
}

static void write_task(struct witness *witness, const struct task *task, Dwfl *dwfl)
{
	struct frames frames = { .out = witness->out, .tid = task->tid, .left = MOST_FRAMES };

	fprintf(witness->out, "task\t%d\t%d\t%d\t%c\t%d", task->tid, task->tgid, task->ppid,
		task->state, task->call);
	for (int i = 0; i < 6; i++)
		fprintf(witness->out, "\t0x%lx", task->arguments[i]);
	fputc('\t', witness->out);
	put_text(witness->out, task->name);
	fputc('\n', witness->out);
	if (dwfl)
		dwfl_getthread_frames(dwfl, task->tid, write_frame, &frames);
	write_word(witness->out, dwfl, task);
}

static void stop_all(const struct witness *witness)
{
	for (size_t i = 0; i < witness->count; i++)
		if (witness->tasks[i].tgid > 0 && witness->tasks[i].tgid != getpid())
			kill(witness->tasks[i].tgid, SIGSTOP);
}

void witness_write(int fd, const struct folder *folder, bool stop)
{
	static struct witness witness;
	pid_t self = getpid();
	int stacks = 0;

	witness.out = fdopen(fd, "w");
	if (!witness.out)
		return;
	tasks_each(remember, &witness);
	if (stop)
		stop_all(&witness);
	for (size_t i = 0; i < witness.count; i++) {
		const struct task *leader = &witness.tasks[i];
		Dwfl *dwfl;

		if (leader->tid != leader->tgid || leader->tgid == self)
			continue;
		dwfl = stacks++ < MOST_STACKS ? attach(leader->tgid) : NULL;
		for (size_t j = 0; j < witness.count; j++)
			if (witness.tasks[j].tgid == leader->tgid)
				write_task(&witness, &witness.tasks[j], dwfl);
		write_fds(witness.out, leader->tgid, folder);
		if (dwfl)
			dwfl_end(dwfl);
		fflush(witness.out);
	}
	fclose(witness.out);
}
