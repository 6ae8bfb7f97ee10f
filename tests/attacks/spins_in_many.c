/* attack: eight busy loops, each of them within the limit
 * options: --cpu 400
 * expect: SPINNING or CPU_LIMIT
 * own: yes */
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 7; i++)
		if (fork() == 0)
			break;
	for (volatile long i = 0;; i++)
		;
}
