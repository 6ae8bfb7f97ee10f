/* attack: the kernel's own files in /proc: keys, memory, timers, sysrq
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>

int main(void)
{
	const char *secret[] = { "/proc/kcore", "/proc/kmsg", "/proc/timer_list",
		"/proc/kpagecount", "/proc/kpageflags", "/proc/slabinfo", "/proc/vmallocinfo",
		"/proc/mtrr", "/proc/sched_debug", "/proc/sys/kernel/cad_pid",
		"/proc/sys/vm/mmap_rnd_bits" };
	const char *written[] = { "/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern",
		"/proc/sys/kernel/modprobe", "/proc/sys/kernel/hostname",
		"/proc/sys/kernel/domainname", "/proc/sys/kernel/randomize_va_space",
		"/proc/sys/kernel/msgmax", "/proc/sys/kernel/shmmax", "/proc/sys/kernel/sem",
		"/proc/sys/kernel/pid_max", "/proc/sys/vm/overcommit_memory",
		"/proc/sys/vm/drop_caches", "/proc/sys/fs/file-max",
		"/proc/sys/fs/mqueue/queues_max", "/proc/sys/fs/pipe-max-size",
		"/proc/sys/fs/binfmt_misc/register", "/proc/sys/user/max_user_namespaces",
		"/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv4/ip_unprivileged_port_start",
		"/proc/irq/0/smp_affinity", "/proc/bus/pci/devices", "/proc/acpi/wakeup",
		"/proc/scsi/scsi", "/proc/sys/kernel/yama/ptrace_scope" };
	char text[256];

	for (int i = 0; i < sizeof(secret) / sizeof(*secret); i++) {
		int fd = open(secret[i], O_RDONLY);

		BREAK_IF(i + 1, fd >= 0 && read(fd, text, sizeof(text)) > 0);
		close(fd);
	}
	for (int i = 0; i < sizeof(written) / sizeof(*written); i++)
		REFUSED(i + 31, open(written[i], O_WRONLY), EACCES, EPERM, EROFS, ENOENT);
	return 0;
}
