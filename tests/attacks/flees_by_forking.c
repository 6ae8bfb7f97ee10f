/* attack: a chain of processes, each the child of one that has ended, outruns a killer
 * options: --cpu 2000
 * expect: EXITED(0)
 * own: yes */
#include <unistd.h>

int main(void)
{
	if (fork() > 0)
		return 0;
	setsid();
	for (int hop = 0; hop < 3000; hop++)
		if (fork() > 0)
			_exit(0);
	return 0;
}
