/* attack: a handler for SIGALRM, a stack pointer that points nowhere and a call that is no call, asked for its timers
 * options: --idle 2000
 * expect: WALL_LIMIT */
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static void wake(int number)
{
}

int main(void)
{
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = wake }, 0);
	__asm__ volatile("mov $8, %%esp\n\t"
			 "mov %0, %%eax\n\t"
			 "syscall\n\t"
			 "1: jmp 1b"
			 :
			 : "i"(SYS_pause)
			 : "rax", "rcx", "r11", "memory");
	return 0;
}
