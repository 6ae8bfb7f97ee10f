/* attack: every signal, queued many times, for the first process
 * expect: EXITED(2)
 * own: yes */
#include <signal.h>
#include <unistd.h>

int main(void)
{
	for (int round = 0; round < 300 && getppid() == 1; round++)
		for (int number = 1; number < 65; number++)
			sigqueue(1, number, (union sigval){ .sival_int = 1 });
	for (int i = 0; i < 10; i++)
		if (fork() == 0)
			_exit(0);
	return 2;
}
