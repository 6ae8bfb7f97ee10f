#include "sandbox/filter.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "tests/unit/bpf.h"

/*
 * Vectors: a call with its arguments, what the assignment allows, and what the
 * filter must answer.  They stand beside the tables of sandbox/policy.c and not
 * upon them: numbers are libc's, masks and values are written out again.
 */

enum { ALLOW, REFUSE, MISSING, KILL };

static const uint32_t actions[] = {
	[ALLOW] = SECCOMP_RET_ALLOW,
	[REFUSE] = SECCOMP_RET_USER_NOTIF,
	[MISSING] = SECCOMP_RET_ERRNO | ENOSYS,
	[KILL] = SECCOMP_RET_KILL_PROCESS,
};

/* Which processes outside must not be reached, when there are no namespaces. */
enum { KEEPER = 4711, INIT = 4712, STRANGER = 815 };

struct vector {
	const char *allowed; /* mechanisms: "" none, "*" all, "!pipe" all but that one */
	long call;
	int answer;
	uint64_t args[6];
	uint32_t arch; /* 0: ours */
};

/* High halves that no int argument has, and that the kernel does not read. */
#define BIT32 (1ULL << 32)
#define GARBAGE 0xdeadbeef00000000ULL

#define ANYONE "*" /* whatever the assignment allows, it makes no difference */

