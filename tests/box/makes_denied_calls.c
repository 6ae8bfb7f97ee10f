/* box: every denied call fails with EPERM and is named, the program goes on
 * options: --allow posix-sem
 * expect: EXITED(0)
 * named: each */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Every call is made with arguments that would be refused anyway, were it let through. */
static const struct probe {
	const char *name;
	long call;
	long first, second, third, fourth;
} probes[] = {
#define CALL(name, ...) { #name, SYS_##name, __VA_ARGS__ }
	CALL(ptrace, -1), CALL(process_vm_readv, -1), CALL(process_vm_writev, -1),
	CALL(process_madvise, -1), CALL(process_mrelease, -1), CALL(pidfd_getfd, -1),
	CALL(kcmp, -1, -1), CALL(move_pages, -1), CALL(migrate_pages, -1), CALL(mbind, -1),
	CALL(set_mempolicy, -1), CALL(set_mempolicy_home_node, -1),
	CALL(bpf, -1), CALL(perf_event_open, -1), CALL(userfaultfd, -1), CALL(io_uring_setup, 0),
	CALL(io_uring_enter, -1), CALL(io_uring_register, -1), CALL(add_key), CALL(request_key),
	CALL(keyctl, -1), CALL(seccomp, -1), CALL(prctl, PR_SET_SECCOMP, -1), CALL(prctl, PR_SET_MM, -1),
	CALL(prctl, PR_SET_DUMPABLE, 0), CALL(memfd_secret, -1), CALL(fanotify_init, -1),
	CALL(open_by_handle_at, -1), CALL(name_to_handle_at, -1), CALL(lookup_dcookie),
	CALL(modify_ldt, -1), CALL(uselib), CALL(personality, 0x0400000), CALL(personality, 8),
	CALL(fcntl, 1, F_SETLEASE, F_UNLCK), CALL(fcntl, 1, F_NOTIFY, 0),
	CALL(unshare, CLONE_NEWUSER), CALL(unshare, 0x80 /* CLONE_NEWTIME */), CALL(setns, -1),
	CALL(clone, CLONE_NEWUSER | 17), CALL(clone, CLONE_NEWPID | 17), CALL(clone, CLONE_NEWNS | 17),
	CALL(clone, CLONE_NEWNET | 17), CALL(clone, CLONE_NEWIPC | 17), CALL(clone, CLONE_NEWUTS | 17),
	CALL(clone, CLONE_NEWCGROUP | 17),
	CALL(mount), CALL(umount2), CALL(pivot_root), CALL(chroot), CALL(open_tree, -1),
	CALL(move_mount, -1), CALL(fsopen), CALL(fsconfig, -1), CALL(fsmount, -1), CALL(fspick, -1),
	CALL(mount_setattr, -1),
	CALL(swapon), CALL(swapoff), CALL(reboot), CALL(kexec_load, 0, -1), CALL(kexec_file_load, -1, -1),
	CALL(init_module), CALL(finit_module, -1), CALL(delete_module), CALL(create_module),
	CALL(query_module), CALL(get_kernel_syms), CALL(acct, 1), CALL(quotactl, -1),
	CALL(quotactl_fd, -1), CALL(syslog, 10), CALL(settimeofday, 1), CALL(clock_settime, -1),
	CALL(adjtimex), CALL(clock_adjtime, -1), CALL(sethostname, 0, -1), CALL(setdomainname, 0, -1),
	CALL(iopl, 3), CALL(ioperm, 0, 1, 1), CALL(vhangup), CALL(nfsservctl), CALL(_sysctl),
	CALL(sysfs, -1), CALL(ustat),
	CALL(mknod, (long)"/tmp/device", S_IFCHR | 0600, 0x103),
	CALL(mknod, (long)"/tmp/device", S_IFBLK | 0600, 0x103),
	CALL(mknodat, AT_FDCWD, (long)"/tmp/device", S_IFCHR | 0600, 0x103),
	CALL(mknodat, AT_FDCWD, (long)"/tmp/device", S_IFBLK | 0600, 0x103),
	CALL(ioctl, 0, TIOCSTI), CALL(ioctl, 0, TIOCSTI | 1L << 32), CALL(ioctl, 0, TIOCLINUX),
	CALL(ioctl, 0, TIOCCONS), CALL(ioctl, 0, TIOCSETD),
	CALL(socket, AF_VSOCK, SOCK_STREAM), CALL(socket, AF_ALG, SOCK_SEQPACKET),
	CALL(socket, AF_PACKET, SOCK_RAW), CALL(socket, AF_INET, SOCK_RAW, 1),
	/* The mechanisms. */
	CALL(pipe), CALL(pipe2), CALL(mknod, (long)"/tmp/fifo", S_IFIFO | 0600),
	CALL(mknodat, AT_FDCWD, (long)"/tmp/fifo", S_IFIFO | 0600), CALL(socket, AF_UNIX, SOCK_STREAM),
	CALL(socketpair, AF_UNIX, SOCK_STREAM), CALL(msgget), CALL(semget, 0, 1), CALL(shmget, 0, 4096),
	CALL(mq_open, (long)"q", O_RDWR), CALL(eventfd), CALL(eventfd2), CALL(flock, 1, 2),
	CALL(fcntl, 1, F_SETLK), CALL(fcntl, 1, F_SETLKW), CALL(fcntl, 1, F_OFD_SETLK),
	CALL(fcntl, 1, F_OFD_SETLKW), CALL(clone, CLONE_VM | CLONE_SIGHAND | CLONE_THREAD),
	CALL(clone, CLONE_VM | 17), CALL(mmap, 0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS),
	CALL(mmap, 0, 4096, 3, MAP_SHARED), CALL(memfd_create, (long)"m"),
	/* The high half of an int is garbage to the kernel, and to the filter. */
	CALL(fcntl, 1, F_SETLK | 1L << 32), CALL(socket, AF_UNIX | 1L << 32, SOCK_STREAM),
	{ "open_tree_attr", 467, -1 },
};

/* These do not exist, as far as a program can tell: libc goes another way. */
static const struct probe missing[] = {
	CALL(clone3), CALL(clone3, -1, 88), { "statmount", 457 }, { "listmount", 458 },
	{ "lsm_get_self_attr", 459 }, { "lsm_set_self_attr", 460 }, { "lsm_list_modules", 461 },
	{ "one to come", 470 }, { "ioctl of x32", 514, 0, TIOCSTI }, { "ptrace of x32", 521, 0 },
	{ "none", -1 },
};

static int try(const struct probe *probe, int expected)
{
	errno = 0;
	if (syscall(probe->call, probe->first, probe->second, probe->third, probe->fourth, 0, 0) ==
			-1 &&
		errno == expected)
		return 0;
	printf("%s: expected %s, seen %s\n", probe->name, strerrorname_np(expected),
		errno ? strerrorname_np(errno) : "no error");
	return 1;
}

int main(void)
{
	int wrong = 0;

	/* libseccomp has no name yet for the newest: "?". */
	for (size_t i = 0; i < sizeof(probes) / sizeof(*probes); i++) {
		wrong += try(&probes[i], EPERM);
		if (probes[i].call < 460)
			printf("named: %s\n", probes[i].name);
	}
	for (size_t i = 0; i < sizeof(missing) / sizeof(*missing); i++)
		wrong += try(&missing[i], ENOSYS);
	return wrong != 0;
}
