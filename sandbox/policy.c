#include "sandbox/policy.h"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum mechanism {
	PIPE = 1 << 0,
	FIFO = 1 << 1,
	SOCKET = 1 << 2,
	SYSV_MSG = 1 << 3,
	SYSV_SEM = 1 << 4,
	SYSV_SHM = 1 << 5,
	POSIX_MQ = 1 << 6,
	SHM_ANONYMOUS = 1 << 7,
	SHM_FILE = 1 << 8,
	PTHREAD = 1 << 9,
	FLOCK = 1 << 10,
	RECORD_LOCK = 1 << 11,
	EVENTFD = 1 << 12,
	/* Memory that is shared already, and the calls that every program ends by: no way in. */
	POSIX_SEM = 1 << 13,
	SIGNAL = 1 << 14,
};

const struct filter_mechanism filter_mechanisms_table[] = {
	{ "pipe", PIPE, "anonymous pipes" },
	{ "fifo", FIFO, "FIFOs" },
	{ "socket", SOCKET, "sockets" },
	{ "sysv-msg", SYSV_MSG, "System V message queues" },
	{ "sysv-sem", SYSV_SEM, "System V semaphores" },
	{ "sysv-shm", SYSV_SHM, "System V shared memory" },
	{ "posix-mq", POSIX_MQ, "POSIX message queues" },
	{ "posix-sem", POSIX_SEM, "POSIX semaphores" },
	{ "shm-anonymous", SHM_ANONYMOUS, "anonymous shared mappings" },
	{ "shm-file", SHM_FILE, "shared mappings of files and POSIX shared memory" },
	{ "pthread", PTHREAD, "threads" },
	{ "flock", FLOCK, "flock locks" },
	{ "record-lock", RECORD_LOCK, "fcntl record locks" },
	{ "eventfd", EVENTFD, "eventfd" },
	{ "signal", SIGNAL, "signals" },
	{ NULL },
};

filter_mechanisms filter_mechanism_bit(const char *name)
{
	for (const struct filter_mechanism *m = filter_mechanisms_table; m->name; m++)
		if (strcmp(m->name, name) == 0)
			return m->bit;
	return 0;
}

/* Commands and flags that libc's headers keep to themselves or do not know yet. */
enum {
	IOCTL_SETOWN = 0x8901, /* FIOSETOWN */
	IOCTL_SPGRP = 0x8902, /* SIOCSPGRP */
	FCNTL_SETOWN_EX = 15,
	IOPRIO_USER = 3,
	CALL_FCHMODAT2 = 452,
	CALL_STATMOUNT = 457,
	CALL_LISTMOUNT = 458,
	CALL_LSM_GET_SELF_ATTR = 459,
	CALL_LSM_SET_SELF_ATTR = 460,
	CALL_LSM_LIST_MODULES = 461,
	CALL_OPEN_TREE_ATTR = 467,
};

#define WHOLE 0xffffffffU
#define NAMESPACES                                                                                 \
	(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | \
		CLONE_NEWCGROUP)
#define SOCKET_TYPE 0xf
#define SET_ID (S_ISUID | S_ISGID)

/* clang-format off */
#define IS(n, value_) { POLICY_EQUAL, (n), .mask = WHOLE, .value = (uint32_t)(value_) }
#define NOT(n, value_) { POLICY_DIFFERS, (n), .mask = WHOLE, .value = (uint32_t)(value_) }
#define BITS(n, mask_, value_) { POLICY_EQUAL, (n), .mask = (mask_), .value = (value_) }
#define HAS(n, mask_) { POLICY_ANY_BIT, (n), .mask = (mask_) }
#define LARGE(n) { POLICY_ANY_BIT, (n), .high = true, .mask = WHOLE }
#define FAR(n) { POLICY_UNTOUCHABLE, (n) }
#define FILE_SHARED BITS(3, MAP_SHARED | MAP_ANONYMOUS, MAP_SHARED)

