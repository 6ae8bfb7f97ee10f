#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t pid;

static void last(void)
{
	/* The child is waited for at the very end. */
	waitpid(pid, NULL, 0);
	printf("last\n");
}

static void *end(void *nothing)
{
	(void)nothing;
	exit(0);
}

int main(void)
{
	pthread_t thread;

	pid = fork();
	if (pid == 0)
		_exit(0);
	atexit(last);
	pthread_create(&thread, NULL, end, NULL);
	pthread_exit(NULL);
}