static const struct vector vectors[] = {
	/* What every program needs. */
	{ "", SYS_read, ALLOW },
	{ "", SYS_write, ALLOW },
	{ "", SYS_openat, ALLOW, { AT_FDCWD, 0, O_CREAT | O_RDWR, 0644 } },
	{ "", SYS_close, ALLOW },
	{ "", SYS_execve, ALLOW },
	{ "", SYS_exit_group, ALLOW },
	{ "", SYS_wait4, ALLOW },
	{ "", SYS_fork, ALLOW },
	{ "", SYS_vfork, ALLOW },
	{ "", SYS_clone, ALLOW, { SIGCHLD | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID } },
	{ "", SYS_clone, ALLOW, { CLONE_VM | CLONE_VFORK | SIGCHLD } }, /* posix_spawn */
	{ "", SYS_mmap, ALLOW, { 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS } },
	{ "", SYS_mmap, ALLOW, { 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE } },
	{ "", SYS_mprotect, ALLOW, { 0, 4096, PROT_READ | PROT_WRITE } },
	{ "", SYS_futex, ALLOW },
	{ "", SYS_rt_sigaction, ALLOW },
	{ "", SYS_kill, ALLOW, { 2, SIGTERM } },
	{ "", SYS_kill, ALLOW, { (uint64_t)-1, SIGKILL } },
	{ "", SYS_tgkill, ALLOW, { 2, 2, SIGABRT } },
	{ "", SYS_pidfd_open, ALLOW, { 2 } },
	{ "", SYS_pidfd_send_signal, ALLOW },
	{ "", SYS_arch_prctl, ALLOW, { 0x1002 /* ARCH_SET_FS */ } },
	{ "", SYS_rseq, ALLOW },
	{ "", SYS_close_range, ALLOW },
	{ "", SYS_setuid, ALLOW },
	{ "", SYS_chown, ALLOW },
	{ "", SYS_chmod, ALLOW, { 0, 04755 } },
	{ "", SYS_openat2, ALLOW },
	{ "", SYS_landlock_create_ruleset, ALLOW },
	{ "", SYS_splice, ALLOW },
	{ "", SYS_prlimit64, ALLOW, { 0 } },
	{ "", SYS_prlimit64, ALLOW, { 7 } },
	/* init, which is 1 in its PID namespace. */
	{ "", SYS_prlimit64, REFUSE, { 1 } },
	{ "", SYS_prlimit64, REFUSE, { 1 | BIT32 } },
	{ "", SYS_sched_setscheduler, REFUSE, { 1 } },
	{ "", SYS_setpriority, REFUSE, { 0, 1 } },
	{ "", SYS_setpriority, ALLOW, { 0, 0 } },
	{ "", SYS_setpriority, REFUSE, { 2, 0 } },
	{ "", 462 /* mseal */, ALLOW },
	{ "", 469 /* file_setattr: the newest that is known */, ALLOW },

	/* Other processes. */
	{ ANYONE, SYS_ptrace, REFUSE },
	{ ANYONE, SYS_ptrace, REFUSE, { 0 /* PTRACE_TRACEME */ } },
	{ ANYONE, SYS_process_vm_readv, REFUSE },
	{ ANYONE, SYS_process_vm_writev, REFUSE },
	{ ANYONE, SYS_process_madvise, REFUSE },
	{ ANYONE, SYS_process_mrelease, REFUSE },
	{ ANYONE, SYS_pidfd_getfd, REFUSE },
	{ ANYONE, SYS_kcmp, REFUSE },
	{ ANYONE, SYS_move_pages, REFUSE },
	{ ANYONE, SYS_migrate_pages, REFUSE },
	{ ANYONE, SYS_mbind, REFUSE },
	{ ANYONE, SYS_set_mempolicy, REFUSE },
	{ ANYONE, SYS_set_mempolicy_home_node, REFUSE },

	/* The kernel's doors. */
	{ ANYONE, SYS_bpf, REFUSE },
	{ ANYONE, SYS_perf_event_open, REFUSE },
	{ ANYONE, SYS_userfaultfd, REFUSE },
	{ ANYONE, SYS_io_uring_setup, REFUSE },
	{ ANYONE, SYS_io_uring_enter, REFUSE },
	{ ANYONE, SYS_io_uring_register, REFUSE },
	{ ANYONE, SYS_add_key, REFUSE },
	{ ANYONE, SYS_request_key, REFUSE },
	{ ANYONE, SYS_keyctl, REFUSE },
	{ ANYONE, SYS_seccomp, REFUSE },
	{ ANYONE, SYS_prctl, REFUSE, { PR_SET_SECCOMP, 2 } },
	{ ANYONE, SYS_prctl, REFUSE, { PR_SET_SECCOMP | GARBAGE, 1 } },
	{ ANYONE, SYS_prctl, REFUSE, { PR_SET_MM } },
	{ ANYONE, SYS_prctl, REFUSE, { PR_SET_DUMPABLE, 0 } },
	{ ANYONE, SYS_prctl, REFUSE, { PR_SET_DUMPABLE | BIT32, 0 } },
	{ ANYONE, SYS_prctl, ALLOW, { PR_SET_DUMPABLE, 1 } },
	{ ANYONE, SYS_prctl, ALLOW, { PR_SET_NAME } },
	{ ANYONE, SYS_prctl, ALLOW, { PR_SET_PDEATHSIG, SIGKILL } },
	{ ANYONE, SYS_prctl, ALLOW, { 59 /* PR_SET_SYSCALL_USER_DISPATCH */ } },
	{ ANYONE, SYS_memfd_secret, REFUSE },
	{ ANYONE, SYS_fanotify_init, REFUSE },
	{ ANYONE, SYS_open_by_handle_at, REFUSE },
	{ ANYONE, SYS_name_to_handle_at, REFUSE },
	{ ANYONE, SYS_lookup_dcookie, REFUSE },
	{ ANYONE, SYS_modify_ldt, REFUSE },
	{ ANYONE, SYS_uselib, REFUSE },
	{ ANYONE, SYS_personality, ALLOW, { 0xffffffff } },
	{ ANYONE, SYS_personality, ALLOW, { 0xffffffff | GARBAGE } },
	{ ANYONE, SYS_personality, ALLOW, { 0 } },
	{ ANYONE, SYS_personality, ALLOW, { 0x0040000 /* ADDR_NO_RANDOMIZE */ } },
	{ ANYONE, SYS_personality, REFUSE, { 0x0400000 /* READ_IMPLIES_EXEC */ } },
	{ ANYONE, SYS_personality, REFUSE, { 0x0440000 } },
	{ ANYONE, SYS_personality, REFUSE, { 0x0100000 | GARBAGE /* MMAP_PAGE_ZERO */ } },
	{ ANYONE, SYS_personality, REFUSE, { 8 /* PER_LINUX32 */ } },
	{ ANYONE, SYS_fcntl, REFUSE, { 3, F_SETLEASE, F_WRLCK } },
	{ ANYONE, SYS_fcntl, REFUSE, { 3, F_SETLEASE | BIT32, F_WRLCK } },
	{ ANYONE, SYS_fcntl, REFUSE, { 3, F_NOTIFY } },
	{ "", SYS_fcntl, ALLOW, { 3, F_SETFL, O_NONBLOCK } },
	{ "", SYS_fcntl, ALLOW, { 3, F_SETFL | GARBAGE, O_NONBLOCK } },
	{ "", SYS_fcntl, ALLOW, { 3, F_SETOWN, 2 } }, /* SIGIO is a lesson of its own */
	{ "", SYS_fcntl, ALLOW, { 3, F_SETSIG, SIGUSR1 } },
	{ "", SYS_fcntl, ALLOW, { 3, F_SETPIPE_SZ, 4096 } },
	{ "", SYS_fcntl, ALLOW, { 3, F_GETLEASE } },

	/* Namespaces, in each of the ways that there are. */
	{ ANYONE, SYS_unshare, REFUSE },
	{ ANYONE, SYS_setns, REFUSE },
	{ ANYONE, SYS_setns, REFUSE, { 3, CLONE_NEWNET } },
	{ ANYONE, SYS_setns, REFUSE, { 3, CLONE_NEWNET, POLICY_SETNS_MARK + 1 } },
	{ ANYONE, SYS_setns, REFUSE, { 3, CLONE_NEWUSER, POLICY_SETNS_MARK } },
	{ ANYONE, SYS_setns, REFUSE, { 3, CLONE_NEWNET | CLONE_NEWUSER, POLICY_SETNS_MARK } },
	{ ANYONE, SYS_setns, REFUSE, { 3, 0, POLICY_SETNS_MARK } },
	{ ANYONE, SYS_setns, ALLOW, { 3, CLONE_NEWNET, POLICY_SETNS_MARK } }, /* init's */
	{ ANYONE, SYS_clone3, MISSING },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_NEWUSER | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_NEWPID | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_NEWNS | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_NEWNET | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_NEWIPC | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_NEWUTS | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_NEWCGROUP | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_VM | CLONE_NEWUSER | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_VM | CLONE_NEWPID | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_VM | CLONE_NEWNS | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_VM | CLONE_NEWNET | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_VM | CLONE_NEWIPC | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_VM | CLONE_NEWUTS | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_VM | CLONE_NEWCGROUP | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_VM | CLONE_VFORK | CLONE_NEWUSER | SIGCHLD } },
	{ ANYONE, SYS_clone, REFUSE, { CLONE_NEWUSER | SIGCHLD | GARBAGE } },
	{ ANYONE, SYS_clone, ALLOW, { SIGCHLD | GARBAGE } },
	{ ANYONE, SYS_clone, ALLOW, { 0x80 | SIGCHLD } }, /* CLONE_NEWTIME is a signal's bit here */

	/* Mounts. */
	{ ANYONE, SYS_mount, REFUSE },
	{ ANYONE, SYS_umount2, REFUSE },
	{ ANYONE, SYS_pivot_root, REFUSE },
	{ ANYONE, SYS_chroot, REFUSE },
	{ ANYONE, SYS_open_tree, REFUSE },
	{ ANYONE, SYS_move_mount, REFUSE },
	{ ANYONE, SYS_fsopen, REFUSE },
	{ ANYONE, SYS_fsconfig, REFUSE },
	{ ANYONE, SYS_fsmount, REFUSE },
	{ ANYONE, SYS_fspick, REFUSE },
	{ ANYONE, SYS_mount_setattr, REFUSE },
	{ ANYONE, 467 /* open_tree_attr */, REFUSE },
	{ ANYONE, 457 /* statmount */, MISSING },
	{ ANYONE, 458 /* listmount */, MISSING },
	{ ANYONE, 459 /* lsm_get_self_attr */, MISSING },
	{ ANYONE, 460 /* lsm_set_self_attr */, MISSING },
	{ ANYONE, 461 /* lsm_list_modules */, MISSING },

	/* The machine. */
	{ ANYONE, SYS_swapon, REFUSE },
	{ ANYONE, SYS_swapoff, REFUSE },
	{ ANYONE, SYS_reboot, REFUSE },
	{ ANYONE, SYS_kexec_load, REFUSE },
	{ ANYONE, SYS_kexec_file_load, REFUSE },
	{ ANYONE, SYS_init_module, REFUSE },
	{ ANYONE, SYS_finit_module, REFUSE },
	{ ANYONE, SYS_delete_module, REFUSE },
	{ ANYONE, SYS_create_module, REFUSE },
	{ ANYONE, SYS_query_module, REFUSE },
	{ ANYONE, SYS_get_kernel_syms, REFUSE },
	{ ANYONE, SYS_acct, REFUSE },
	{ ANYONE, SYS_quotactl, REFUSE },
	{ ANYONE, SYS_quotactl_fd, REFUSE },
	{ ANYONE, SYS_syslog, REFUSE },
	{ ANYONE, SYS_settimeofday, REFUSE },
	{ ANYONE, SYS_clock_settime, REFUSE },
	{ ANYONE, SYS_adjtimex, REFUSE },
	{ ANYONE, SYS_clock_adjtime, REFUSE },
	{ ANYONE, SYS_sethostname, REFUSE },
	{ ANYONE, SYS_setdomainname, REFUSE },
	{ ANYONE, SYS_iopl, REFUSE },
	{ ANYONE, SYS_ioperm, REFUSE },
	{ ANYONE, SYS_vhangup, REFUSE },
	{ ANYONE, SYS_nfsservctl, REFUSE },
	{ ANYONE, SYS__sysctl, REFUSE },
	{ ANYONE, SYS_sysfs, REFUSE },
	{ ANYONE, SYS_ustat, REFUSE },
	{ ANYONE, SYS_mknod, REFUSE, { 0, S_IFCHR | 0600 } },
	{ ANYONE, SYS_mknod, REFUSE, { 0, S_IFBLK | 0600 } },
	{ ANYONE, SYS_mknodat, REFUSE, { AT_FDCWD, 0, S_IFCHR | 0600 } },
	{ ANYONE, SYS_mknodat, REFUSE, { AT_FDCWD, 0, S_IFBLK | 0600 | GARBAGE } },
	{ ANYONE, SYS_mknod, ALLOW, { 0, S_IFREG | 0600 } },
	{ ANYONE, SYS_mknodat, ALLOW, { AT_FDCWD, 0, S_IFSOCK | 0600 } },

	/* Terminals: the request is an int. */
	{ ANYONE, SYS_ioctl, REFUSE, { 0, TIOCSTI } },
	{ ANYONE, SYS_ioctl, REFUSE, { 0, TIOCSTI | BIT32 } },
	{ ANYONE, SYS_ioctl, REFUSE, { 0, TIOCSTI | GARBAGE } },
	{ ANYONE, SYS_ioctl, REFUSE, { 0, TIOCLINUX } },
	{ ANYONE, SYS_ioctl, REFUSE, { 0, TIOCLINUX | BIT32 } },
	{ ANYONE, SYS_ioctl, REFUSE, { 0, TIOCCONS } },
	{ ANYONE, SYS_ioctl, REFUSE, { 0, TIOCSETD } },
	{ "", SYS_ioctl, ALLOW, { 0, TCGETS } },
	{ "", SYS_ioctl, ALLOW, { 0, TCGETS | GARBAGE } },
	{ "", SYS_ioctl, ALLOW, { 0, FIONREAD } },
	{ "", SYS_ioctl, ALLOW, { 0, 0x8901 /* FIOSETOWN */ } },

	/* Sockets that are no mechanism of any assignment. */
	/* nscd, whom libc asks: not told, and no mistake. */
	{ "pipe", SYS_socket, MISSING, { AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK } },
	{ "pipe", SYS_socket, REFUSE, { AF_UNIX, SOCK_STREAM } },
	{ ANYONE, SYS_socket, ALLOW, { AF_UNIX, SOCK_STREAM } },
	{ ANYONE, SYS_socket, ALLOW, { AF_UNIX | GARBAGE, SOCK_SEQPACKET | SOCK_CLOEXEC } },
	{ ANYONE, SYS_socket, ALLOW, { AF_INET, SOCK_STREAM } },
	{ ANYONE, SYS_socket, ALLOW, { AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK } },
	{ ANYONE, SYS_socket, ALLOW, { AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0 } },
	{ ANYONE, SYS_socket, REFUSE, { AF_NETLINK, SOCK_RAW, 12 /* NETLINK_NETFILTER */ } },
	{ ANYONE, SYS_socket, REFUSE, { AF_VSOCK, SOCK_STREAM } },
	{ ANYONE, SYS_socket, REFUSE, { AF_VSOCK | BIT32, SOCK_STREAM } },
	{ ANYONE, SYS_socket, REFUSE, { AF_ALG, SOCK_SEQPACKET } },
	{ ANYONE, SYS_socket, REFUSE, { AF_PACKET, SOCK_RAW } },
	{ ANYONE, SYS_socket, REFUSE, { 44 /* AF_XDP */, SOCK_RAW } },
	{ ANYONE, SYS_socket, REFUSE, { AF_INET, SOCK_RAW, 1 } },
	{ ANYONE, SYS_socket, REFUSE, { AF_INET, SOCK_RAW | SOCK_CLOEXEC, 1 } },
	{ ANYONE, SYS_socket, REFUSE, { AF_INET, SOCK_PACKET } },
	{ ANYONE, SYS_socket, REFUSE, { AF_INET6, SOCK_RAW | GARBAGE, 58 } },
	{ ANYONE, SYS_socketpair, ALLOW, { AF_UNIX, SOCK_STREAM } },
	{ ANYONE, SYS_socketpair, REFUSE, { 30 /* AF_TIPC */, SOCK_STREAM } },

	/* Each mechanism: denied without it, its calls; let through with it alone. */
	{ "", SYS_pipe, REFUSE },
	{ "", SYS_pipe2, REFUSE },
	{ "!pipe", SYS_pipe2, REFUSE },
	{ "pipe", SYS_pipe, ALLOW },
	{ "pipe", SYS_pipe2, ALLOW },
	{ "", SYS_mknod, REFUSE, { 0, S_IFIFO | 0600 } },
	{ "", SYS_mknodat, REFUSE, { AT_FDCWD, 0, S_IFIFO | 0600 } },
	{ "!fifo", SYS_mknodat, REFUSE, { AT_FDCWD, 0, S_IFIFO | 0600 | GARBAGE } },
	{ "fifo", SYS_mknod, ALLOW, { 0, S_IFIFO | 0600 } },
	{ "fifo", SYS_mknodat, ALLOW, { AT_FDCWD, 0, S_IFIFO | 0600 } },
	{ "", SYS_socket, REFUSE, { AF_UNIX, SOCK_STREAM } },
	{ "", SYS_socket, REFUSE, { AF_NETLINK, SOCK_RAW } },
	{ "", SYS_socketpair, REFUSE, { AF_UNIX, SOCK_STREAM } },
	{ "!socket", SYS_socket, REFUSE, { AF_INET, SOCK_STREAM } },
	{ "socket", SYS_socket, ALLOW, { AF_INET, SOCK_STREAM } },
	{ "socket", SYS_socketpair, ALLOW, { AF_UNIX, SOCK_DGRAM } },
	{ "", SYS_msgget, REFUSE },
	{ "!sysv-msg", SYS_msgget, REFUSE },
	{ "sysv-msg", SYS_msgget, ALLOW },
	{ "", SYS_semget, REFUSE },
	{ "!sysv-sem", SYS_semget, REFUSE },
	{ "sysv-sem", SYS_semget, ALLOW },
	{ "", SYS_shmget, REFUSE },
	{ "!sysv-shm", SYS_shmget, REFUSE },
	{ "sysv-shm", SYS_shmget, ALLOW },
	{ "", SYS_mq_open, REFUSE },
	{ "!posix-mq", SYS_mq_open, REFUSE },
	{ "posix-mq", SYS_mq_open, ALLOW },
	{ "", SYS_eventfd, REFUSE },
	{ "", SYS_eventfd2, REFUSE },
	{ "!eventfd", SYS_eventfd2, REFUSE },
	{ "eventfd", SYS_eventfd, ALLOW },
	{ "eventfd", SYS_eventfd2, ALLOW },
	{ "", SYS_flock, REFUSE },
	{ "!flock", SYS_flock, REFUSE },
	{ "flock", SYS_flock, ALLOW },
	{ "", SYS_fcntl, REFUSE, { 3, F_SETLK } },
	{ "", SYS_fcntl, REFUSE, { 3, F_SETLKW } },
	{ "", SYS_fcntl, REFUSE, { 3, F_OFD_SETLK } },
	{ "", SYS_fcntl, REFUSE, { 3, F_OFD_SETLKW } },
	{ "!record-lock", SYS_fcntl, REFUSE, { 3, F_SETLKW | BIT32 } },
	{ "", SYS_fcntl, ALLOW, { 3, F_GETLK } },
	{ "record-lock", SYS_fcntl, ALLOW, { 3, F_SETLK } },
	{ "record-lock", SYS_fcntl, ALLOW, { 3, F_SETLKW } },
	{ "record-lock", SYS_fcntl, ALLOW, { 3, F_OFD_SETLK } },
	{ "record-lock", SYS_fcntl, ALLOW, { 3, F_OFD_SETLKW } },
	{ "record-lock", SYS_fcntl, REFUSE, { 3, F_SETLEASE } },
	{ "", SYS_clone, REFUSE, { CLONE_VM | CLONE_SIGHAND | CLONE_THREAD } },
	{ "!pthread", SYS_clone, REFUSE, { CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | GARBAGE } },
	{ "pthread", SYS_clone, ALLOW, { CLONE_VM | CLONE_SIGHAND | CLONE_THREAD } },
	{ "", SYS_clone, REFUSE, { CLONE_VM | SIGCHLD } }, /* a thread by another name */
	{ "pthread", SYS_clone, ALLOW, { CLONE_VM | SIGCHLD } },
	{ "shm-anonymous", SYS_clone, ALLOW, { CLONE_VM | SIGCHLD } },
	{ "shm-anonymous", SYS_clone, REFUSE, { CLONE_VM | CLONE_SIGHAND | CLONE_THREAD } },
	{ "pthread", SYS_clone, REFUSE,
		{ CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_NEWUTS } },
	{ "", SYS_mmap, REFUSE, { 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS } },
	{ "", SYS_mmap, REFUSE, { 0, 4096, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS } },
	{ "!shm-anonymous", SYS_mmap, REFUSE,
		{ 0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE } },
	{ "!shm-anonymous", SYS_mmap, REFUSE,
		{ 0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS | GARBAGE } },
	{ "shm-anonymous", SYS_mmap, ALLOW, { 0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS } },
	{ "shm-anonymous", SYS_mmap, REFUSE, { 0, 4096, 3, MAP_SHARED } },
	{ "", SYS_mmap, REFUSE, { 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED } },
	{ "", SYS_mmap, REFUSE, { 0, 4096, PROT_WRITE, MAP_SHARED } },
	{ "", SYS_mmap, REFUSE, { 0, 4096, PROT_WRITE | GARBAGE, MAP_SHARED } },
	{ "", SYS_mmap, REFUSE, { 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED_VALIDATE } },
	{ "", SYS_mmap, ALLOW, { 0, 4096, PROT_READ, MAP_SHARED } },
	{ "", SYS_mmap, ALLOW, { 0, 4096, PROT_READ | GARBAGE, MAP_SHARED } },
	{ "", SYS_mmap, ALLOW, { 0, 4096, PROT_READ | PROT_EXEC, MAP_SHARED_VALIDATE } },
	{ "!shm-file", SYS_mmap, REFUSE, { 0, 4096, PROT_WRITE, MAP_SHARED } },
	{ "!shm-file", SYS_mmap, REFUSE, { 0, 32 | BIT32, PROT_WRITE, MAP_SHARED } },
	{ "shm-file", SYS_mmap, ALLOW, { 0, 4096, PROT_WRITE, MAP_SHARED } },
	{ "shm-file", SYS_mmap, ALLOW, { 0, 4096, PROT_WRITE, MAP_SHARED_VALIDATE } },
	{ "shm-file", SYS_mmap, REFUSE, { 0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS } },
	{ "", SYS_memfd_create, REFUSE },
	{ "shm-file", SYS_memfd_create, ALLOW },
	/* sem_open(3) maps one sem_t of a file. */
	{ "posix-sem", SYS_mmap, ALLOW, { 0, 32, PROT_READ | PROT_WRITE, MAP_SHARED } },
	{ "posix-sem", SYS_mmap, REFUSE, { 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED } },
	{ "posix-sem", SYS_mmap, REFUSE, { 0, 32 | BIT32, PROT_WRITE, MAP_SHARED } },
	{ "", SYS_mmap, REFUSE, { 0, 32, PROT_READ | PROT_WRITE, MAP_SHARED } },
	/* Nobody can be kept from ending by a signal. */
	{ "", SYS_rt_sigqueueinfo, ALLOW },
	{ "", SYS_signalfd4, ALLOW },
	{ "", SYS_pause, ALLOW },

	/* Foreign ABIs. */
	{ ANYONE, 20 /* getpid of i386 */, KILL, .arch = AUDIT_ARCH_I386 },
	{ ANYONE, SYS_read, KILL, .arch = AUDIT_ARCH_I386 },
	{ ANYONE, SYS_write, KILL, .arch = AUDIT_ARCH_AARCH64 },
	{ ANYONE, 0x40000000 | SYS_getpid, KILL },
	{ ANYONE, 0x40000000 | 514 /* ioctl of x32 */, KILL, { 0, TIOCSTI } },
	{ ANYONE, 0x7fffffff, KILL },
	{ ANYONE, 0xc0000000 | SYS_read, KILL },
	/* x32's own numbers, which old kernels took without the bit as well. */
	{ ANYONE, 512, MISSING },
	{ ANYONE, 514, MISSING, { 0, TIOCSTI } },
	{ ANYONE, 521 /* ptrace of x32 */, MISSING },
	{ ANYONE, 547, MISSING },
	/* Calls to come. */
	{ ANYONE, 470, MISSING },
	{ ANYONE, 1000, MISSING },
	{ ANYONE, 0x3fffffff, MISSING },
	{ ANYONE, 0xffffffff, MISSING },
};

