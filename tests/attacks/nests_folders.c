/* attack: a tree so deep that a clean-up by recursion overflows (2000 folders)
 * expect: EXITED(0)
 * own: yes */
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 2000; i++)
		if (mkdir("attack-deeper-and-deeper", 0700) < 0 ||
			chdir("attack-deeper-and-deeper") < 0)
			return 1;
	return 0;
}
