/* attack: a file of 1 TiB that holds nothing
 * options: --disk 4
 * expect: SIGNALLED(25) */
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	int fd = open("attack-sparse", O_WRONLY | O_CREAT, 0600);

	ftruncate(fd, 1L << 40);
	return 1;
}
