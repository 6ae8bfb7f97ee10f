#include "sandbox/init.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/caller.h"
#include "sandbox/set_up.h"
#include "sandbox/tasks.h"

static struct started *find_started(struct init *init, pid_t pid)
{
	for (size_t i = 0; i < init->started_count; i++)
		if (init->started[i].pid == pid)
			return &init->started[i];
	return NULL;
}

static int64_t microseconds(const struct timeval *time)
{
	return (int64_t)time->tv_sec * 1000000 + time->tv_usec;
}

/*
 * Whether nobody was to wait for this one: a daemon has left its program's session, so that
 * its parent's end, by which init came to have it, is what it wanted (daemon(3)).
 */
static bool is_daemon(const struct init *init, pid_t session)
{
	for (size_t i = 0; i < init->started_count; i++)
		if (init->started[i].session == session)
			return false;
	return session > 0;
}

static void tell_death(
	struct init *init, pid_t pid, pid_t session, int status, const struct rusage *usage)
{
	struct started *started = find_started(init, pid);
	siginfo_t none;
	struct wire_ended ended = {
		.cpu_us = microseconds(&usage->ru_utime) + microseconds(&usage->ru_stime),
		.orphan = !started && !is_daemon(init, session),
	};

	init->reaped_us += ended.cpu_us;
	init->acts++;
	ended.box_cpu_us = init->reaped_us;
	/* Orphans are given to init: who has no child has nobody below it either. */
	ended.last = waitid(P_ALL, 0, &none, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD;
	if (started)
		started->pid = 0; /* the number may come again */
	wire_tell(init->control,
		&(struct wire_note){ .kind = WIRE_ENDED, .number = pid, .value = status }, &ended,
		sizeof(ended));
}

static void on_deaths(struct init *init)
{
	struct signalfd_siginfo ignored;
	siginfo_t info = { .si_pid = 0 };
	struct rusage usage;
	int status;

	while (read(init->deaths, &ignored, sizeof(ignored)) > 0)
		;
	/* Until it is reaped, a zombie has the session that it died in. */
	while (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid > 0) {
		pid_t session = getsid(info.si_pid);

		if (wait4(info.si_pid, &status, WNOHANG, &usage) == info.si_pid)
			tell_death(init, info.si_pid, session, status, &usage);
		info.si_pid = 0;
	}
}

/* Once a rule: a program may try in a loop, and the keeper need not hear of each. */
static void tell_denial(struct init *init, const struct filter_question *question)
{
	const struct wire_note note = {
		.kind = WIRE_DENIED, .number = question->tid, .value = question->rule
	};
	char place[CALLER_TEXT] = "";

	if (question->rule < 0 || init->denied[question->rule])
		return;
	init->denied[question->rule] = true;
	/* Before the answer, while it stands there; a tool's own place says nothing. */
	if (!init->options.tool)
		caller_find(question->tid, place);
	wire_tell(init->control, &note, place, strlen(place) + 1);
}

static void on_denied(struct init *init)
{
	int listener = init->nursery.listener;
	struct filter_question question;
	int error = filter_hear(init->options.filter, listener, &question);

	if (error == -ENOENT || error == -EINTR)
		return;
	if (!error) {
		tell_denial(init, &question);
		error = filter_refuse(listener, &question);
		init->acts++;
	}
	if (error)
		serve_end(init, 1);
}

static void serve(struct init *init)
{
	for (;;) {
		struct pollfd polled[] = {
			{ .fd = init->control, .events = POLLIN },
			{ .fd = init->deaths, .events = POLLIN },
			{ .fd = init->nursery.listener, .events = POLLIN },
		};

		if (poll(polled, sizeof(polled) / sizeof(*polled), -1) < 0 && errno != EINTR)
			serve_end(init, 1);
		if (polled[2].revents)
			on_denied(init);
		if (polled[1].revents)
			on_deaths(init);
		if (polled[0].revents)
			serve_question(init);
	}
}

/* init has no handlers, ignores nothing and blocks all; programs inherit the first two. */
static int watch_children(struct init *init)
{
	sigset_t set;

	init->deaths = -1;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	init->deaths = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return init->deaths < 0 ? -errno : 0;
}

static void block_signals(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
}

static void reset_signals(void)
{
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL); /* fails for those that libc or the kernel keep */
}

void init_run(const struct init_options *options, bool born_inside)
{
	static struct init init;
	const char *what = "enter a control group";
	int error;

	/* Its descriptors are the keeper's, and its rights too. */
	error = cgroup_enter(options->group, born_inside);
	init.options = *options;
	init.control = options->control;
	block_signals();
	tasks_belong_to(options->isolation != ISOLATION_PLAIN ? 1 : getpid());
	if (error)
		set_up_await(&init);
	else
		error = set_up(&init, &what);
	if (!error)
		error = watch_children(&init);
	reset_signals();
	if (!init.told)
		set_up_tell(&init, error, what);
	if (error)
		serve_end(&init, 1);
	serve(&init);
	serve_end(&init, 0);
}
