/* explorer: none
 * What signal(7) lists as restarted with SA_RESTART never ends with EINTR: read(), write(), wait(),
 * open() of a FIFO, file locks, sem_wait(), POSIX queues; and pthread_join() never does at all.
 */
#include <assert.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char queue[64], fifo[64];
static sem_t *posted;

static void on_signal(int number)
{
	(void)number;
}

static void *idle(void *unused)
{
	return unused;
}

static void disturb(void)
{
	assert(kill(getppid(), SIGUSR1) == 0);
}

static void be_child(const int *ends, mqd_t messages, int locked)
{
	char bytes[3000];
	int fd;

	assert(flock(locked, LOCK_EX) == 0);
	assert(write(ends[1], "r", 1) == 1);
	disturb();
	assert(flock(locked, LOCK_UN) == 0);
	disturb();
	assert(write(ends[1], "x", 1) == 1);
	disturb();
	assert(sem_post(posted) == 0);
	disturb();
	assert(mq_send(messages, "m", 1, 0) == 0);
	disturb();
	fd = open(fifo, O_RDONLY);
	assert(fd >= 0);
	disturb();
	while (read(fd, bytes, sizeof(bytes)) > 0)
		disturb();
	_exit(0);
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct mq_attr attributes = { .mq_maxmsg = 1, .mq_msgsize = 8 };
	static char much[70000];
	int ends[2], fd, locked, status;
	pthread_t thread;
	char byte[8];
	mqd_t messages;

	snprintf(queue, sizeof(queue), "/restarted-%d", getpid());
	snprintf(fifo, sizeof(fifo), "restarted-%d", getpid());
	posted = mmap(NULL, sizeof(*posted), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		0);
	sem_init(posted, 1, 0);
	messages = mq_open(queue, O_RDWR | O_CREAT, 0600, &attributes);
	locked = open("restarted.lock", O_RDWR | O_CREAT, 0600);
	assert(mkfifo(fifo, 0600) == 0 && messages >= 0 && locked >= 0 && pipe(ends) == 0);
	sigaction(SIGUSR1, &action, NULL);
	if (fork() == 0)
		be_child(ends, messages, open("restarted.lock", O_RDWR));
	assert(read(ends[0], byte, 1) == 1);
	assert(flock(locked, LOCK_EX) == 0);
	assert(read(ends[0], byte, 1) == 1);
	assert(sem_wait(posted) == 0);
	assert(mq_receive(messages, byte, sizeof(byte), NULL) == 1);
	fd = open(fifo, O_WRONLY);
	assert(fd >= 0);
	for (size_t done = 0; done < sizeof(much);) {
		ssize_t length = write(fd, much + done, sizeof(much) - done);

		assert(length > 0);
		done += (size_t)length;
	}
	close(fd);
	assert(pthread_create(&thread, NULL, idle, NULL) == 0 && pthread_join(thread, NULL) == 0);
	assert(wait(&status) > 0);
	mq_unlink(queue);
	unlink(fifo);
	return WEXITSTATUS(status);
}
