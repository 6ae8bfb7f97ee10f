/* box: objects that are left behind are found by the census
 * expect: EXITED(0)
 * says: posix-sem */
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/msg.h>
#include <sys/stat.h>

int main(void)
{
	if (sem_open("/left", O_CREAT, 0600, 1) == SEM_FAILED)
		return 1;
	if (mq_open("/left", O_CREAT | O_RDWR, 0600, 0) < 0)
		return 2;
	if (msgget(IPC_PRIVATE, 0600) < 0)
		return 3;
	return mkfifo("/tmp/left", 0600);
}
