/* box: a spin lock that is never released; the loop is libc's, the frame below is ours
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.memory.*frame.[0-9]+.main[^f]*spins_on_a_spin_lock.c.@HERE@ */
#include <pthread.h>

static pthread_spinlock_t lock;

int main(void)
{
	pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
	pthread_spin_lock(&lock);
	pthread_spin_lock(&lock); /* HERE */
	return 0;
}
