/*
 * Waits on objects of System V, and on POSIX message queues.
 */
#include <string.h>
#include <sys/syscall.h>

#include "harness/base/text.h"
#include "harness/scenario/stage.h"
#include "harness/scenario/waits.h"

/*** semaphores ***/

/* One operation of a call: semaphore TID ID KEY NUMBER OPERATION VALUE PID. */
struct operation {
	int set, number, operation, value, last;
	const char *key;
};

static struct operation seen_operation(const struct seen_fact *fact)
{
	return (struct operation){
		.set = (int)fact_number(fact, 1),
		.key = fact_text(fact, 2),
		.number = (int)fact_number(fact, 3),
		.operation = (int)fact_number(fact, 4),
		.value = (int)fact_number(fact, 5),
		.last = (int)fact_number(fact, 6),
	};
}

static bool cannot_be_done(const struct operation *operation)
{
	return operation->operation < 0    ? operation->value + operation->operation < 0
	       : operation->operation == 0 ? operation->value != 0
					   : false;
}

/* The operation that the kernel stops at; the last one when each could be done alone. */
static bool find_operation(const struct wait *wait, struct operation *ret)
{
	const struct seen_fact *fact;
	bool any = false;
	size_t at = 0;

	while ((fact = scene_next(wait->scene, "semaphore", wait->task->tid, &at))) {
		*ret = seen_operation(fact);
		any = true;
		if (cannot_be_done(ret))
			break;
	}
	return any;
}

static void tell_last(struct wait *wait, const struct operation *operation)
{
	if (operation->last <= 0)
		return;
	if (operation->last == wait->task->tgid)
		buf_adds(&wait->why, " It changed it last itself.");
	else if (!scene_task(wait->scene, operation->last))
		buf_printf(
			&wait->why, " Process %d changed it last, and has ended.", operation->last);
	else
		buf_printf(&wait->why, " %s changed it last.",
			scene_process_name(wait->scene, operation->last));
}

static void tell_value(struct wait *wait, const struct operation *operation)
{
	if (operation->value < 0)
		return;
	if (operation->operation == 0)
		buf_printf(&wait->why, "It waits for the value 0, and the value is %d.",
			operation->value);
	else
		buf_printf(&wait->why, "Its value is %d, and %d is to be taken from it.",
			operation->value, -operation->operation);
	tell_last(wait, operation);
	buf_addch(&wait->why, ' ');
}

static void explain_semaphore(struct wait *wait)
{
	struct operation operation;

	wait_is(wait, RANK_SEMAPHORE,
		scenario_text("the System V semaphore set %d", (int)wait->task->arguments[0]),
		"semop(2)");
	if (!find_operation(wait, &operation)) {
		wait_add_others(wait, "change it");
		return;
	}
	wait->on = scenario_text("semaphore %d of the set %d (key %s)", operation.number,
		operation.set, operation.key);
	tell_value(wait, &operation);
	wait_add_others(wait, operation.operation == 0 ? "take from it" : "add to it");
	buf_adds(&wait->advice,
		"Check the initial value (semctl SETVAL), and that each operation that "
		"takes has one that gives back; SEM_UNDO gives back at the end of a "
		"process.");
}

/*** message queues of System V ***/

/* Which types lie in the queue: "2 of type 1, 1 of type 5", as far as they were seen. */
static void tell_types(struct wait *wait)
{
	enum { SHOWN = 6 };
	const struct seen_fact *fact;
	size_t at = 0, count = 0;

	while ((fact = scene_next(wait->scene, "message", wait->task->tid, &at)) && count < SHOWN)
		buf_printf(&wait->why, "%s%ld",
			count++ ? ", " : " Their types: ", fact_number(fact, 1));
	if (count)
		buf_addch(&wait->why, '.');
}

static const char *wanted_words(long type)
{
	if (type == 0)
		return "a message";
	if (type < 0)
		return scenario_text("a message of a type up to %ld", -type);
	return scenario_text("a message of type %ld", type);
}

/* queue TID ID KEY TYPE MESSAGES BYTES MOST */
static void explain_receive(struct wait *wait)
{
	const struct seen_fact *fact = scene_fact(wait->scene, "queue", wait->task->tid);
	long type = (long)wait->task->arguments[3];
	long messages = fact ? fact_number(fact, 4) : -1;

	wait_is(wait, RANK_DATA,
		scenario_text("%s in the queue %d (key %s)", wanted_words(type),
			(int)wait->task->arguments[0], fact ? fact_text(fact, 2) : "unknown"),
		"msgop(2)");
	if (messages == 0)
		buf_adds(&wait->why, "The queue is empty. ");
	if (messages > 0) {
		buf_printf(&wait->why, "The queue holds %ld message%s, but none of that type.",
			messages, messages == 1 ? "" : "s");
		tell_types(wait);
		buf_addch(&wait->why, ' ');
		buf_adds(&wait->advice,
			"The mtype that is sent and the msgtyp that is asked for must "
			"agree.");
	} else {
		buf_adds(&wait->advice, "Check that as many messages are sent as are received, and "
					"how the receiver learns that no more come.");
	}
	wait_add_others(wait, "send one");
}

