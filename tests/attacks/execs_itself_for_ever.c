/* attack: becomes itself again and again, to be a new program at each look (100000 times at most)
 * options: --cpu 300
 * expect: CPU_LIMIT or SPINNING
 * own: yes */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char count[16];
	int next = argc > 1 ? atoi(argv[1]) + 1 : 1;

	snprintf(count, sizeof(count), "%d", next);
	if (next < 100000)
		execl("/proc/self/exe", argv[0], count, NULL);
	return 1;
}