/* The same where the box has no namespaces. */
static const struct vector alone_vectors[] = {
	{ "*", SYS_mq_open, REFUSE },
	{ "*", SYS_kill, REFUSE, { (uint64_t)-1, SIGKILL } },
	{ "*", SYS_kill, REFUSE, { 0xffffffff, SIGKILL } },
	{ "*", SYS_kill, REFUSE, { 0xffffffff | GARBAGE, SIGKILL } },
	{ "*", SYS_kill, REFUSE, { KEEPER, SIGKILL } },
	{ "*", SYS_kill, REFUSE, { KEEPER | BIT32, SIGKILL } },
	{ "*", SYS_kill, REFUSE, { INIT, SIGSTOP } },
	{ "*", SYS_kill, REFUSE, { (uint64_t)-KEEPER, SIGKILL } },
	{ "*", SYS_kill, REFUSE, { (uint32_t)-INIT, SIGKILL } },
	{ "*", SYS_kill, ALLOW, { STRANGER, SIGTERM } },
	{ "*", SYS_kill, ALLOW, { STRANGER | GARBAGE, SIGTERM } },
	{ "*", SYS_kill, ALLOW, { 0, SIGTERM } },
	{ "*", SYS_kill, ALLOW, { (uint64_t)-STRANGER, SIGTERM } },
	{ "*", SYS_tgkill, REFUSE, { KEEPER, KEEPER, SIGKILL } },
	{ "*", SYS_tgkill, REFUSE, { INIT, 1, SIGKILL } },
	{ "*", SYS_tgkill, ALLOW, { STRANGER, STRANGER, SIGABRT } },
	{ "*", SYS_tkill, REFUSE, { STRANGER, SIGKILL } },
	{ "*", SYS_rt_sigqueueinfo, REFUSE, { KEEPER } },
	{ "*", SYS_rt_sigqueueinfo, ALLOW, { STRANGER } },
	{ "*", SYS_rt_tgsigqueueinfo, REFUSE, { INIT } },
	{ "*", SYS_rt_tgsigqueueinfo, ALLOW, { STRANGER } },
	{ "*", SYS_pidfd_open, REFUSE, { KEEPER } },
	{ "*", SYS_pidfd_open, ALLOW, { STRANGER } },
	{ "*", SYS_pidfd_send_signal, REFUSE },
	{ "*", SYS_prlimit64, REFUSE, { KEEPER } },
	{ "*", SYS_prlimit64, ALLOW, { 0 } },
	{ "*", SYS_sched_setscheduler, REFUSE, { INIT } },
	{ "*", SYS_sched_setscheduler, ALLOW, { 0 } },
	{ "*", SYS_sched_setparam, REFUSE, { KEEPER } },
	{ "*", SYS_sched_setparam, ALLOW, { 0 } },
	{ "*", SYS_sched_setattr, REFUSE, { KEEPER } },
	{ "*", SYS_sched_setattr, ALLOW, { 0 } },
	{ "*", SYS_sched_setaffinity, REFUSE, { KEEPER } },
	{ "*", SYS_sched_setaffinity, ALLOW, { 0 } },
	{ "*", SYS_setpriority, REFUSE, { 0, KEEPER } },
	{ "*", SYS_setpriority, REFUSE, { 1, INIT | GARBAGE } },
	{ "*", SYS_setpriority, REFUSE, { 2, 0 } },
	{ "*", SYS_setpriority, ALLOW, { 0, 0 } },
	{ "*", SYS_ioprio_set, REFUSE, { 1, KEEPER } },
	{ "*", SYS_ioprio_set, REFUSE, { 3, 0 } },
	{ "*", SYS_ioprio_set, ALLOW, { 1, 0 } },
	{ "*", SYS_fcntl, REFUSE, { 3, F_SETOWN, KEEPER } },
	{ "*", SYS_fcntl, REFUSE, { 3, F_SETOWN, (uint64_t)-INIT } },
	{ "*", SYS_fcntl, REFUSE, { 3, F_SETOWN | BIT32, KEEPER | BIT32 } },
	{ "*", SYS_fcntl, ALLOW, { 3, F_SETOWN, STRANGER } },
	{ "*", SYS_fcntl, ALLOW, { 3, F_SETFL, KEEPER } },
	{ "*", SYS_fcntl, REFUSE, { 3, 15 /* F_SETOWN_EX */ } },
	{ "*", SYS_ioctl, REFUSE, { 3, 0x8901 /* FIOSETOWN */ } },
	{ "*", SYS_ioctl, REFUSE, { 3, 0x8902 | BIT32 /* SIOCSPGRP */ } },
	{ "*", SYS_ioctl, ALLOW, { 3, FIONREAD } },
	{ "*", SYS_setresuid, ALLOW },
	{ "*", SYS_getuid, ALLOW },
	{ "*", SYS_setsid, ALLOW },
	{ "*", SYS_fchownat, ALLOW },
	{ "*", SYS_chmod, REFUSE, { 0, 04755 } },
	{ "*", SYS_chmod, ALLOW, { 0, 0755 } },
	{ "*", SYS_chmod, ALLOW, { 0, 0755 | GARBAGE } },
	{ "*", SYS_fchmod, REFUSE, { 3, 02755 } },
	{ "*", SYS_fchmod, ALLOW, { 3, 0644 } },
	{ "*", SYS_fchmodat, REFUSE, { AT_FDCWD, 0, 06711 } },
	{ "*", SYS_fchmodat, ALLOW, { AT_FDCWD, 0, 0700 } },
	{ "*", 452 /* fchmodat2 */, REFUSE, { AT_FDCWD, 0, 04700 } },
	{ "*", 452, ALLOW, { AT_FDCWD, 0, 0700 } },
	{ "*", SYS_mknod, REFUSE, { 0, S_IFREG | 04755 } },
	{ "*", SYS_mknodat, REFUSE, { AT_FDCWD, 0, S_IFREG | 04755 } },
	{ "*", SYS_mknodat, ALLOW, { AT_FDCWD, 0, S_IFIFO | 0600 } },
	{ "*", SYS_creat, REFUSE, { 0, 04755 } },
	{ "*", SYS_creat, ALLOW, { 0, 0755 } },
	{ "*", SYS_open, REFUSE, { 0, O_CREAT | O_WRONLY, 04755 } },
	{ "*", SYS_open, ALLOW, { 0, O_WRONLY, 04755 } }, /* no mode without O_CREAT */
	{ "*", SYS_open, ALLOW, { 0, O_CREAT | O_WRONLY, 0755 } },
	{ "*", SYS_openat, REFUSE, { AT_FDCWD, 0, O_CREAT | O_WRONLY, 02755 } },
	{ "*", SYS_openat, REFUSE, { AT_FDCWD, 0, O_TMPFILE | O_WRONLY, 04755 } },
	{ "*", SYS_openat, ALLOW, { AT_FDCWD, 0, O_RDONLY, 0xffff } },
	{ "*", SYS_openat2, MISSING },
	/* And the baseline is as it was. */
	{ "*", SYS_ptrace, REFUSE },
	{ "*", SYS_ioctl, REFUSE, { 0, TIOCSTI | BIT32 } },
	{ "!pipe", SYS_pipe2, REFUSE },
	{ "", SYS_read, ALLOW },
	{ "", SYS_exit_group, ALLOW },
};

