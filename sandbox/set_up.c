#include "sandbox/set_up.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "sandbox/network.h"
#include "sandbox/privilege.h"
#include "sandbox/tasks.h"

/* mqueue's file system, which linux/magic.h does not have: ipc/mqueue.c. */
enum { MQUEUE_MAGIC = 0x19800202 };

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

int set_up_await(struct init *init)
{
	close_all_but(&init->control);
	return wire_receive(init->control, &init->in, 0);
}

/* Whether the calling thread is one that the filter knows to be init's. */
static bool is_known(void)
{
	return syscall(SYS_gettid) <= INIT_TASKS;
}

/* Before the filter. The nursery was begun before init had all that programs inherit. */
static int take_user(void *data)
{
	const struct init *init = data;

	milestone_await(&init->beside.left);
	privilege_unbind();
	return is_known() ? privilege_change_ids(ROOT_UID, ROOT_GID) : -EBADMSG;
}

/* Behind it: the filter and the network are made at the same time. */
static int take_network(void *data)
{
	const struct init *init = data;

	milestone_await(&init->networked);
	return network_follow();
}

static int check_number(void *data)
{
	(void)data;
	return is_known() ? 0 : -EBADMSG;
}

static bool has_queues(void)
{
	struct statfs status;

	return statfs("/dev/mqueue", &status) == 0 && status.f_type == MQUEUE_MAGIC;
}

/*
 * Without a PID namespace the filter keeps the programs from init, its nursery, and the
 * keeper and its group; their numbers are known only now.
 */
static int make_filter_alone(void *data)
{
	static struct filter filter; /* lives as long as init */
	struct init *init = data;
	struct filter_options options = init->options.filter->options;
	int error;

	options.alone = true;
	options.blind = !has_queues();
	options.untouchable[0] = getpid();
	options.untouchable[1] = (pid_t)syscall(SYS_gettid);
	options.untouchable[2] = getppid();
	options.untouchable[3] = getpgid(getppid());
	error = filter_make(&options, &filter);
	init->options.filter = &filter;
	init->nursery.plan.filter = &filter;
	return error;
}

/* What the nursery does by itself, as long as init has not all that programs inherit. */
static const struct {
	int (*before)(void *data), (*behind)(void *data);
} nurseries[] = {
	[ISOLATION_PLAIN] = { make_filter_alone, NULL },
	[ISOLATION_ROOT] = { check_number, NULL },
	[ISOLATION_FULL] = { take_user, take_network },
};

static int begin_nursery(struct init *init)
{
	const struct nursery_plan plan = {
		.filter = init->options.filter,
		.fence = init->options.isolation == ISOLATION_PLAIN ? &init->fence : NULL,
		.before = nurseries[init->options.isolation].before,
		.behind = nurseries[init->options.isolation].behind,
		.data = init,
	};

	return nursery_begin(&init->nursery, &plan);
}

/* Meanwhile init does nothing else: the thread may ask libc for memory. */
static int make_nursery(struct init *init, const char **ret_what)
{
	int error;

	*ret_what = "make the seccomp filter";
	error = begin_nursery(init);
	return error ? error : nursery_join(&init->nursery);
}

/* In the thread that builds the root: sandbox/beside.h. */
static int take_leave(void *data)
{
	struct init *init = data;
	bool full = init->options.isolation == ISOLATION_FULL;
	int error = full ? begin_nursery(init) : 0;

	/* The keeper speaks before it listens, so it is heard in any case. */
	if (set_up_await(init) < 0)
		error = -EPIPE;
	return !error && full ? privilege_change_ids(ROOT_UID, ROOT_GID) : error;
}

void set_up_tell(struct init *init, int error, const char *what)
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
	set_up_tell(init, 0, NULL);
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

	privilege_die_with_parent();
	error = enter_spaces(init, ret_what);
	if (error)
		return error;
	*ret_what = "take the box's user";
	error = privilege_change_ids(ROOT_UID, ROOT_GID);
	privilege_die_with_parent();
	return error;
}

static int set_up_root(struct init *init, const char **ret_what)
{
	const struct user *user = &init->options.user;
	int error;

	privilege_die_with_parent();
	error = enter_spaces(init, ret_what);
	if (error)
		return error;
	*ret_what = "raise the loopback interface";
	error = network_raise_loopback();
	if (error)
		return error;
	*ret_what = "take the box's user";
	privilege_unbind();
	prctl(PR_SET_KEEPCAPS, 1);
	error = privilege_become(user->uid, user->gid);
	if (!error) /* to read what the programs do, also those that are not dumpable */
		error = privilege_keep(1U << CAP_SYS_PTRACE);
	privilege_die_with_parent();
	return error ? error : make_nursery(init, ret_what);
}

static int set_up_plain(struct init *init, const char **ret_what)
{
	const struct init_options *options = &init->options;
	int error;

	*ret_what = "hear from the keeper";
	error = set_up_await(init);
	if (error)
		return error;
	*ret_what = "take the box's user";
	setsid();
	if (geteuid() == 0) {
		privilege_unbind();
		error = privilege_become(options->user.uid, options->user.gid);
		if (!error)
			error = privilege_keep(0);
	}
	if (error)
		return error;
	*ret_what = "adopt orphans";
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0 || !tasks_can_be_found())
		return -errno;
	*ret_what = "make a private folder";
	error = folder_make(&init->folder);
	if (error)
		return error;
	*ret_what = "make a Landlock fence";
	error = fence_make(&init->fence, init->folder.path, options->hidden, ROOT_HIDDEN);
	return error ? error : make_nursery(init, ret_what);
}

static int (*const set_ups[])(struct init *, const char **) = {
	[ISOLATION_PLAIN] = set_up_plain,
	[ISOLATION_ROOT] = set_up_root,
	[ISOLATION_FULL] = set_up_full,
};

int set_up(struct init *init, const char **ret_what)
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
	return 0;
}
