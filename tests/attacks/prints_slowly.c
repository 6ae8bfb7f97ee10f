/* attack: a byte every 20 ms, so that it never rests and never ends (30 s at most)
 * options: --wall 400 --idle 400
 * expect: WALL_LIMIT */
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 1500; i++) {
		write(1, ".", 1);
		usleep(20000);
	}
	return 1;
}
