/* box: a program that sleeps is not deadlocked
 * expect: EXITED(7) */
#include <unistd.h>

int main(void)
{
	usleep(300000);
	return 7;
}
