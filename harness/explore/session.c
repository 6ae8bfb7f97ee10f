#include "harness/explore/session.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "explorer/schedule.h"
#include "explorer/strategy.h"
#include "harness/base/fault.h"
#include "harness/explore/holders.h"

/*
 * What a run may compute; and how long nothing may be heard of it while it does not: a
 * machine that runs none of it for so long leaves the run unfinished, which is nobody's fault.
 */
enum { CPU_SECONDS = 10, STILL_MS = 2000 };

/* A process of the run whose death is watched. */
struct watched {
	int fd; /* pidfd */
	pid_t pid;
};

struct session {
	struct arena *arena;
	int arena_fd, output;
	int news[2], orders[2];
	pid_t loader; /* the process that forks the runs */
	int loader_fd;
	struct watched watched[ARENA_PROCESSES];
	size_t watched_count;
	bool stuck, reaped, ready; /* what was told */
	unsigned long long cpu; /* when nothing had been heard for a while */
	uint64_t steps;
};

/*** loading ***/

static int map_arena(struct session *session)
{
	const size_t size = sizeof(struct arena);
	void *at;

	session->arena_fd = memfd_create("proctor-arena", MFD_CLOEXEC);
	if (session->arena_fd < 0 || ftruncate(session->arena_fd, (off_t)size) < 0)
		return -errno;
	at = mmap(ARENA_ADDRESS, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE,
		session->arena_fd, 0);
	if (at == MAP_FAILED)
		return -errno;
	session->arena = at;
	session->arena->magic = ARENA_MAGIC;
	return 0;
}

