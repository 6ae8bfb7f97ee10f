#include "sandbox/init.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/caller.h"
#include "sandbox/network.h"
#include "sandbox/root.h"
#include "sandbox/serve.h"
#include "sandbox/tasks.h"

/* mqueue's file system, which linux/magic.h does not have: ipc/mqueue.c. */
enum { MQUEUE_MAGIC = 0x19800202 };

/*** setting up ***/

/* All capabilities but those of `kept` go; in a user namespace all may stay. */
static int keep_capabilities(uint32_t kept)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { { kept, kept, 0 }, { 0, 0, 0 } };

	return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

/* Nothing that is exec'ed may get a capability back; not even a later uid 0. */
static void drop_bounding_set(void)
{
	/* The first that the kernel does not know ends the loop. */
	for (int capability = 0; prctl(PR_CAPBSET_DROP, capability) == 0; capability++)
		;
}

/* Of the calling thread alone, whatever libc believes of threads: credentials(7). */
static int change_ids(uid_t uid, gid_t gid)
{
	/* Refused without privilege over the groups, where there is nothing to give up. */
	syscall(SYS_setgroups, 0, NULL);
	return syscall(SYS_setresgid, gid, gid, gid) < 0 ||
			       syscall(SYS_setresuid, uid, uid, uid) < 0
		       ? -errno
		       : 0;
}

/* The same where nobody else changes: its files in /proc stay its own (proc(5)). */
static int become_user(const struct user *user)
{
	int error = change_ids(user->uid, user->gid);

	prctl(PR_SET_DUMPABLE, 1);
	return error;
}

/*
 * Our keeper's death is ours, and with it the PID namespace's.  A change of ids
 * clears it.  Without a namespace the closed wire tells, since there is to be
 * cleaned up.
 */
static void die_with_keeper(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* Leaves nothing of the keeper's open but the wire: a pipe's end kept here would hide its EOF. */
static void close_all_but(int *control)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd < 3; fd++)
		if (fd != *control && null >= 0)
			dup2(null, fd);
	if (*control != 3) {
		dup2(*control, 3);
		*control = 3;
	}
	fcntl(3, F_SETFD, FD_CLOEXEC);
	close_range(4, ~0U, 0);
}

/* The keeper maps our ids first; until then we are nobody. */
static int await_keeper(struct init *init)
{
	close_all_but(&init->control);
	return wire_receive(init->control, &init->in, 0);
}

/* Before the filter. The nursery was begun before init had all that programs inherit. */
static int take_user(void *data)
{
	const struct init *init = data;

	milestone_await(&init->beside.left);
	drop_bounding_set();
	return change_ids(ROOT_UID, ROOT_GID);
}

/* Behind it: the filter and the network are made at the same time. */
static int take_network(void *data)
{
	const struct init *init = data;

	milestone_await(&init->networked);
	return network_follow();
}

/* While init is busy, or else with all that it has itself. */
static int begin_nursery(struct init *init, bool early)
{
	const struct nursery_plan plan = {
		.filter = init->options.filter,
		.fence = init->options.isolation == ISOLATION_PLAIN ? &init->fence : NULL,
		.before = early ? take_user : NULL,
		.behind = early ? take_network : NULL,
		.data = init,
	};

	return nursery_begin(&init->nursery, &plan);
}

/* In the thread that builds the root: sandbox/beside.h. */
static int take_leave(void *data)
{
	struct init *init = data;
	bool full = init->options.isolation == ISOLATION_FULL;
	int error = full ? begin_nursery(init, true) : 0;

	/* The keeper speaks before it listens, so it is heard in any case. */
	if (await_keeper(init) < 0)
		error = -EPIPE;
	return !error && full ? change_ids(ROOT_UID, ROOT_GID) : error;
}

/* That the box is open; or where it failed. Plain: where the private folder is. */
static void tell_open(struct init *init, int error, const char *what)
{
	const char *text = error ? what : init->folder.path;

	init->out.length = (uint32_t)strlen(text) + 1;
	memcpy(init->out.payload, text, init->out.length);
	serve_answer(init, error);
}

/*
 * In the thread too.  What could fail for a reason of the host's has succeeded: a network that
 * is not allowed is refused at once, and is then known long before.  The rest is made while
 * the keeper thinks of its first question.
 */
static void tell_early(void *data)
{
	struct init *init = data;

	if (__atomic_load_n(&init->failed, __ATOMIC_ACQUIRE))
		return;
	tell_open(init, 0, NULL);
	init->told = true;
}

