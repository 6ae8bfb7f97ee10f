#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "door" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	int bad = 0;

	bad |= bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0;
	bad |= mkfifo("/tmp/line", 0600) < 0;
	bad |= sem_open("/gate", O_CREAT, 0600, 1) == SEM_FAILED;
	bad |= mq_open("/mail", O_CREAT | O_RDWR, 0600, NULL) < 0;
	bad |= unlink("door") + unlink("/tmp/line") + sem_unlink("/gate") + mq_unlink("/mail") < 0;
	return bad;
}
