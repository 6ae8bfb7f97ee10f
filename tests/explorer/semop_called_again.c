/* explorer: none
 * semop() is never restarted, whatever the handler asks for (signal(7)): it is called again.
 */
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_signal(int number)
{
	(void)number;
}

static void add(int set, short amount)
{
	struct sembuf operation = { .sem_op = amount };

	while (semop(set, &operation, 1) < 0)
		assert(errno == EINTR);
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	int set = semget(IPC_PRIVATE, 1, 0600);

	if (set < 0)
		return 1;
	sigaction(SIGUSR1, &action, NULL);
	if (fork() == 0) {
		kill(getppid(), SIGUSR1);
		add(set, 1);
		_exit(0);
	}
	add(set, -1);
	while (wait(NULL) > 0)
		;
	semctl(set, 0, IPC_RMID);
	return 0;
}
