/* attack: a megabyte from each source of randomness
 * options: --cpu 2000
 * expect: EXITED(0) */
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

static char block[1 << 16];

int main(void)
{
	int fd = open("/dev/random", O_RDONLY);

	for (int i = 0; i < 16; i++)
		if (getrandom(block, sizeof(block), GRND_RANDOM) <= 0 ||
			read(fd, block, sizeof(block)) <= 0)
			return 1;
	write(open("/dev/random", O_WRONLY), block, sizeof(block));
	return 0;
}
