/* odd: libc starts a thread for a message in a POSIX queue, mq_notify() with SIGEV_THREAD
 * expect: EXITED(0)
 * prints: a thread received: ping
 * mechanisms: pthread, posix-mq, posix-sem, signal, socket
 * plain: not held: /dev/mqueue may not be mounted */
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <signal.h>

#include "odd.h"

static sem_t done;
static mqd_t queue;
static char text[16];

static void on_message(union sigval value)
{
	(void)value;
	OK(mq_receive(queue, text, sizeof(text), NULL));
	OK(sem_post(&done));
}

int main(void)
{
	struct mq_attr attributes = { .mq_maxmsg = 4, .mq_msgsize = sizeof(text) };
	struct sigevent event = { .sigev_notify = SIGEV_THREAD, .sigev_notify_function = on_message };

	OK(sem_init(&done, 0, 0));
	queue = (mqd_t)OK(mq_open("/odd", O_RDWR | O_CREAT | O_EXCL, 0600, &attributes));
	OK(mq_notify(queue, &event));
	OK(mq_send(queue, "ping", 5, 0));
	while (sem_wait(&done) == -1)
		MUST(errno == EINTR);
	OK(mq_close(queue));
	OK(mq_unlink("/odd"));
	printf("a thread received: %s\n", text);
	return 0;
}
