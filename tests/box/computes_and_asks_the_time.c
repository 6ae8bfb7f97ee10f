/* box: a program that computes is no SPINNING: it asks between whether it should stop
 * options: --cpu 400 --witness
 * expect: CPU_LIMIT
 * says: spin.[0-9]+.[0-9]+.none */
#include <poll.h>
#include <unistd.h>

int main(void)
{
	unsigned long value = 1;
	struct pollfd polled = { .events = POLLIN };
	int ends[2];

	pipe(ends);
	polled.fd = ends[0];
	for (unsigned long i = 1;; i++) {
		value = value * 6364136223846793005UL + i;
		if (i % 1000 == 0 && (poll(&polled, 1, 0) != 0 || value == 0))
			return 0;
	}
}
