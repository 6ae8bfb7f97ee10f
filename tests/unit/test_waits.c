/*
 * What the scenario library makes of a witness's text: tests/waits/ has every way to block
 * from a box, here are texts that no box gives, or only by luck.
 */
#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/jsonl.h"
#include "harness/scenario/scene.h"
#include "harness/scenario/stage.h"

struct stage stage;

const char *scenario_text(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	cr_assert(vasprintf(&text, format, args) >= 0);
	va_end(args);
	return text; /* as in a scenario: the process ends soon */
}

/* The lines of a task whose call has these arguments (in hex) and stands at FILE:LINE. */
static void add_task(struct buf *text, int tid, int tgid, int ppid, int call, const char *arguments)
{
	buf_printf(text, "task\t%d\t%d\t%d\tS\t%d\t%s\tx\n", tid, tgid, ppid, call, arguments);
	buf_printf(text, "frame\t%d\t\t\t0\t\n", tid);
	buf_printf(text, "frame\t%d\tmain\t/box/a.c\t%d\t\n", tid, tid * 10);
}

static const char *told(const json_t *waits, size_t index, const char *key)
{
	return jsonl_string(json_array_get(waits, index), key, "");
}

static bool says(const json_t *waits, size_t index, const char *key, const char *part)
{
	return strstr(told(waits, index, key), part) != NULL;
}

#define NONE "0x0\t0x0\t0x0\t0x0\t0x0\t0x0"
#define DESCRIPTOR_3 "0x3\t0x0\t0x1\t0x0\t0x0\t0x0"

Test(waits, nothing_witnessed_explains_nothing)
{
	cleanup_json json_t *waits = waits_from_witness("");

	cr_assert_eq(json_array_size(waits), 0);
}

Test(waits, a_task_with_an_unknown_call_is_told_all_the_same)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;

	add_task(&text, 2, 2, 1, 9999, NONE);
	waits = waits_from_witness(text.data);
	cr_assert_eq(json_array_size(waits), 1);
	cr_assert_str_eq(told(waits, 0, "call"), "?");
	cr_assert_str_eq(told(waits, 0, "on"), "something that does not come");
}

Test(waits, the_function_that_was_called_is_told_from_the_call)
{
	cleanup_json json_t *waits = waits_from_witness(
		"task\t2\t2\t1\tS\t220\t" NONE "\tx\n"
		"frame\t2\tsemtimedop\t\t0\t\nframe\t2\tmain\t/box/a.c\t7\tsemop\n");

	cr_assert_str_eq(told(waits, 0, "call"), "semop");
	cr_assert_str_eq(told(waits, 0, "read"), "semop(2)");
}

Test(waits, a_circle_of_three_is_told_once_and_in_order)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;

	for (int i = 2; i <= 4; i++) {
		add_task(&text, i, 2, 1, SYS_futex, NONE);
		buf_printf(&text, "word\t%d\t0x0\t2\t%d\tm%d\tpthread_mutex_t\t0\t0\t2:%d\t\n", i,
			i == 4 ? 2 : i + 1, i, i);
	}
	waits = waits_from_witness(text.data);
	cr_assert(says(waits, 0, "why",
		"They wait for each other in a circle: child 1 at a.c:20 waits for thread 1 of "
		"child 1, thread 1 of child 1 at a.c:30 waits for thread 2 of child 1 and thread 2 "
		"of child 1 at a.c:40 waits for child 1. "));
	cr_assert(!says(waits, 1, "why", "circle"));
	cr_assert(!says(waits, 2, "why", "circle"));
}

Test(waits, who_waits_for_itself_comes_before_who_waits_for_it)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;

	add_task(&text, 2, 2, 1, SYS_wait4, "0xffffffff\t0x0\t0x0\t0x0\t0x0\t0x0");
	add_task(&text, 3, 3, 2, SYS_read, DESCRIPTOR_3);
	buf_adds(&text, "fd\t3\t3\tr\tpipe:[7]\tpipe\t0:1:7\nfd\t3\t4\tw\tpipe:[7]\tpipe\t0:1:7\n");
	waits = waits_from_witness(text.data);
	cr_assert_str_eq(told(waits, 0, "kind"), "itself");
	cr_assert(says(waits, 0, "why", "child 1 itself, descriptor 4"));
	cr_assert_str_eq(told(waits, 1, "kind"), "end");
	cr_assert(says(waits, 1, "why", "It waits for child 1 at a.c:30, which never ends."));
}

