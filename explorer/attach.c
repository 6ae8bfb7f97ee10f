/*
 * How a program comes under the scheduler: the arena lies under a fixed
 * descriptor, put there by the controller and inherited over fork and exec.  Without one
 * the runtime does nothing, and the program runs as it would with libc alone.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "explorer/calls.h"
#include "explorer/raw.h"

extern void *__libc_stack_end; /* where the first thread's frames begin: ld.so's own */

void *libc_function(const char *name)
{
	void *found;

	self.inside++;
	found = dlsym(RTLD_NEXT, name);
	self.inside--;
	return found;
}

/* The program is the first that is listed; its text is what calls are looked for in. */
static int note_program(struct dl_phdr_info *info, size_t size, void *data)
{
	struct process *process = data;

	(void)size;
	process->base = info->dlpi_addr;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];

		if (segment->p_type == PT_LOAD && (segment->p_flags & PF_X))
			process->text_end = info->dlpi_addr + segment->p_vaddr + segment->p_memsz;
	}
	return 1;
}

static bool map_arena(void)
{
	struct stat status;
	long at;

	if (raw(SYS_fstat, ARENA_FD, &status) < 0 || status.st_size != (off_t)sizeof(struct arena))
		return false;
	at = raw(SYS_mmap, ARENA_ADDRESS, sizeof(struct arena), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_FIXED_NOREPLACE, ARENA_FD, 0);
	return at == (long)ARENA_ADDRESS && ARENA->magic == ARENA_MAGIC;
}

static bool same_pid(const struct process *process)
{
	return process->pid == (pid_t)raw(SYS_getpid);
}

/* Ours: made by the controller, or there from before exec. -1: none. */
static int find_process(void)
{
	for (unsigned i = 0; i < ARENA->processes_count; i++)
		if (!ARENA->processes[i].buried && same_pid(&ARENA->processes[i]))
			return (int)i;
	return -1;
}

/* exec has ended the other threads, and whoever called it goes on as the first one. */
static unsigned task_after_exec(unsigned process)
{
	unsigned holder = ARENA->current;

	for (unsigned i = 0; i < ARENA->tasks_count; i++)
		if (ARENA->tasks[i].process == process && i != holder)
			ARENA->tasks[i].state = TASK_DEAD;
	ARENA->processes[process].handles = 0;
	ARENA->processes[process].instance = ++ARENA->next_instance;
	ARENA->processes[process].executing = false;
	return holder;
}

/*** serving ***/

static void tell(int32_t news)
{
	raw(SYS_write, ARENA_NEWS_FD, &news, sizeof(news));
}

/*
 * Loaded once, run many times: the program's first process forks a run for each order,
 * so that what the loader does is done once.  Returns in the run.
 */
static void serve(void)
{
	char order;
	pid_t pid = -1;

	tell(NEWS_READY);
	while (raw(SYS_read, ARENA_ORDERS_FD, &order, 1) == 1) {
		pid = fork();
		if (pid == 0)
			break;
		waitpid(pid, &ARENA->status, 0);
		tell(NEWS_REAPED);
	}
	if (pid != 0) /* no more orders */
		_exit(0);
	raw(SYS_setpgid, 0, 0);
	raw(SYS_lseek, 0, 0, SEEK_SET);
	ARENA->processes[0].pid = getpid();
	tell(getpid());
}

static void __attribute__((constructor(101))) attach(void)
{
	struct process *process;
	int index;
	unsigned task;

	if (self.attached || !map_arena())
		return;
	if (ARENA->processes_count == 0)
		serve();
	index = find_process();
	if (index < 0)
		return;
	process = &ARENA->processes[index];
	/* The first program has the token from the controller. */
	task = process->executing ? task_after_exec((unsigned)index) : 0;
	dl_iterate_phdr(note_program, process);
	raw(SYS_readlink, "/proc/self/exe", process->path, sizeof(process->path) - 1);
	self.stack_end = (uint64_t)(uintptr_t)__libc_stack_end;
	self.task = task;
	me()->tid = (pid_t)raw(SYS_gettid);
	me()->state = TASK_READY;
	me()->turn = 0;
	threads_begin();
	self.attached = true;
	dispatch_arm();
}