#define DENY(call) { SCMP_SYS(call) }
#define DENY_IF(call, ...) { SCMP_SYS(call), .when = { __VA_ARGS__ } }
#define MISS(number) { (number), .unknown = true }
#define WITHOUT(mechanisms, call) { SCMP_SYS(call), (mechanisms) }
#define WITHOUT_IF(mechanisms, call, ...) { SCMP_SYS(call), (mechanisms), .when = { __VA_ARGS__ } }
#define ALONE(call) { SCMP_SYS(call), .alone = true }
#define ALONE_IF(call, ...) { SCMP_SYS(call), .alone = true, .when = { __VA_ARGS__ } }

const struct policy_rule policy_rules[] = {
	/* Its flags lie behind a pointer that no filter can read; libc falls back to clone. */
	MISS(SCMP_SYS(clone3)),

	/* Other processes: their memory, descriptors, and what moves their pages. */
	DENY(ptrace),
	DENY(process_vm_readv),
	DENY(process_vm_writev),
	DENY(process_madvise),
	DENY(process_mrelease),
	DENY(pidfd_getfd),
	DENY(kcmp),
	DENY(move_pages),
	DENY(migrate_pages),
	DENY(mbind),
	DENY(set_mempolicy),
	DENY(set_mempolicy_home_node),

	/* Doors of the kernel that others learnt to shut. */
	DENY(bpf),
	DENY(perf_event_open),
	DENY(userfaultfd),
	DENY(io_uring_setup), /* does the work of calls that are denied */
	DENY(io_uring_enter),
	DENY(io_uring_register),
	DENY(add_key), /* keyrings are not namespaced: a channel to the next run */
	DENY(request_key),
	DENY(keyctl),
	DENY(seccomp), /* ERRNO in a filter of its own would win, and nothing would be told */
	DENY_IF(prctl, IS(0, PR_SET_SECCOMP)),
	DENY_IF(prctl, IS(0, PR_SET_MM)), /* rewrites what /proc says of it */
	DENY_IF(prctl, IS(0, PR_SET_DUMPABLE), IS(1, 0)), /* hides it from the witness */
	DENY(memfd_secret), /* pages that nobody can read or count */
	DENY(fanotify_init),
	DENY(open_by_handle_at), /* opens by inode, past every mount */
	DENY(name_to_handle_at),
	DENY(lookup_dcookie),
	DENY(modify_ldt),
	DENY(uselib),
	/* The query, the default, and what setarch -R and debuggers set. */
	DENY_IF(personality, NOT(0, WHOLE), NOT(0, PER_LINUX), NOT(0, ADDR_NO_RANDOMIZE)),
	DENY_IF(fcntl, IS(1, F_SETLEASE)), /* makes others who open the file wait */
	DENY_IF(fcntl, IS(1, F_NOTIFY)),

	/* Namespaces and mounts. */
	DENY(unshare),
	/* init's own: whoever else says the mark is refused by the kernel, for want of privilege. */
	DENY_IF(setns, NOT(1, CLONE_NEWNET)),
	DENY_IF(setns, NOT(2, POLICY_SETNS_MARK)),
	DENY_IF(clone, HAS(0, NAMESPACES)),
	DENY(mount),
	DENY(umount2),
	DENY(pivot_root),
	DENY(chroot),
	DENY(open_tree),
	DENY(move_mount),
	DENY(fsopen),
	DENY(fsconfig),
	DENY(fsmount),
	DENY(fspick),
	DENY(mount_setattr),
	{ CALL_OPEN_TREE_ATTR },
	MISS(CALL_STATMOUNT),
	MISS(CALL_LISTMOUNT),
	MISS(CALL_LSM_GET_SELF_ATTR),
	MISS(CALL_LSM_SET_SELF_ATTR),
	MISS(CALL_LSM_LIST_MODULES),

	/* The machine. */
	DENY(swapon),
	DENY(swapoff),
	DENY(reboot),
	DENY(kexec_load),
	DENY(kexec_file_load),
	DENY(init_module),
	DENY(finit_module),
	DENY(delete_module),
	DENY(create_module),
	DENY(query_module),
	DENY(get_kernel_syms),
	DENY(acct),
	DENY(quotactl),
	DENY(quotactl_fd),
	DENY(syslog),
	DENY(settimeofday),
	DENY(clock_settime),
	DENY(adjtimex),
	DENY(clock_adjtime),
	DENY(sethostname),
	DENY(setdomainname),
	DENY(iopl),
	DENY(ioperm),
	DENY(vhangup),
	DENY(nfsservctl),
	DENY(_sysctl),
	DENY(sysfs),
	DENY(ustat),
	DENY_IF(mknod, BITS(1, S_IFMT, S_IFCHR)),
	DENY_IF(mknod, BITS(1, S_IFMT, S_IFBLK)),
	DENY_IF(mknodat, BITS(2, S_IFMT, S_IFCHR)),
	DENY_IF(mknodat, BITS(2, S_IFMT, S_IFBLK)),

	/* Terminals: typing into one that is shared, becoming the console, line disciplines. */
	DENY_IF(ioctl, IS(1, TIOCSTI)),
	DENY_IF(ioctl, IS(1, TIOCLINUX)),
	DENY_IF(ioctl, IS(1, TIOCCONS)),
	DENY_IF(ioctl, IS(1, TIOCSETD)),

	/*
	 * Families that a course may teach, and netlink for getaddrinfo(3) and
	 * if_nametoindex(3), which look the interfaces up.  Each other one loads a
	 * module, and some (vsock) know no namespaces.
	 */
	DENY_IF(socket, NOT(0, AF_UNIX), NOT(0, AF_INET), NOT(0, AF_INET6), NOT(0, AF_NETLINK)),
	DENY_IF(socketpair, NOT(0, AF_UNIX), NOT(0, AF_INET), NOT(0, AF_INET6), NOT(0, AF_NETLINK)),
	DENY_IF(socket, IS(0, AF_NETLINK), NOT(2, 0)),
	DENY_IF(socket, IS(0, AF_INET), BITS(1, SOCKET_TYPE, SOCK_RAW)),
	DENY_IF(socket, IS(0, AF_INET), BITS(1, SOCKET_TYPE, SOCK_PACKET)),
	DENY_IF(socket, IS(0, AF_INET6), BITS(1, SOCKET_TYPE, SOCK_RAW)),

	/* Each mechanism's ways in. */
	WITHOUT(PIPE, pipe),
	WITHOUT(PIPE, pipe2),
	WITHOUT_IF(FIFO, mknod, BITS(1, S_IFMT, S_IFIFO)),
	WITHOUT_IF(FIFO, mknodat, BITS(2, S_IFMT, S_IFIFO)),
	/* getpwnam(3) and its kin ask nscd first, and go on to the files: nobody's mistake. */
	{ SCMP_SYS(socket), SOCKET, .unknown = true,
		.when = { IS(0, AF_UNIX), IS(1, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK) } },
	WITHOUT(SOCKET, socket),
	WITHOUT(SOCKET, socketpair),
	WITHOUT(SYSV_MSG, msgget),
	WITHOUT(SYSV_SEM, semget),
	WITHOUT(SYSV_SHM, shmget),
	WITHOUT(POSIX_MQ, mq_open),
	WITHOUT(EVENTFD, eventfd),
	WITHOUT(EVENTFD, eventfd2),
	WITHOUT(FLOCK, flock),
	WITHOUT_IF(RECORD_LOCK, fcntl, IS(1, F_SETLK)),
	WITHOUT_IF(RECORD_LOCK, fcntl, IS(1, F_SETLKW)),
	WITHOUT_IF(RECORD_LOCK, fcntl, IS(1, F_OFD_SETLK)),
	WITHOUT_IF(RECORD_LOCK, fcntl, IS(1, F_OFD_SETLKW)),
	WITHOUT_IF(PTHREAD, clone, HAS(0, CLONE_THREAD)),
	/* A child in the same memory that its parent does not wait for: posix_spawn(3) waits. */
	WITHOUT_IF(PTHREAD | SHM_ANONYMOUS, clone,
		BITS(0, CLONE_VM | CLONE_VFORK | CLONE_THREAD, CLONE_VM)),
	WITHOUT_IF(SHM_ANONYMOUS, mmap, BITS(3, MAP_TYPE | MAP_ANONYMOUS, MAP_SHARED | MAP_ANONYMOUS)),
	/*
	 * MAP_SHARED_VALIDATE (3) has the bit of MAP_SHARED (1), MAP_PRIVATE (2) has not.
	 * libc itself maps files shared, to read only, and sem_open(3) one sem_t to write.
	 */
	WITHOUT_IF(SHM_FILE, mmap, FILE_SHARED, HAS(2, PROT_WRITE), NOT(1, sizeof(sem_t))),
	WITHOUT_IF(SHM_FILE, mmap, FILE_SHARED, HAS(2, PROT_WRITE), LARGE(1)),
	WITHOUT_IF(SHM_FILE | POSIX_SEM, mmap, FILE_SHARED, HAS(2, PROT_WRITE)),
	WITHOUT(SHM_FILE, memfd_create),

	/* init's limits and priority are turned by whoever has its user: in every mode. */
	DENY_IF(prlimit64, FAR(0)),
	DENY_IF(sched_setscheduler, FAR(0)),
	DENY_IF(sched_setparam, FAR(0)),
	DENY_IF(sched_setattr, FAR(0)),
	DENY_IF(sched_setaffinity, FAR(0)),
	DENY_IF(setpriority, FAR(1)),
	DENY_IF(setpriority, IS(0, PRIO_USER)),
	DENY_IF(ioprio_set, FAR(1)),
	DENY_IF(ioprio_set, IS(0, IOPRIO_USER)),

	/*
	 * Without a PID namespace: signals to everyone, and everything that reaches the
	 * keeper by its number.  A tid or a pidfd does not tell whose it is.
	 */
	ALONE_IF(kill, IS(0, -1)),
	ALONE_IF(kill, FAR(0)),
	ALONE_IF(tgkill, FAR(0)),
	ALONE(tkill),
	ALONE_IF(rt_sigqueueinfo, FAR(0)),
	ALONE_IF(rt_tgsigqueueinfo, FAR(0)),
	ALONE_IF(pidfd_open, FAR(0)),
	ALONE(pidfd_send_signal), /* takes a folder of /proc for a pidfd */
	ALONE_IF(fcntl, IS(1, F_SETOWN), FAR(2)), /* F_SETSIG makes it any signal */
	ALONE_IF(fcntl, IS(1, FCNTL_SETOWN_EX)), /* the owner lies behind a pointer here … */
	ALONE_IF(ioctl, IS(1, IOCTL_SETOWN)), /* … and here */
	ALONE_IF(ioctl, IS(1, IOCTL_SPGRP)),

	/* A queue that nobody sees would stay for ever. */
	{ SCMP_SYS(mq_open), .alone = true, .blind = true },

	/*
	 * Without a user namespace: files that lend an id to others.  setuid(2), chown(2)
	 * and their kin stay: they can do nothing without capabilities, and make(1) and
	 * cp -p call them.
	 */
	ALONE_IF(chmod, HAS(1, SET_ID)),
	ALONE_IF(fchmod, HAS(1, SET_ID)),
	ALONE_IF(fchmodat, HAS(2, SET_ID)),
	{ CALL_FCHMODAT2, .alone = true, .when = { HAS(2, SET_ID) } },
	ALONE_IF(mknod, HAS(1, SET_ID)),
	ALONE_IF(mknodat, HAS(2, SET_ID)),
	ALONE_IF(creat, HAS(1, SET_ID)),
	/* The mode is an argument only when a file is made. */
	ALONE_IF(open, HAS(1, O_CREAT | __O_TMPFILE), HAS(2, SET_ID)),
	ALONE_IF(openat, HAS(2, O_CREAT | __O_TMPFILE), HAS(3, SET_ID)),
	{ SCMP_SYS(openat2), .alone = true, .unknown = true }, /* the mode lies behind a pointer */
};
/* clang-format on */

