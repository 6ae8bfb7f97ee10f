/* explorer: race
 * Two threads add to a counter under a record lock, which belongs to the process, and so to both:
 * F_SETLKW.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/explorer-XXXXXX";
static int counter;

static void *add(void *unused)
{
	struct flock lock = { .l_type = F_WRLCK };
	int file = open(path, O_RDWR);

	(void)unused;
	fcntl(file, F_SETLKW, &lock);
	counter++;
	lock.l_type = F_UNLCK;
	fcntl(file, F_SETLKW, &lock);
	close(file);
	return NULL;
}

int main(void)
{
	pthread_t threads[2];

	close(mkstemp(path));
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, add, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	unlink(path);
	return counter != 2;
}
