/* attack: changes, cuts and removes the input that the grader gave it
 * options: --put @GRADER_FILE@
 * expect: EXITED(0) */
#include "attack.h"
#include <fcntl.h>
#include <sys/stat.h>

int main(void)
{
	/* Its copy is its own; the runner looks whether the original is as it was. */
	int fd = open("grader-file", O_RDONLY);

	BREAK_IF(1, fd < 0);
	chmod("grader-file", 0777);
	fd = open("grader-file", O_RDWR | O_TRUNC);
	write(fd, "changed", 7);
	link("grader-file", "attack-other");
	unlink("grader-file");
	return 0;
}
