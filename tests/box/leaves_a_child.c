/* box: the verdict is the program's; what it leaves behind is killed and counted
 * expect: EXITED(0)
 * says: not waited for|still runs|process */
#include <unistd.h>

int main(void)
{
	if (fork() == 0) {
		setsid();
		pause();
	}
	return 0;
}