/* Handing the token on is ten times as quick on one CPU; which one is left to chance. */
static void pin(void)
{
	cpu_set_t all, one;
	int chosen = 0, before;

	if (sched_getaffinity(0, sizeof(all), &all) < 0 || CPU_COUNT(&all) == 0)
		return;
	before = getpid() % CPU_COUNT(&all);
	while (!CPU_ISSET(chosen, &all) || before-- > 0)
		chosen++;
	CPU_ZERO(&one);
	CPU_SET(chosen, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static void __attribute__((noreturn))
become(const struct session *session, const struct session_program *program)
{
	const struct rlimit cpu = { CPU_SECONDS, CPU_SECONDS + 1 };
	int input = open(program->input ? program->input : "/dev/null", O_RDONLY);
	sigset_t none;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pin();
	setrlimit(RLIMIT_CPU, &cpu);
	personality(ADDR_NO_RANDOMIZE);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (input < 0 || dup2(input, 0) < 0 || dup2(session->output, 1) < 0 ||
		dup2(session->output, 2) < 0 || dup2(session->arena_fd, ARENA_FD) < 0 ||
		dup2(session->news[1], ARENA_NEWS_FD) < 0 ||
		dup2(session->orders[0], ARENA_ORDERS_FD) < 0)
		_exit(126);
	close(input);
	setenv("LD_PRELOAD", program->library, 1);
	execvp(program->argv[0], (char *const *)(uintptr_t)program->argv);
	_exit(127);
}

static int prepare(struct session *session)
{
	int error = map_arena(session);

	if (error)
		return error;
	if (pipe2(session->news, O_CLOEXEC | O_NONBLOCK) < 0 ||
		pipe2(session->orders, O_CLOEXEC) < 0)
		return -errno;
	session->output = memfd_create("output", MFD_CLOEXEC);
	if (session->output < 0 || fcntl(session->output, F_SETFL, O_APPEND) < 0)
		return -errno;
	/* What a run leaves behind becomes ours, to be reaped. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	return 0;
}

/*** news ***/

static void watch(struct session *session, pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	if (fd < 0) /* dead and reaped */
		return;
	if (session->watched_count == ARENA_PROCESSES) {
		close(fd);
		return;
	}
	session->watched[session->watched_count++] = (struct watched){ fd, pid };
}

static void take_news(struct session *session)
{
	int32_t news;

	while (read(session->news[0], &news, sizeof(news)) == sizeof(news)) {
		if (news > 0)
			watch(session, news);
		session->stuck |= news == NEWS_STUCK;
		session->ready |= news == NEWS_READY;
		session->reaped |= news == NEWS_REAPED;
	}
}

/* Until something is told or somebody dies. False: neither, for too long. */
static bool listen(const struct session *session, struct pollfd polled[2 + ARENA_PROCESSES])
{
	int count;

	polled[0] = (struct pollfd){ .fd = session->news[0], .events = POLLIN };
	polled[1] = (struct pollfd){ .fd = session->loader_fd, .events = POLLIN };
	for (size_t i = 0; i < session->watched_count; i++)
		polled[2 + i] = (struct pollfd){ .fd = session->watched[i].fd, .events = POLLIN };
	do
		count = poll(polled, 2 + session->watched_count, STILL_MS);
	while (count < 0 && errno == EINTR);
	return count > 0;
}

/* CPU time of a process that still lives, in ticks; 0: it does not. */
static unsigned long long cpu_of(pid_t pid)
{
	unsigned long long user = 0, kernel = 0;
	char path[64], text[512];
	ssize_t length;
	char *end;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	end = strrchr(text, ')'); /* a name may have blanks and brackets: proc(5) */
	if (!end || sscanf(end, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user,
			    &kernel) != 2)
		return 0;
	return user + kernel;
}

/* Whether steps were made, or CPU time was used, since it was asked last. */
static bool goes_on(struct session *session)
{
	unsigned long long cpu = 0;
	uint64_t steps = session->arena->steps;
	bool on;

	for (size_t i = 0; i < session->watched_count; i++)
		cpu += cpu_of(session->watched[i].pid);
	on = cpu != session->cpu || steps != session->steps;
	session->cpu = cpu;
	session->steps = steps;
	return on;
}

static int load(struct session *session, const struct session_program *program, struct buf *why)
{
	struct pollfd polled[2 + ARENA_PROCESSES];
	int status = 0;

	session->loader = fork();
	if (session->loader < 0)
		return -errno;
	if (session->loader == 0)
		become(session, program);
	session->loader_fd = (int)syscall(SYS_pidfd_open, session->loader, 0);
	while (!session->ready) {
		listen(session, polled);
		take_news(session);
		if (polled[1].revents && !session->ready)
			break;
	}
	if (session->ready)
		return 0;
	kill(session->loader, SIGKILL);
	waitpid(session->loader, &status, 0);
	session->loader = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		buf_printf(why, "%s: no such program, or it cannot be executed", program->argv[0]);
	else
		buf_printf(why,
			"%s cannot be explored: it is linked statically, or runs with other "
			"rights than yours",
			program->argv[0]);
	return -ENOEXEC;
}

int session_open(struct session **ret, const struct session_program *program, struct buf *why)
{
	struct session *session = xcalloc(1, sizeof(*session));
	int error;

	*session = (struct session){
		.arena_fd = -1,
		.output = -1,
		.news = { -1, -1 },
		.orders = { -1, -1 },
		.loader_fd = -1,
	};
	error = prepare(session);
	if (error)
		buf_printf(why, "cannot prepare the exploration: %s", strerror(-error));
	else
		error = load(session, program, why);
	if (error)
		session_close(session);
	else
		*ret = session;
	return error;
}

void session_close(struct session *session)
{
	const int fds[] = { session->arena_fd, session->output, session->news[0], session->news[1],
		session->orders[0], session->orders[1], session->loader_fd };

	if (session->loader > 0) {
		kill(session->loader, SIGKILL);
		waitpid(session->loader, NULL, 0);
	}
	for (size_t i = 0; i < sizeof(fds) / sizeof(*fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	if (session->arena)
		munmap(session->arena, sizeof(struct arena));
	free(session);
}

/*** a run ***/

static void fill_arena(struct arena *arena, const struct session_order *order)
{
	const struct strategy *strategy = strategies[order->strategy];

	arena_reset(arena);
	arena->controller = getpid();
	arena->status = -1;
	arena->strategy = (uint32_t)order->strategy;
	arena->seed = arena->random = order->seed;
	arena->steps_limit = order->steps_limit;
	arena->expected_steps = order->expected_steps;
	arena->races = order->races;
	if (order->profile)
		memcpy(arena->expected, order->profile->counts, sizeof(arena->expected));
	arena->next_instance = 1;
	arena->processes_count = 1;
	arena->processes[0] = (struct process){ .used = true, .instance = 1, .threads = 1 };
	arena->tasks_count = 1;
	arena->tasks[0].state = TASK_READY;
	arena->tasks[0].clock.at[0] = 1;
	if (strategy->begin)
		strategy->begin(arena);
	if (strategy->born)
		strategy->born(arena, 0);
	arena->magic = ARENA_MAGIC;
}

static int process_of(const struct arena *arena, pid_t pid)
{
	for (unsigned i = 0; i < arena->processes_count; i++)
		if (arena->processes[i].pid == pid)
			return (int)i;
	return -1;
}

/* It has died with the token in its hands: ours to hand on. */
static void bury(struct session *session, unsigned process)
{
	struct arena *arena = session->arena;
	bool held = arena->tasks[arena->current].process == process;
	int next;

	schedule_bury(arena, process);
	if (!held)
		return;
	arena->awaited = 0;
	next = schedule_pick(arena);
	if (next < 0) {
		session->stuck = true;
		return;
	}
	arena->current = (uint32_t)next;
	__atomic_store_n(&arena->tasks[next].turn, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, &arena->tasks[next].turn, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void on_death(struct session *session, size_t i)
{
	struct watched dead = session->watched[i];
	int process = process_of(session->arena, dead.pid);

	close(dead.fd);
	session->watched[i] = session->watched[--session->watched_count];
	waitpid(dead.pid, NULL, WNOHANG); /* where it has become ours */
	if (process >= 0 && !session->arena->processes[process].buried)
		bury(session, (unsigned)process);
}

static void kill_all(struct session *session)
{
	struct pollfd polled;

	take_news(session);
	for (size_t i = 0; i < session->watched_count; i++)
		syscall(SYS_pidfd_send_signal, session->watched[i].fd, SIGKILL, NULL, 0);
	for (size_t i = 0; i < session->watched_count; i++) {
		polled = (struct pollfd){ .fd = session->watched[i].fd, .events = POLLIN };
		while (poll(&polled, 1, -1) < 0 && errno == EINTR)
			;
		waitpid(session->watched[i].pid, NULL, WNOHANG);
		close(session->watched[i].fd);
	}
	session->watched_count = 0;
}

static bool is_over(const struct session *session)
{
	const struct arena *arena = session->arena;

	return session->stuck && arena->end != ARENA_RUNS && arena->end != ARENA_ENDED;
}

/* Until all have ended or nobody can go on. False: it took too long. */
static bool watch_run(struct session *session)
{
	struct pollfd polled[2 + ARENA_PROCESSES];

	while (!session->reaped || session->watched_count > 0) {
		size_t count = session->watched_count;

		if (!listen(session, polled) && !goes_on(session)) {
			session->arena->limits |= EXPLORE_LIMIT_STILL;
			return false;
		}
		/* First who was born: it may have died already. */
		take_news(session);
		for (size_t i = count; i-- > 0;)
			if (polled[2 + i].revents)
				on_death(session, i);
		if (is_over(session))
			return true;
	}
	return true;
}

/* The loader tells of the first process last of all. */
static int await_loader(struct session *session)
{
	struct pollfd polled[2 + ARENA_PROCESSES];

	while (!session->reaped) {
		listen(session, polled);
		take_news(session);
		if (polled[1].revents && !session->reaped)
			return -ECHILD;
	}
	return 0;
}

static void take_output(struct session *session, struct buf *output)
{
	char part[4096];
	ssize_t length;
	off_t at = 0;

	while ((length = pread(session->output, part, sizeof(part), at)) > 0) {
		buf_add(output, part, (size_t)length);
		at += length;
	}
	if (ftruncate(session->output, 0) < 0)
		return;
}

static enum session_end end_of(const struct session *session, bool in_time)
{
	static const enum session_end ends[] = {
		[ARENA_RUNS] = SESSION_ENDED,
		[ARENA_ENDED] = SESSION_ENDED,
		[ARENA_DEADLOCK] = SESSION_DEADLOCK,
		[ARENA_LIVELOCK] = SESSION_LIVELOCK,
		[ARENA_TOO_LONG] = SESSION_UNFINISHED,
	};
	int status = session->arena->status;

	if (!in_time || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		return SESSION_UNFINISHED;
	return ends[session->arena->end];
}

int session_run(
	struct session *session, const struct session_order *order, struct session_result *ret)
{
	struct session_result result = { .status = -1 };
	bool in_time;
	int error;

	fill_arena(session->arena, order);
	session->stuck = session->reaped = false;
	if (write(session->orders[1], "", 1) != 1)
		return -errno;
	in_time = watch_run(session);
	if (session->arena->end == ARENA_DEADLOCK)
		for (unsigned i = 0; i < session->arena->tasks_count; i++)
			holders_add(&result.holders[i], session->arena, i);
	kill_all(session);
	error = await_loader(session);
	kill_all(session);
	if (error) {
		session_result_release(&result);
		return error;
	}
	result.end = end_of(session, in_time);
	result.status = session->arena->status;
	result.arena = session->arena;
	take_output(session, &result.output);
	*ret = result;
	return 0;
}

void session_result_release(struct session_result *result)
{
	buf_release(&result->output);
	for (unsigned i = 0; i < ARENA_TASKS; i++)
		buf_release(&result->holders[i]);
}

void session_profile_take(struct session_profile *profile, const struct arena *arena)
{
	uint32_t count = arena->steps_count < ARENA_STEPS ? arena->steps_count : ARENA_STEPS;

	*profile = (struct session_profile){ 0 };
	for (uint32_t i = 0; i < count; i++) {
		const struct step *step = &arena->trace[i];
		uint16_t *so_far = &profile->counts[step->task][step->operation];

		if (*so_far < UINT16_MAX)
			++*so_far;
	}
}
