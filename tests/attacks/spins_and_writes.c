/* attack: a busy loop that looks as if it made progress
 * options: --cpu 200
 * expect: CPU_LIMIT */
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	int fd = open("attack-progress", O_WRONLY | O_CREAT, 0600);

	for (;;)
		pwrite(fd, "x", 1, 0);
}
