/* attack: a circle and a wild pointer in the lists that the kernel walks at a thread's end
 * expect: EXITED(0)
 * own: yes */
#include <linux/futex.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static struct robust_list circle = { &circle };
	static struct robust_list_head heads[] = { { { &circle }, 0, 0 },
		{ { (void *)0xdead0000 }, 8, (void *)0xdead0000 } };
	int status;

	for (int i = 0; i < 2; i++) {
		if (fork() == 0) {
			syscall(SYS_set_robust_list, &heads[i], sizeof(heads[i]));
			_exit(0);
		}
		wait(&status);
		if (status != 0)
			return i + 1;
	}
	return 0;
}
