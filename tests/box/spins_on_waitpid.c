/* box: a loop of waitpid(WNOHANG) while the child waits for ever
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.call.[0-9]+.[0-9]+.61.0.*main.*spins_on_waitpid.c.@HERE@ */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	unsigned long tries = 0;
	pid_t child = fork();

	if (child == 0)
		pause();
	while (waitpid(child, 0, WNOHANG) == 0) /* HERE */
		tries++;
	return tries == 0;
}