/* The root beside the network. */
static int enter_spaces(struct init *init, const char **ret_what)
{
	const struct init_options *options = &init->options;
	bool full = options->isolation == ISOLATION_FULL;
	static struct root_plan plan; /* lives as long as init */
	int error;

	plan = (struct root_plan){
		.limits = &options->limits,
		.hidden = options->hidden,
		.uid = full ? ROOT_UID : options->user.uid,
		.shared = !full,
	};
	*ret_what = "start a thread";
	error = beside_begin(&init->beside, &plan,
		&(struct beside_errands){
			.leave = take_leave, .entered = full ? tell_early : NULL, .data = init });
	if (error)
		return error;
	*ret_what = "make a network of its own";
	error = network_enter();
	if (error) {
		__atomic_store_n(&init->failed, true, __ATOMIC_RELEASE);
		beside_join_root(&init->beside, &(const char *){ NULL });
		return error;
	}
	milestone_reach(&init->networked);
	error = beside_join_root(&init->beside, ret_what);
	if (error)
		return error;
	*ret_what = "set the host name";
	return sethostname("box", 3) < 0 ? -errno : 0;
}

/* The network needs no ids, so it is begun before the keeper has mapped them. */
static int set_up_full(struct init *init, const char **ret_what)
{
	int error;

	die_with_keeper();
	error = enter_spaces(init, ret_what);
	if (error)
		return error;
	*ret_what = "take the box's user";
	error = change_ids(ROOT_UID, ROOT_GID);
	die_with_keeper();
	return error;
}

static int set_up_root(struct init *init, const char **ret_what)
{
	const struct user *user = &init->options.user;
	int error;

	die_with_keeper();
	error = enter_spaces(init, ret_what);
	if (error)
		return error;
	*ret_what = "raise the loopback interface";
	error = network_raise_loopback();
	if (error)
		return error;
	*ret_what = "take the box's user";
	drop_bounding_set();
	prctl(PR_SET_KEEPCAPS, 1);
	error = become_user(user);
	if (!error) /* to read what the programs do, also those that are not dumpable */
		error = keep_capabilities(1U << CAP_SYS_PTRACE);
	die_with_keeper();
	return error ? error : begin_nursery(init, false);
}

static bool has_queues(void)
{
	struct statfs status;

	return statfs("/dev/mqueue", &status) == 0 && status.f_type == MQUEUE_MAGIC;
}

/*
 * Without a PID namespace the filter keeps the programs from init and from the
 * keeper and its group; init's own number is known only now.
 */
static int make_filter_alone(struct init *init)
{
	static struct filter filter; /* lives as long as init */
	struct filter_options options = init->options.filter->options;
	int error;

	options.alone = true;
	options.blind = !has_queues();
	options.untouchable[0] = getpid();
	options.untouchable[1] = getppid();
	options.untouchable[2] = getpgid(getppid());
	error = filter_make(&options, &filter);
	init->options.filter = &filter;
	return error;
}

static int set_up_plain(struct init *init, const char **ret_what)
{
	const struct init_options *options = &init->options;
	int error;

	*ret_what = "hear from the keeper";
	error = await_keeper(init);
	if (error)
		return error;
	*ret_what = "take the box's user";
	setsid();
	if (geteuid() == 0) {
		drop_bounding_set();
		error = become_user(&options->user);
		if (!error)
			error = keep_capabilities(0);
	}
	if (error)
		return error;
	*ret_what = "adopt orphans";
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0 || !tasks_can_be_found())
		return -errno;
	*ret_what = "make the seccomp filter";
	error = make_filter_alone(init);
	if (error)
		return error;
	*ret_what = "make a private folder";
	error = folder_make(&init->folder);
	if (error)
		return error;
	*ret_what = "make a Landlock fence";
	error = fence_make(&init->fence, init->folder.path, options->hidden, ROOT_HIDDEN);
	return error ? error : begin_nursery(init, false);
}

static int (*const set_ups[])(struct init *, const char **) = {
	[ISOLATION_PLAIN] = set_up_plain,
	[ISOLATION_ROOT] = set_up_root,
	[ISOLATION_FULL] = set_up_full,
};

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

static int set_up(struct init *init, const char **ret_what)
{
	int error;

	*ret_what = "forbid new privileges";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	error = set_ups[init->options.isolation](init, ret_what);
	if (error)
		return error;
	/* From now on nobody of the same user may look into it or turn its knobs: proc(5). */
	prctl(PR_SET_DUMPABLE, 0);
	*ret_what = "watch children";
	return watch_children(init);
}

/*** events ***/

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
		await_keeper(&init);
	else
		error = set_up(&init, &what);
	reset_signals();
	if (!init.told)
		tell_open(&init, error, what);
	if (error)
		serve_end(&init, 1);
	serve(&init);
	serve_end(&init, 0);
}
