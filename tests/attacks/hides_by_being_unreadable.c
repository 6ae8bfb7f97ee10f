/* attack: runs a program that cannot be read, so that its /proc is root's, and waits
 * options: --idle 300 --wall 100000
 * expect: DEADLOCKED or WALL_LIMIT
 * own: yes */
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc == 1) {
		chmod(argv[0], 0111);
		execl(argv[0], argv[0], "hidden", NULL);
	}
	for (;;)
		pause();
}
