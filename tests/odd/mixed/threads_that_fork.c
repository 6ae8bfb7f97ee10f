/* odd: each of four threads forks, becomes another program and waits for its own child
 * expect: EXITED(0)
 * prints: 4 children, statuses 0 1 2 3
 * mechanisms: pthread */
#include <pthread.h>

#include "odd.h"

enum { THREADS = 4 };

static int statuses[THREADS];

/* Only what is async-signal-safe may be called between fork() and exec: fork(2). */
static void *run(void *number)
{
	int me = *(const int *)number, status;
	char command[16];
	char *const argv[] = { "sh", "-c", command, NULL };
	pid_t child;

	snprintf(command, sizeof(command), "exit %d", me);
	child = (pid_t)OK(fork());
	if (child == 0) {
		execv("/bin/sh", argv);
		_exit(127);
	}
	status = wait_for(child);
	MUST(WIFEXITED(status));
	statuses[me] = WEXITSTATUS(status);
	return NULL;
}

int main(void)
{
	static const int numbers[THREADS] = { 0, 1, 2, 3 };
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_create(&threads[i], NULL, run, (void *)&numbers[i]));
	for (int i = 0; i < THREADS; i++)
		ZERO(pthread_join(threads[i], NULL));
	printf("%d children, statuses", THREADS);
	for (int i = 0; i < THREADS; i++)
		printf(" %d", statuses[i]);
	puts("");
	return 0;
}