Test(waits, a_robust_mutex_tells_its_owner_in_the_lock_word)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;

	add_task(&text, 2, 2, 1, SYS_futex, NONE);
	buf_printf(&text, "word\t2\t0x0\t%u\t0\tlock\tpthread_mutex_t\t0\t0\t2:0\t\n", 0x80000002U);
	waits = waits_from_witness(text.data);
	cr_assert(says(waits, 0, "why", "It holds that mutex itself already."));
}

Test(waits, a_locked_mutex_without_an_owner_was_not_initialised)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;

	add_task(&text, 2, 2, 1, SYS_futex, "0x0\t0x80\t0x2\t0x0\t0x0\t0x0");
	buf_adds(&text, "word\t2\t0x0\t2\t0\tlock\tpthread_mutex_t\t0\t0\t2:0\t\n");
	waits = waits_from_witness(text.data);
	cr_assert(says(waits, 0, "why", "never initialised"));
	cr_assert(says(waits, 0, "advice", "pthread_mutex_init()"));
}

Test(waits, a_lock_inside_of_libc_is_told_with_the_function)
{
	cleanup_json json_t *waits =
		waits_from_witness("task\t2\t2\t1\tS\t202\t0x10\t0x80\t0x2\t0x0\t0x0\t0x0\tx\n"
				   "frame\t2\ton_signal\t/box/a.c\t7\tprintf\n"
				   "word\t2\t0x10\t2\t0\t\t\t0\t0\t2:10\t\n");

	cr_assert_str_eq(told(waits, 0, "on"), "a lock inside of printf()");
	cr_assert_str_eq(told(waits, 0, "read"), "signal-safety(7)");
}

Test(waits, a_symbol_without_a_type_keeps_its_offset_for_a_mutex_alone)
{
	cleanup_json json_t *mutex = waits_from_witness(
		"task\t2\t2\t1\tS\t202\t" NONE "\tx\nframe\t2\tf\t/box/a.c\t7\tpthread_mutex_lock\n"
		"word\t2\t0x0\t2\t2\tlocks+0x28\t\t0\t0\t2:0\t\n");
	cleanup_json json_t *condition =
		waits_from_witness("task\t2\t2\t1\tS\t202\t0x0\t0x189\t0x0\t0x0\t0x0\t0x0\tx\n"
				   "frame\t2\tf\t/box/a.c\t7\tpthread_cond_wait\n"
				   "word\t2\t0x0\t0\t0\tready+0x28\t\t0\t0\t2:0\t\n");

	cr_assert_str_eq(told(mutex, 0, "on"), "the mutex locks+0x28");
	cr_assert_str_eq(told(condition, 0, "on"), "the condition variable ready");
}

Test(waits, the_first_operation_that_cannot_be_done_is_the_one_that_is_told)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;

	add_task(&text, 2, 2, 1, SYS_semop, NONE);
	buf_adds(&text, "semaphore\t2\t5\t0x00000001\t0\t-1\t1\t2\n"
			"semaphore\t2\t5\t0x00000001\t3\t-2\t1\t9\n"
			"semaphore\t2\t5\t0x00000001\t4\t-1\t0\t9\n");
	waits = waits_from_witness(text.data);
	cr_assert_str_eq(told(waits, 0, "on"), "semaphore 3 of the set 5 (key 0x00000001)");
	cr_assert(says(waits, 0, "why", "Its value is 1, and 2 is to be taken from it. Process 9"));
}

Test(waits, a_value_that_could_not_be_read_is_not_told)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;

	add_task(&text, 2, 2, 1, SYS_semop, NONE);
	buf_adds(&text, "semaphore\t2\t5\t0x00000001\t0\t-1\t-1\t-1\n");
	waits = waits_from_witness(text.data);
	cr_assert(!says(waits, 0, "why", "Its value"));
}

