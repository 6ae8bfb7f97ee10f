/* odd: threads hand pointers over through a pipe, and the receiver frees them
 * expect: EXITED(0)
 * prints: 50 boxes, sum 1225
 * mechanisms: pthread, pipe */
#include <pthread.h>

#include "odd.h"

enum { BOXES = 50 };

static int ends[2];

static void *send(void *nothing)
{
	for (int i = 0; i < BOXES; i++) {
		int *box = malloc(sizeof(*box));

		MUST(box != NULL);
		*box = i;
		write_all(ends[1], &box, sizeof(box));
	}
	OK(close(ends[1]));
	return nothing;
}

int main(void)
{
	pthread_t sender;
	int *box, boxes = 0, sum = 0;

	OK(pipe(ends));
	ZERO(pthread_create(&sender, NULL, send, NULL));
	for (; read_all(ends[0], &box, sizeof(box)) == sizeof(box); boxes++) {
		sum += *box;
		free(box);
	}
	ZERO(pthread_join(sender, NULL));
	OK(close(ends[0]));
	printf("%d boxes, sum %d\n", boxes, sum);
	return 0;
}