static void explain_send(struct wait *wait)
{
	const struct seen_fact *fact = scene_fact(wait->scene, "queue", wait->task->tid);

	wait_is(wait, RANK_FULL,
		scenario_text("room in the queue %d (key %s)", (int)wait->task->arguments[0],
			fact ? fact_text(fact, 2) : "unknown"),
		"msgop(2)");
	if (fact && fact_number(fact, 4) >= 0)
		buf_printf(&wait->why,
			"The queue holds %ld message%s, %ld of at most %ld bytes, and %zu more do "
			"not "
			"fit. ",
			fact_number(fact, 4), fact_number(fact, 4) == 1 ? "" : "s",
			fact_number(fact, 5), fact_number(fact, 6),
			(size_t)wait->task->arguments[2]);
	wait_add_others(wait, "receive from it");
	buf_adds(&wait->advice, "Receive while there is more to send: a queue holds only so many "
				"bytes.");
}

const struct way waits_on_system_v[] = {
	{ SYS_semop, explain_semaphore },
	{ SYS_semtimedop, explain_semaphore },
	{ SYS_msgrcv, explain_receive },
	{ SYS_msgsnd, explain_send },
	{ .explain = NULL },
};

/*** POSIX message queues ***/

static const char *queue_name(const struct seen_fd *fd)
{
	return text_starts(fd->target, "/dev/mqueue/") ? fd->target + strlen("/dev/mqueue")
						       : fd->target;
}

/* info TGID NUMBER messages CURRENT MOST; false when unknown. */
static bool queue_state(
	const struct wait *wait, const struct seen_fd *fd, long *ret_current, long *ret_most)
{
	const struct seen_fact *fact;
	size_t at = 0;

	while ((fact = scene_next(wait->scene, "info", fd->tgid, &at)))
		if (fact_number(fact, 1) == fd->number &&
			strcmp(fact_text(fact, 2), "messages") == 0) {
			*ret_current = fact_number(fact, 3);
			*ret_most = fact_number(fact, 4);
			return *ret_most >= 0;
		}
	return false;
}

void wait_read_queue(struct wait *wait, const struct seen_fd *fd)
{
	struct holders senders = HOLDERS_INIT;
	long current, most;

	wait_is(wait, RANK_DATA, scenario_text("a message in the queue %s", queue_name(fd)),
		"mq_receive(3)");
	if (queue_state(wait, fd, &current, &most))
		buf_printf(&wait->why, "The queue is empty (0 of %ld messages). ", most);
	wait_list_holders(wait, fd, true, &senders);
	if (senders.count)
		buf_printf(&wait->why, "Who has it open for sending: %s. ", senders.list.data);
	else
		buf_adds(&wait->why, "Nobody has it open for sending. ");
	wait_add_others(wait, "send one");
	buf_adds(&wait->advice, "Check that as many messages are sent as are received, and how the "
				"receiver learns that no more come.");
	buf_release(&senders.list);
}

void wait_write_queue(struct wait *wait, const struct seen_fd *fd)
{
	struct holders receivers = HOLDERS_INIT;
	long current, most;

	wait_is(wait, RANK_FULL, scenario_text("room in the queue %s", queue_name(fd)),
		"mq_send(3)");
	if (queue_state(wait, fd, &current, &most))
		buf_printf(&wait->why, "The queue is full (%ld of %ld messages). ", current, most);
	wait_list_holders(wait, fd, false, &receivers);
	if (receivers.count)
		buf_printf(&wait->why, "Who has it open for receiving: %s. ", receivers.list.data);
	else
		buf_adds(&wait->why, "Nobody has it open for receiving. ");
	wait_add_others(wait, "receive from it");
	buf_adds(&wait->advice,
		"Receive while there is more to send: mq_maxmsg is all that it holds.");
	buf_release(&receivers.list);
}

static void explain_mq_receive(struct wait *wait)
{
	wait_on_descriptor(wait, (int)wait->task->arguments[0], false);
}

static void explain_mq_send(struct wait *wait)
{
	wait_on_descriptor(wait, (int)wait->task->arguments[0], true);
}

const struct way waits_on_queues[] = {
	{ SYS_mq_timedreceive, explain_mq_receive },
	{ SYS_mq_timedsend, explain_mq_send },
	{ .explain = NULL },
};
