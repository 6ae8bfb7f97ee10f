/*
 * System V objects that a task waits for: what is in them.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>

#include "sandbox/witness_parts.h"

#ifndef MSG_COPY
#define MSG_COPY 040000
#endif

enum { MOST_OPERATIONS = 16, MOST_MESSAGES = 16, MESSAGE = 8192 };

/* semctl(2): the caller defines it. */
union semun {
	int val;
	struct semid_ds *buf;
	unsigned short *array;
};

static void put_operation(
	FILE *out, const struct task *task, int set, int key, const struct sembuf *operation)
{
	fprintf(out, "semaphore\t%d\t%d\t0x%08x\t%u\t%d\t%d\t%d\n", task->tid, set, (unsigned)key,
		operation->sem_num, operation->sem_op, semctl(set, operation->sem_num, GETVAL),
		semctl(set, operation->sem_num, GETPID));
}

void witness_write_semop(FILE *out, const struct task *task)
{
	struct sembuf operations[MOST_OPERATIONS];
	size_t count = task->arguments[2] < MOST_OPERATIONS ? task->arguments[2] : MOST_OPERATIONS;
	struct semid_ds status = { .sem_nsems = 0 };
	int set = (int)task->arguments[0];

	if (!witness_read(task->tid, task->arguments[1], operations, count * sizeof(*operations)))
		return;
	semctl(set, 0, IPC_STAT, (union semun){ .buf = &status });
	for (size_t i = 0; i < count; i++)
		put_operation(out, task, set, status.sem_perm.__key, &operations[i]);
}

/* A copy of each message stays where it is: MSG_COPY, msgop(2). */
static void put_messages(FILE *out, const struct task *task, int queue)
{
	static struct {
		long type;
		char bytes[MESSAGE];
	} message;

	for (int i = 0; i < MOST_MESSAGES; i++) {
		ssize_t size =
			msgrcv(queue, &message, MESSAGE, i, IPC_NOWAIT | MSG_COPY | MSG_NOERROR);

		if (size < 0)
			return;
		fprintf(out, "message\t%d\t%ld\t%zd\n", task->tid, message.type, size);
	}
}

static void put_queue(FILE *out, const struct task *task, long type)
{
	int queue = (int)task->arguments[0];
	struct msqid_ds status = { .msg_qnum = 0 };
	bool known = msgctl(queue, IPC_STAT, &status) == 0;

	fprintf(out, "queue\t%d\t%d\t0x%08x\t%ld\t%ld\t%ld\t%ld\n", task->tid, queue,
		(unsigned)status.msg_perm.__key, type, known ? (long)status.msg_qnum : -1,
		known ? (long)status.__msg_cbytes : -1, known ? (long)status.msg_qbytes : -1);
	put_messages(out, task, queue);
}

void witness_write_msgsnd(FILE *out, const struct task *task)
{
	long type = 0;

	if (witness_read(task->tid, task->arguments[1], &type, sizeof(type)))
		put_queue(out, task, type);
}

void witness_write_msgrcv(FILE *out, const struct task *task)
{
	put_queue(out, task, (long)task->arguments[3]);
}