const size_t policy_rules_count = sizeof(policy_rules) / sizeof(*policy_rules);

_Static_assert(sizeof(policy_rules) <= POLICY_RULES * sizeof(*policy_rules), "too many rules");

bool policy_applies(const struct policy_rule *rule, const struct filter_options *options)
{
	if (rule->call < 0 || (rule->mechanism & options->allowed) ||
		(rule->alone && !options->alone) || (rule->blind && !options->blind))
		return false;
	for (size_t i = 0; i < POLICY_CONDITIONS; i++)
		if (rule->when[i].test == POLICY_UNTOUCHABLE && !options->untouchable[0])
			return false;
	return true;
}

static bool holds(const struct policy_condition *condition, const struct seccomp_data *data,
	const struct filter_options *options)
{
	uint64_t argument = data->args[condition->argument];
	uint32_t word = (uint32_t)(condition->high ? argument >> 32 : argument);

	switch (condition->test) {
	case POLICY_ALWAYS:
		return true;
	case POLICY_EQUAL:
		return (word & condition->mask) == condition->value;
	case POLICY_DIFFERS:
		return (word & condition->mask) != condition->value;
	case POLICY_ANY_BIT:
		return (word & condition->mask) != 0;
	case POLICY_UNTOUCHABLE:
		for (size_t i = 0; i < POLICY_UNTOUCHABLES && options->untouchable[i]; i++)
			if (word == (uint32_t)options->untouchable[i] ||
				word == (uint32_t)-options->untouchable[i])
				return true;
		return false;
	}
	return false;
}

