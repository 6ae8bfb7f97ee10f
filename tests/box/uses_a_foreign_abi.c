/* box: a call of another ABI (i386, x32) kills its process, and only that
 * expect: EXITED(0) */
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void i386_getpid(void)
{
	long result = 20;

	__asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
}

static void x32_getpid(void)
{
	syscall(0x40000000 | SYS_getpid);
}

static void x32_ioctl(void)
{
	syscall(0x40000000 | 514, 0, 0x5412 /* TIOCSTI */, "x");
}

/* Whether it dies by SIGSYS; on a kernel without that ABI by SIGSEGV is as good. */
static int kills(void (*use)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		use();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) && (WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV);
}

int main(void)
{
	if (!kills(i386_getpid))
		return 1;
	if (!kills(x32_getpid))
		return 2;
	return kills(x32_ioctl) ? 0 : 3;
}
