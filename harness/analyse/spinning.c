/*
 * spinning: tasks that used up the CPU time by waiting in a loop, at the line where
 * the loop begins.
 *
 * Certain only where the run ended as SPINNING: then nothing had come of half of the
 * time, and every task that ran did nothing but wait.  A task that waits so beside one that
 * computes is told to staff.
 */
#include <stdint.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/buf.h"
#include "harness/base/jsonl.h"

static const char *const kinds[] = { "spinning", NULL };

/* What a result of a call means to whoever waits, and what to do instead. */
static const struct lesson {
	const char *call; /* libc's function; "": a loop without any */
	const char *result; /* of the system call; NULL: any */
	const char *means; /* after "each time" */
	const char *instead;
	const char *read;
} lessons[] = {
	{ "read", "0", "it met end of file: nothing more will come",
		"Leave the loop when read() returns 0.", "read(2)" },
	{ "read", "EAGAIN", "there was no data yet",
		"Let the descriptor block (clear O_NONBLOCK), or wait for data with poll().",
		"poll(2)" },
	{ "fgets", "0", "it met end of file: nothing more will come",
		"Leave the loop when fgets() returns NULL.", "fgets(3)" },
	{ "getline", "0", "it met end of file: nothing more will come",
		"Leave the loop when getline() returns -1.", "getline(3)" },
	{ "getchar", "0", "it met end of file: nothing more will come",
		"Leave the loop when getchar() returns EOF.", "getchar(3)" },
	{ "fgetc", "0", "it met end of file: nothing more will come",
		"Leave the loop when fgetc() returns EOF.", "fgetc(3)" },
	{ "recv", "0", "the other side had closed the connection",
		"Leave the loop when recv() returns 0.", "recv(2)" },
	{ "recv", "EAGAIN", "there was no data yet",
		"Let the socket block, or wait for data with poll().", "poll(2)" },
	{ "accept", "EAGAIN", "there was no connection yet",
		"Let the socket block, or wait for a connection with poll().", "accept(2)" },
	{ "write", "EAGAIN", "there was no room yet",
		"Let the descriptor block (clear O_NONBLOCK), or wait for room with poll().",
		"poll(2)" },
	{ "write", "EPIPE", "nobody was left who reads",
		"Leave the loop when write() fails with EPIPE.", "write(2)" },
	{ "wait", "ECHILD", "there was no child left to wait for",
		"Leave the loop when wait() fails with ECHILD.", "wait(2)" },
	{ "wait", "0", "no child had ended yet",
		"Call waitpid() without WNOHANG: it sleeps until a child ends.", "waitpid(2)" },
	{ "waitpid", "ECHILD", "there was no child left to wait for",
		"Leave the loop when waitpid() fails with ECHILD.", "waitpid(2)" },
	{ "waitpid", "0", "no child had ended yet",
		"Call waitpid() without WNOHANG: it sleeps until a child ends.", "waitpid(2)" },
	{ "waitid", "0", "no child had ended yet",
		"Call waitid() without WNOHANG: it sleeps until a child ends.", "waitid(2)" },
	{ "poll", "0", "nothing was ready and its time-out of 0 was over at once",
		"Give poll() the time-out -1: it sleeps until something is ready.", "poll(2)" },
	{ "select", "0", "nothing was ready and its time-out of 0 was over at once",
		"Give select() NULL for the time-out: it sleeps until something is ready.",
		"select(2)" },
	{ "epoll_wait", "0", "nothing was ready and its time-out of 0 was over at once",
		"Give epoll_wait() the time-out -1: it sleeps until something is ready.",
		"epoll_wait(2)" },
	{ "semop", "EAGAIN", "the semaphore was not free yet",
		"Leave out IPC_NOWAIT: semop() then sleeps until it is.", "semop(2)" },
	{ "msgrcv", "ENOMSG", "there was no message yet",
		"Leave out IPC_NOWAIT: msgrcv() then sleeps until one comes.", "msgrcv(2)" },
	{ "msgsnd", "EAGAIN", "the queue was full",
		"Leave out IPC_NOWAIT: msgsnd() then sleeps until there is room.", "msgsnd(2)" },
	{ "mq_receive", "EAGAIN", "there was no message yet",
		"Open the queue without O_NONBLOCK: mq_receive() then sleeps until one comes.",
		"mq_receive(3)" },
	{ "mq_send", "EAGAIN", "the queue was full",
		"Open the queue without O_NONBLOCK: mq_send() then sleeps until there is room.",
		"mq_send(3)" },
	{ "flock", "EAGAIN", "somebody else held the lock",
		"Leave out LOCK_NB: flock() then sleeps until the lock is free.", "flock(2)" },
	{ "fcntl", "EAGAIN", "somebody else held the lock",
		"Use F_SETLKW: it sleeps until the lock is free.", "fcntl(2)" },
	{ "open", "EEXIST", "the lock file was there already",
		"Use a lock that can be waited for, as flock() or fcntl() with F_SETLKW.",
		"flock(2)" },
	{ "sched_yield", NULL, "it gave the CPU away and got it back at once",
		"Wait for what the loop waits for: on a condition variable, a semaphore or a pipe.",
		"pthread_cond_wait(3)" },
	{ "sem_trywait", NULL, "the semaphore was 0",
		"Call sem_wait(): it sleeps until somebody posts.", "sem_wait(3)" },
	{ "pthread_mutex_trylock", NULL, "the mutex was held",
		"Call pthread_mutex_lock(): it sleeps until the mutex is free.",
		"pthread_mutex_lock(3)" },
	{ "pthread_mutex_lock", NULL, "what it looked at under the mutex was as before",
		"Wait with pthread_cond_wait() until another thread signals the change.",
		"pthread_cond_wait(3)" },
	{ "pthread_spin_lock", NULL, "the lock was held, and who holds it does not release it",
		"Release the lock on every way out, and take it only once.",
		"pthread_spin_lock(3)" },
	{ "", NULL, "",
		"Wait on a condition variable, a semaphore or a pipe: they let a task sleep until "
		"another one wakes it.",
		"pthread_cond_wait(3)" },
};

