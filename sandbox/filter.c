#include "sandbox/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOW32 0xffffffffU

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
	/* Ordinary user-space memory and signals: no system call of their own. */
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

/* A condition on one argument: (argument & mask) == value; mask 0: none. */
struct condition {
	unsigned argument;
	uint64_t mask;
	uint64_t value;
};

/* A call that is denied; `mechanism` 0: always. */
struct denied {
	int call;
	filter_mechanisms mechanism;
	struct condition if_first, if_second;
};

#define ARGUMENT(n, mask_, value_)                                                                 \
	{                                                                                          \
		.argument = (n), .mask = (mask_), .value = (value_)                                \
	}
#define NAMESPACE(flag)                                                                            \
	{                                                                                          \
		SCMP_SYS(clone), 0, ARGUMENT(0, (flag), (flag))                                    \
	}

static const struct denied denied[] = {
	/* Other processes' memory, and the kernel's doors that judges learnt to shut. */
	{ SCMP_SYS(ptrace) },
	{ SCMP_SYS(process_vm_readv) },
	{ SCMP_SYS(process_vm_writev) },
	{ SCMP_SYS(process_madvise) },
	{ SCMP_SYS(pidfd_getfd) },
	{ SCMP_SYS(kcmp) },
	{ SCMP_SYS(bpf) },
	{ SCMP_SYS(perf_event_open) },
	{ SCMP_SYS(userfaultfd) },
	{ SCMP_SYS(io_uring_setup) },
	{ SCMP_SYS(io_uring_enter) },
	{ SCMP_SYS(io_uring_register) },
	{ SCMP_SYS(add_key) },
	{ SCMP_SYS(request_key) },
	{ SCMP_SYS(keyctl) },
	{ SCMP_SYS(seccomp) },
	{ SCMP_SYS(fanotify_init) },
	{ SCMP_SYS(open_by_handle_at) },
	{ SCMP_SYS(name_to_handle_at) },
	{ SCMP_SYS(lookup_dcookie) },
	/* Namespaces, mounts, the machine. */
	{ SCMP_SYS(unshare) },
	{ SCMP_SYS(setns) },
	{ SCMP_SYS(mount) },
	{ SCMP_SYS(umount2) },
	{ SCMP_SYS(pivot_root) },
	{ SCMP_SYS(chroot) },
	{ SCMP_SYS(open_tree) },
	{ SCMP_SYS(move_mount) },
	{ SCMP_SYS(fsopen) },
	{ SCMP_SYS(fsconfig) },
	{ SCMP_SYS(fsmount) },
	{ SCMP_SYS(fspick) },
	{ SCMP_SYS(mount_setattr) },
	{ SCMP_SYS(swapon) },
	{ SCMP_SYS(swapoff) },
	{ SCMP_SYS(reboot) },
	{ SCMP_SYS(kexec_load) },
	{ SCMP_SYS(kexec_file_load) },
	{ SCMP_SYS(init_module) },
	{ SCMP_SYS(finit_module) },
	{ SCMP_SYS(delete_module) },
	{ SCMP_SYS(acct) },
	{ SCMP_SYS(quotactl) },
	{ SCMP_SYS(syslog) },
	{ SCMP_SYS(settimeofday) },
	{ SCMP_SYS(clock_settime) },
	{ SCMP_SYS(adjtimex) },
	{ SCMP_SYS(clock_adjtime) },
	{ SCMP_SYS(iopl) },
	{ SCMP_SYS(ioperm) },
	{ SCMP_SYS(vhangup) },
	NAMESPACE(CLONE_NEWUSER),
	NAMESPACE(CLONE_NEWPID),
	NAMESPACE(CLONE_NEWNS),
	NAMESPACE(CLONE_NEWNET),
	NAMESPACE(CLONE_NEWIPC),
	NAMESPACE(CLONE_NEWUTS),
	NAMESPACE(CLONE_NEWCGROUP),
	/* Typing into a terminal that somebody shares; 32 bits of the request count. */
	{ SCMP_SYS(ioctl), 0, ARGUMENT(1, LOW32, 0x5412 /* TIOCSTI */) },
	{ SCMP_SYS(ioctl), 0, ARGUMENT(1, LOW32, 0x541C /* TIOCLINUX */) },
	/* Channels to outside of the box that the net namespace does not close. */
	{ SCMP_SYS(socket), 0, ARGUMENT(0, LOW32, 40 /* AF_VSOCK */) },
	{ SCMP_SYS(socket), 0, ARGUMENT(0, LOW32, 38 /* AF_ALG */) },
	{ SCMP_SYS(socket), 0, ARGUMENT(0, LOW32, 17 /* AF_PACKET */) },

	/* Each mechanism's way in. */
	{ SCMP_SYS(pipe), PIPE },
	{ SCMP_SYS(pipe2), PIPE },
	{ SCMP_SYS(mknod), FIFO, ARGUMENT(1, S_IFMT, S_IFIFO) },
	{ SCMP_SYS(mknodat), FIFO, ARGUMENT(2, S_IFMT, S_IFIFO) },
	{ SCMP_SYS(socket), SOCKET },
	{ SCMP_SYS(socketpair), SOCKET },
	{ SCMP_SYS(msgget), SYSV_MSG },
	{ SCMP_SYS(semget), SYSV_SEM },
	{ SCMP_SYS(shmget), SYSV_SHM },
	{ SCMP_SYS(mq_open), POSIX_MQ },
	{ SCMP_SYS(eventfd), EVENTFD },
	{ SCMP_SYS(eventfd2), EVENTFD },
	{ SCMP_SYS(flock), FLOCK },
	{ SCMP_SYS(fcntl), RECORD_LOCK, ARGUMENT(1, LOW32, F_SETLK) },
	{ SCMP_SYS(fcntl), RECORD_LOCK, ARGUMENT(1, LOW32, F_SETLKW) },
	{ SCMP_SYS(fcntl), RECORD_LOCK, ARGUMENT(1, LOW32, F_OFD_SETLK) },
	{ SCMP_SYS(fcntl), RECORD_LOCK, ARGUMENT(1, LOW32, F_OFD_SETLKW) },
	{ SCMP_SYS(clone), PTHREAD, ARGUMENT(0, CLONE_THREAD, CLONE_THREAD) },
	/* MAP_SHARED is 1 and MAP_PRIVATE 2; libc itself maps files shared, to read only. */
	{ SCMP_SYS(mmap), SHM_ANONYMOUS,
		ARGUMENT(3, MAP_TYPE | MAP_ANONYMOUS, MAP_SHARED | MAP_ANONYMOUS) },
	{ SCMP_SYS(mmap), SHM_FILE, ARGUMENT(3, MAP_TYPE | MAP_ANONYMOUS, MAP_SHARED),
		ARGUMENT(2, PROT_WRITE, PROT_WRITE) },
	{ SCMP_SYS(mmap), SHM_FILE, ARGUMENT(3, MAP_TYPE | MAP_ANONYMOUS, MAP_SHARED_VALIDATE),
		ARGUMENT(2, PROT_WRITE, PROT_WRITE) },
};

