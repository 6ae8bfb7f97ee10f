/* box: pause() with nobody left who sends a signal
 * expect: DEADLOCKED */
#include <unistd.h>

int main(void)
{
	return pause();
}
