/* attack: kills its whole process group, which it hopes is the grader's too
 * expect: SIGNALLED(9) */
#include "attack.h"
#include <signal.h>

int main(void)
{
	BREAK_IF(1, getpgrp() != getpid() || getsid(0) != getpid());
	kill(0, SIGKILL);
	return 2;
}
