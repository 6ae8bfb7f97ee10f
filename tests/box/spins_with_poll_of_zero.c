/* box: poll() with a time-out of 0 in a loop
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.call.[0-9]+.[0-9]+.7.0.*main.*spins_with_poll_of_zero.c.@HERE@ */
#include <poll.h>
#include <unistd.h>

int main(void)
{
	struct pollfd polled = { .events = POLLIN };
	unsigned long tries = 0;
	int ends[2];

	pipe(ends);
	polled.fd = ends[0];
	while (poll(&polled, 1, 0) == 0) /* HERE */
		tries++;
	return tries == 0;
}