enum {
	VECTORS = sizeof(vectors) / sizeof(*vectors),
	ALONE_VECTORS = sizeof(alone_vectors) / sizeof(*alone_vectors),
};

static struct filter_options options_of(const struct vector *vector, bool alone)
{
	const char *name = vector->allowed;
	struct filter_options options = { .alone = alone };

	options.untouchable[0] = 1;
	options.blind = alone;
	if (alone) {
		options.untouchable[0] = KEEPER;
		options.untouchable[1] = INIT;
	}
	if (*name == '*')
		options.allowed = FILTER_ALL_MECHANISMS;
	else if (*name == '!')
		options.allowed = FILTER_ALL_MECHANISMS & ~filter_mechanism_bit(name + 1);
	else
		options.allowed = filter_mechanism_bit(name);
	cr_assert(*name == '\0' || options.allowed != FILTER_ALL_MECHANISMS || *name == '*');
	cr_assert(*name == '\0' || options.allowed != 0, "no mechanism is called %s", name);
	return options;
}

static struct seccomp_data data_of(const struct vector *vector)
{
	struct seccomp_data data = {
		.nr = (int)vector->call,
		.arch = vector->arch ? vector->arch : AUDIT_ARCH_X86_64,
	};

	for (size_t i = 0; i < 6; i++)
		data.args[i] = vector->args[i];
	return data;
}