static const struct lesson *lesson(const char *call, const char *result)
{
	for (size_t i = 0; i < sizeof(lessons) / sizeof(*lessons); i++)
		if (strcmp(lessons[i].call, call) == 0 &&
			(!lessons[i].result || strcmp(lessons[i].result, result) == 0))
			return &lessons[i];
	return NULL;
}

static void say(struct buf *text, const json_t *spin, const struct lesson *lesson)
{
	const char *call = jsonl_string(spin, "call", "");
	const char *result = jsonl_string(spin, "result", "");
	enum { OFTEN = 8 }; /* fewer were seen where its state was soon the same */
	int times = (int)jsonl_number(spin, "times", 0);

	buf_printf(text, "%s waits in a loop that uses the CPU all the time. ",
		jsonl_string(spin, "task", "a task"));
	if (!*call) {
		buf_adds(text, "It looks at memory again and again, which nobody changes.");
		return;
	}
	buf_printf(text, "It calls %s() again and again", call);
	if (times >= OFTEN)
		buf_printf(text, ", %d times in %d machine instructions", times,
			(int)jsonl_number(spin, "steps", 0));
	if (lesson)
		buf_printf(text, ", and each time %s", lesson->means);
	if (*result)
		buf_printf(text, " (%s)", result);
	buf_addch(text, '.');
}

static void add(const struct observation *observation, const json_t *spin, bool certain,
	struct findings *out)
{
	const struct lesson *known =
		lesson(jsonl_string(spin, "call", ""), jsonl_string(spin, "result", ""));
	const struct lesson *advice = known ? known : lesson("", "");
	cleanup_buf struct buf text = BUF_INIT;

	say(&text, spin, known);
	findings_add(out, &(struct finding){
				  .analyser = (char *)(uintptr_t) "spinning",
				  .kind = (char *)(uintptr_t) "spinning",
				  .file = (char *)(uintptr_t)jsonl_string(spin, "file", ""),
				  .line = (unsigned)jsonl_number(spin, "line", 0),
				  .function = (char *)(uintptr_t)jsonl_string(spin, "function", ""),
				  .message = text.data,
				  .hint = (char *)(uintptr_t)advice->instead,
				  .read = (char *)(uintptr_t)advice->read,
				  .scenario = (char *)(uintptr_t)observation->scenario,
				  .confirmed = certain,
			  });
}

static bool ended_spinning(const struct observation *observation)
{
	size_t i;
	json_t *peer;

	json_array_foreach(json_object_get(observation->record, "peers"), i,
		peer) if (strcmp(jsonl_string(peer, "outcome", ""), "SPINNING") == 0) return true;
	return false;
}

static void look_at(const struct observation *observation, struct findings *out)
{
	bool certain = ended_spinning(observation);
	size_t i;
	json_t *spin;

	json_array_foreach(json_object_get(observation->record, "spins"), i, spin)
	{
		const char *kind = jsonl_string(spin, "kind", "");

		if (strcmp(kind, "call") == 0 || strcmp(kind, "memory") == 0)
			add(observation, spin, certain, out);
	}
}

static int analyse(const struct analysis *in, struct findings *out, struct buf *why)
{
	(void)why;
	for (size_t i = 0; i < in->observations->count; i++) {
		const struct observation *observation = &in->observations->list[i];

		if (!observation->tool && observation->verdict == VERDICT_FAILED)
			look_at(observation, out);
	}
	return 0;
}

REGISTRY_ADD(analysers, analyser) = {
	.name = "spinning",
	.about = "loops that wait and use up the CPU time, followed step by step",
	.kinds = kinds,
	.analyse = analyse,
};
