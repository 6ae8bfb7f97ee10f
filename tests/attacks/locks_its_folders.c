/* attack: leaves folders of mode 000 with files in them, and unlinks itself
 * expect: EXITED(0)
 * own: yes */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	unlink(argv[0]);
	for (int i = 0; i < 10; i++) {
		mkdir("attack-locked", 0700);
		chdir("attack-locked");
		close(open("file", O_CREAT | O_WRONLY, 0));
	}
	for (int i = 0; i < 10; i++) {
		chmod(".", 0);
		if (chdir("..") < 0)
			break;
	}
	chmod(".", 0);
	return 0;
}