bool policy_denies(const struct policy_rule *rule, const struct seccomp_data *data,
	const struct filter_options *options)
{
	bool denied = rule->call == data->nr && policy_applies(rule, options);

	for (size_t i = 0; i < POLICY_CONDITIONS && denied; i++)
		denied = holds(&rule->when[i], data, options);
	return denied;
}

const struct policy_rule *policy_rule(
	const struct seccomp_data *data, const struct filter_options *options)
{
	for (size_t i = 0; i < policy_rules_count; i++)
		if (policy_denies(&policy_rules[i], data, options))
			return &policy_rules[i];
	return NULL;
}

/* "a, b and c" of the mechanisms of a set; the last word is "and" or "or". */
static void name_them(filter_mechanisms set, const char *word, char *text, size_t room)
{
	const struct filter_mechanism *last = NULL;
	size_t length = 0;

	text[0] = '\0';
	for (const struct filter_mechanism *m = filter_mechanisms_table; m->name; m++)
		if (m->bit & set)
			last = m;
	for (const struct filter_mechanism *m = filter_mechanisms_table; m->name; m++) {
		char between[8] = ", ";

		if (!(m->bit & set))
			continue;
		if (m == last)
			snprintf(between, sizeof(between), " %s ", word);
		if (length < room)
			length += (size_t)snprintf(text + length, room - length, "%s%s",
				length ? between : "", m->about);
	}
}

enum policy_reason policy_why(
	const struct policy_rule *rule, filter_mechanisms allowed, char text[POLICY_WHY])
{
	enum { LIST = 300 }; /* all mechanisms, and more */
	char wanted[LIST], granted[LIST];

	if (rule->alone) {
		snprintf(text, POLICY_WHY, "a box without namespaces cannot allow it");
		return POLICY_ALONE;
	}
	if (!rule->mechanism) {
		snprintf(text, POLICY_WHY, "no assignment needs it");
		return POLICY_NEVER;
	}
	name_them(rule->mechanism, "or", wanted, sizeof(wanted));
	name_them(allowed, "and", granted, sizeof(granted));
	if (granted[0])
		snprintf(text, POLICY_WHY, "this assignment allows %s, not %s", granted, wanted);
	else
		snprintf(text, POLICY_WHY, "this assignment does not allow %s", wanted);
	return POLICY_MECHANISM;
}