static void run_vector(const struct vector *vector, bool alone)
{
	struct filter_options options = options_of(vector, alone);
	struct seccomp_data data = data_of(vector);
	struct filter filter;
	uint32_t seen;

	cr_assert_eq(filter_make(&options, &filter), 0);
	seen = bpf_run(&filter.program, &data, NULL);
	filter_release(&filter);
	cr_assert_eq(seen, actions[vector->answer],
		"call %ld (%#llx, %#llx, %#llx, %#llx) with [%s]: expected %#x, seen %#x",
		vector->call, (unsigned long long)data.args[0], (unsigned long long)data.args[1],
		(unsigned long long)data.args[2], (unsigned long long)data.args[3], vector->allowed,
		actions[vector->answer], seen);
}

Test(filter, answers_each_vector)
{
	for (size_t i = 0; i < VECTORS; i++)
		run_vector(&vectors[i], false);
}

Test(filter, answers_each_vector_of_a_box_without_namespaces)
{
	for (size_t i = 0; i < ALONE_VECTORS; i++)
		run_vector(&alone_vectors[i], true);
}

/* What no mechanism decides is decided alike for all. */
Test(filter, denies_the_baseline_whatever_is_allowed)
{
	for (size_t i = 0; i < VECTORS; i++) {
		struct vector vector = vectors[i];

		if (strcmp(vector.allowed, ANYONE) != 0 || vector.answer == ALLOW)
			continue;
		vector.allowed = "";
		run_vector(&vector, false);
		run_vector(&vector, true);
	}
}

