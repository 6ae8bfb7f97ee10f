/* expect: handler */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void *volatile kept;
static int ends[2];

static void on_child(int number)
{
	(void)number;
	kept = malloc(100); /* HERE */
}

/* Not to be optimised away. */
static void use(void *volatile memory)
{
	free(memory);
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_child, .sa_flags = SA_RESTART };
	char byte;

	sigaction(SIGCHLD, &action, NULL);
	if (pipe(ends) < 0)
		return 1;
	if (fork() == 0) {
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) == 0 ? 0 : 1);
	}
	for (int i = 0; i < 10; i++)
		use(malloc(1000));
	close(ends[1]);
	while (wait(NULL) < 0)
		;
	free(kept);
	return 0;
}