Test(waits, a_lock_on_other_bytes_or_of_another_kind_is_not_who_holds_it)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;

	add_task(&text, 2, 2, 1, SYS_fcntl, DESCRIPTOR_3);
	add_task(&text, 3, 3, 1, SYS_pause, NONE);
	buf_adds(&text, "range\t2\tWRITE\t10\t19\n"
			"fd\t2\t3\trw\t/box/f\tfile\t0:1:5\nfd\t3\t3\trw\t/box/f\tfile\t0:1:5\n"
			"lock\t3\t3\tFLOCK\tWRITE\t3\t0\t-1\nlock\t3\t3\tPOSIX\tWRITE\t3\t0\t9\n");
	waits = waits_from_witness(text.data);
	cr_assert(says(waits, 0, "why", "cannot be seen"));
	buf_adds(&text, "lock\t3\t3\tPOSIX\tREAD\t3\t19\t-1\n");
	json_decref(waits);
	waits = waits_from_witness(text.data);
	cr_assert(says(waits, 0, "why", "child 2 holds a read lock on bytes 19 to the end"));
}

Test(waits, the_harness_is_nobodys_open_write_end)
{
	static struct box_peer in_box = { .pid = 2 };
	static char name[] = "relay";
	static struct peer peer = {
		.name = name, .in_box = &in_box, .input = { .fd = 7 }, .input_inode = 11
	};
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;

	stage.peers[stage.peers_count++] = &peer;
	add_task(&text, 2, 2, 1, SYS_read, "0x0\t0x0\t0x1\t0x0\t0x0\t0x0");
	buf_adds(&text, "fd\t2\t0\tr\tpipe:[11]\tpipe\t0:1:11\n");
	waits = waits_from_witness(text.data);
	cr_assert_str_eq(told(waits, 0, "on"), "its standard input");
	cr_assert_str_eq(told(waits, 0, "kind"), "end");
}

/*** hostile texts ***/

Test(waits, lines_that_are_cut_short_are_harmless)
{
	static const char *const words[] = { "task", "frame", "fd", "word", "around", "wants",
		"path", "range", "semaphore", "queue", "message", "signals", "socket", "info",
		"lock", "address" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (int call = 0; call < 450; call++) {
			cleanup_buf struct buf text = BUF_INIT;
			cleanup_json json_t *waits = NULL;

			add_task(&text, 2, 2, 1, call, DESCRIPTOR_3);
			buf_printf(&text, "%s\t2\n%s\n%s\t2\t3", words[i], words[i], words[i]);
			waits = waits_from_witness(text.data);
			cr_assert(json_array_size(waits) >= 1);
		}
}

Test(waits, numbers_beyond_all_bounds_are_harmless)
{
	cleanup_json json_t *waits =
		waits_from_witness("task\t2\t2\t1\tS\t202\t" NONE
				   "\tx\nframe\t2\tf\t/box/a.c\t7\tpthread_barrier_wait\n"
				   "word\t2\t0x0\t99999999999999999999\t-1\tb\tpthread_rwlock_"
				   "t\t999999999999\t1\tk\tm\n"
				   "around\t2\t-1\t4294967296\n");

	cr_assert_eq(json_array_size(waits), 1);
	cr_assert(says(waits, 0, "on", "the read-write lock b"));
}

Test(waits, more_tasks_than_there_is_room_for_are_left_out)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;

	for (int i = 2; i < 2 * SCENE_TASKS; i++)
		add_task(&text, i, i, i - 1, SYS_wait4, "0xffffffff\t0x0\t0x0\t0x0\t0x0\t0x0");
	waits = waits_from_witness(text.data);
	cr_assert_eq(json_array_size(waits), SCENE_TASKS);
}

Test(waits, names_of_any_bytes_become_text)
{
	cleanup_buf struct buf text = BUF_INIT;
	cleanup_json json_t *waits = NULL;
	cleanup_free char *written = NULL;

	add_task(&text, 2, 2, 1, SYS_openat, NONE);
	buf_adds(&text, "path\t2\t0\tfifo\t0:1:2\t\xff\xfe\x7f%s%n\n");
	waits = waits_from_witness(text.data);
	written = json_dumps(waits, 0);
	cr_assert(written != NULL);
	cr_assert(says(waits, 0, "on", "%s%n"));
}
