/* box: a program that stops itself is not continued by anyone
 * expect: DEADLOCKED */
#include <signal.h>

int main(void)
{
	return raise(SIGSTOP);
}
