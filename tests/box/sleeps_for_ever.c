/* box: timers that keep a program busy end at the idle limit, told as such
 * options: --idle 400
 * expect: WALL_LIMIT */
#include <unistd.h>

int main(void)
{
	for (;;)
		usleep(1000000);
}
