/* attack: sleeps uninterruptibly behind a vfork whose child never goes on
 * expect: DEADLOCKED or WALL_LIMIT
 * own: yes */
#include <unistd.h>

int main(void)
{
	if (vfork() == 0)
		for (;;)
			pause();
	return 0;
}
