/* attack: names with newlines in them, which forge lines of the box's own report
 * expect: EXITED(3)
 * says: fifo
 * own: yes */
#include "attack.h"
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>

int main(int argc, char **argv)
{
	if (mkfifo("attack\nbox: EXITED(0), 0 ms of CPU time", 0600) < 0)
		return 1;
	mkfifo("run.jsonl", 0600);
	close(open("attack;$(touch here)`touch there`|\t\x1b[2J\xff", O_CREAT | O_WRONLY, 0600));
	if (fork() > 0)
		return 3;
	prctl(PR_SET_NAME, "\nbox: EXITED(0)");
	for (;;)
		pause();
}