static bool hits(
	const struct policy_rule *rule, const struct vector *list, size_t count, bool alone)
{
	for (size_t i = 0; i < count; i++) {
		struct filter_options options = options_of(&list[i], alone);
		struct seccomp_data data = data_of(&list[i]);

		if (!list[i].arch && list[i].answer != ALLOW &&
			policy_denies(rule, &data, &options))
			return true;
	}
	return false;
}

Test(filter, has_a_vector_for_every_rule)
{
	for (size_t i = 0; i < policy_rules_count; i++)
		cr_assert(hits(&policy_rules[i], vectors, VECTORS, false) ||
				  hits(&policy_rules[i], alone_vectors, ALONE_VECTORS, true),
			"no vector is denied by rule %zu, of call %d", i, policy_rules[i].call);
}

/* posix-sem and signal have no way in that could be denied. */
Test(filter, has_a_vector_for_every_mechanism_on_and_off)
{
	for (const struct filter_mechanism *m = filter_mechanisms_table; m->name; m++) {
		bool on = false, off = false;

		for (size_t i = 0; i < VECTORS; i++) {
			const char *allowed = vectors[i].allowed;

			on = on || (!strcmp(allowed, m->name) && vectors[i].answer == ALLOW);
			off = off || (*allowed == '!' && !strcmp(allowed + 1, m->name));
		}
		if (strcmp(m->name, "signal") != 0)
			cr_assert(on, "%s is never allowed", m->name);
		if (strcmp(m->name, "signal") != 0 && strcmp(m->name, "posix-sem") != 0)
			cr_assert(off, "%s is never denied", m->name);
	}
}
