/* attack: so many denied calls that whoever notes them drowns
 * options: --cpu 5000
 * expect: EXITED(0)
 * says: DENIED.ptrace
 * own: yes */
#include <sys/ptrace.h>
#include <unistd.h>

int main(void)
{
	fork();
	for (int i = 0; i < 5000; i++)
		ptrace(PTRACE_TRACEME, 0, 0, 0);
	return 0;
}
