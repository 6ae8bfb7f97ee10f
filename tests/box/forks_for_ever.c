/* box: a fork bomb meets the limit of tasks, and nothing of it is left
 * options: --tasks 40
 * expect: PROCESS_LIMIT */
#include <unistd.h>

int main(void)
{
	for (;;)
		fork();
}