static int add(scmp_filter_ctx context, const struct denied *rule)
{
	struct scmp_arg_cmp compare[2];
	unsigned count = 0;
	const struct condition *conditions[] = { &rule->if_first, &rule->if_second };

	for (size_t i = 0; i < 2; i++) {
		const struct condition *c = conditions[i];

		if (c->mask)
			compare[count++] =
				SCMP_CMP64(c->argument, SCMP_CMP_MASKED_EQ, c->mask, c->value);
	}
	return seccomp_rule_add_array(context, SCMP_ACT_NOTIFY, rule->call, count, compare);
}

static int add_rules(scmp_filter_ctx context, filter_mechanisms allowed)
{
	int error = seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);

	/* libseccomp would set no_new_privs when it loads; we install by hand. */
	if (!error)
		error = seccomp_rule_add(context, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	for (size_t i = 0; i < sizeof(denied) / sizeof(*denied) && !error; i++) {
		if (denied[i].mechanism && (denied[i].mechanism & allowed))
			continue;
		/* A mechanism that is off as a whole needs no finer rule beside it. */
		if (denied[i].call == SCMP_SYS(socket) && denied[i].if_first.mask &&
			!(allowed & SOCKET))
			continue;
		error = add(context, &denied[i]);
	}
	return error;
}

/* libseccomp writes the program to a descriptor only; a memfd gives it back. */
static int export(scmp_filter_ctx context, struct filter *ret)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	struct stat status;
	int error;

	if (fd < 0)
		return -errno;
	error = seccomp_export_bpf(context, fd);
	if (!error && fstat(fd, &status) == 0) {
		ret->program.filter = malloc((size_t)status.st_size);
		ret->program.len =
			(unsigned short)((size_t)status.st_size / sizeof(struct sock_filter));
		if (!ret->program.filter ||
			pread(fd, ret->program.filter, (size_t)status.st_size, 0) != status.st_size)
			error = -ENOMEM;
	}
	close(fd);
	return error;
}

int filter_make(filter_mechanisms allowed, struct filter *ret)
{
	scmp_filter_ctx context = seccomp_init(SCMP_ACT_ALLOW);
	struct filter made = { .allowed = allowed };
	int error;

	if (!context)
		return -ENOMEM;
	error = add_rules(context, allowed);
	if (!error)
		error = export(context, &made);
	seccomp_release(context);
	if (error)
		filter_release(&made);
	else
		*ret = made;
	return error;
}

void filter_release(struct filter *filter)
{
	free(filter->program.filter);
	*filter = (struct filter){ 0 };
}

int filter_install(const struct filter *filter)
{
	long listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter->program);

	return listener < 0 ? -errno : (int)listener;
}

int filter_answer(int listener, int *ret_tid, int *ret_call)
{
	/* The kernel may know larger structures than we do, and asks for zeroes. */
	union {
		struct seccomp_notif question;
		char room[256];
	} in;
	union {
		struct seccomp_notif_resp answer;
		char room[256];
	} out;

	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &in.question) < 0)
		return -errno;
	*ret_tid = (int)in.question.pid;
	*ret_call = in.question.data.nr;
	out.answer.id = in.question.id;
	out.answer.error = -EPERM;
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &out.answer) < 0 && errno != ENOENT)
		return -errno;
	return 0;
}
