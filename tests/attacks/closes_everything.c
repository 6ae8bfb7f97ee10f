/* attack: closes all that it has, and waits for ever
 * expect: DEADLOCKED
 * own: yes */
#include <unistd.h>

int main(void)
{
	close_range(0, ~0U, 0);
	for (;;)
		pause();
}
