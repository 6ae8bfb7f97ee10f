#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "harness/analyse/analyser.h"
#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/jsonl.h"
#include "tests/unit/scratch.h"

#define START(pid, how) "start\t" pid "\t1\t" how "\t/box/relay\n"
#define END "end\texit\t0\n"

/* One run under the library: process 2 is the peer, 3 a child of its. */
struct trial {
	const char *peer; /* records; NULL: it left none */
	const char *child; /* NULL: there is none */
	const char *outcome; /* of the peer; NULL: "EXITED(0)" */
	const char *left; /* an object in the census; NULL: none */
	int orphans;
	const char *analyser; /* NULL: "misuse" */
};

static void add_log(const char *folder, json_t *line, const char *name, const char *log)
{
	cleanup_free char *path = log ? scratch_write(folder, name, log) : NULL;

	if (log)
		json_array_append_new(json_object_get(line, "evidence"), json_string(name));
}

static json_t *observation(const struct trial *trial)
{
	json_t *left = json_array();

	if (trial->left)
		json_array_append_new(left, json_string(trial->left));
	return json_pack("{s:s, s:s, s:s, s:[], s:[{s:s, s:s, s:i, s:s}], s:{s:i, s:i, s:o}}",
		"scenario", "lines/one", "tool", "misuse", "verdict", "passed", "evidence", "peers",
		"name", "relay", "program", "student", "pid", 2, "outcome",
		trial->outcome ? trial->outcome : "EXITED(0)", "census", "orphans", trial->orphans,
		"processes", 0, "left", left);
}

/* What the analyser made of it. */
static struct findings found;
static char *withheld;

static void analyse(const struct trial *trial)
{
	cleanup_scratch char *folder = scratch_make();
	cleanup_json json_t *lines = json_array();
	cleanup_observations struct observations observations = { .list = NULL };
	cleanup_buf struct buf why = BUF_INIT;
	json_t *line = observation(trial);
	const struct analysis in = { .dir = folder, .observations = &observations };
	bool proven = true;

	json_array_append_new(lines, line);
	add_log(folder, line, "tools/misuse/lines.one/2.misuse", trial->peer);
	add_log(folder, line, "tools/misuse/lines.one/3.misuse", trial->child);
	cr_assert_eq(observations_from_json(lines, &observations, &why), 0, "%s", why.data);
	findings_release(&found);
	cr_assert_eq(
		analyser(trial->analyser ? trial->analyser : "misuse")->analyse(&in, &found, &why),
		0, "%s", why.data);
	free(withheld);
	withheld = analyser("misuse")->withheld(&in, &proven);
	cr_assert(!proven, "a right program may be out of sight too");
}

#define expect_nothing(...)                                                                        \
	do {                                                                                       \
		analyse(&(struct trial){ __VA_ARGS__ });                                           \
		cr_assert_eq(found.count, 0, "%s: %s", found.list[0].kind, found.list[0].message); \
	} while (0)
#define expect_finding(kind_, confirmed_, words_, ...)                                             \
	do {                                                                                       \
		analyse(&(struct trial){ __VA_ARGS__ });                                           \
		cr_assert_eq(found.count, 1);                                                      \
		cr_assert_str_eq(found.list[0].kind, (kind_));                                     \
		cr_assert_eq(found.list[0].confirmed, (confirmed_));                               \
		cr_assert(strstr(found.list[0].message, (words_)) != NULL, "%s",                   \
			found.list[0].message);                                                    \
	} while (0)

#define UNSAFE(origin) "unsafe\t10\t" origin "\tputs\t11f0\t11e0\n"
#define OPEN "open\t10\tmalloc\t12f0\t11e0\n"

Test(misuse, a_call_in_a_handler_is_wrong_where_its_signal_could_meet_another)
{
	expect_finding("handler", true, "puts()", .peer = START("2", "exec") OPEN UNSAFE("o") END);
	expect_finding("handler", true, "SIGUSR1 can also come while the program is in malloc()",
		.peer = START("2", "exec") UNSAFE("t") OPEN END);
	expect_finding("handler", true, "puts()", .peer = START("2", "exec") UNSAFE("c") OPEN END);
}

Test(misuse, a_call_in_a_handler_is_right_where_its_signal_is_blocked_elsewhere)
{
	expect_nothing(.peer = START("2", "exec") UNSAFE("o") END);
	/* Of another handler, another signal, another process. */
	expect_nothing(.peer = START("2", "exec") "open\t10\tmalloc\t12f0\t99\n" UNSAFE("o") END);
	expect_nothing(.peer = START("2", "exec") "open\t12\tmalloc\t12f0\t11e0\n" UNSAFE("o") END);
	expect_nothing(.peer = START("2", "exec") UNSAFE("o") END,
		.child = START("3", "fork") OPEN END);
}

Test(misuse, a_signal_that_comes_where_it_is_sent_proves_nothing)
{
	expect_nothing(.peer = START("2", "exec") OPEN UNSAFE("s") END);
	expect_nothing(.peer = START("2", "exec") OPEN UNSAFE("f") END);
	expect_nothing(.peer = START("2", "exec") OPEN UNSAFE("") END);
	expect_finding("handler", false, "puts()", .peer = START("2", "exec") OPEN UNSAFE("p") END);
}

Test(misuse, errno_must_be_kept_where_the_program_looks_at_it)
{
	expect_finding("handler", true, "SIGCHLD leaves another value in errno",
		.peer = START("2", "exec") "errno\t17\tc\t11e0\nerrno-used\t17\t1300\t11e0\n" END);
	expect_nothing(.peer = START("2", "exec") "errno\t17\tc\t11e0\n" END);
}

#define PENDING "pending\t2.0\t1\t9\t1500\t1400\n"
#define WRITTEN "written\t2.0\texit\n"

Test(misuse, output_is_doubled_when_two_processes_have_written_it)
{
	expect_finding("output-twice", true, "9 bytes",
		.peer = START("2", "exec") PENDING WRITTEN END,
		.child = START("3", "fork") WRITTEN END);
	expect_finding("output-twice", true, "exec failed",
		.peer = START("2", "exec") PENDING WRITTEN END,
		.child = START("3", "fork") "exec-failed\nwritten\t2.0\texec-failed\n" END);
	expect_nothing(.peer = START("2", "exec") PENDING WRITTEN WRITTEN END,
		.child = START("3", "fork") END);
	expect_nothing(.peer = START("2", "exec") PENDING WRITTEN END,
		.child = START("3", "fork") "written\t2.1\texit\n" END);
}

Test(misuse, what_exec_did_not_hand_on_was_not_leaked)
{
	expect_finding("descriptor", true, "Descriptor 4",
		.peer = START("2", "exec") "leaked\t4\tend0\t1500\t1400\n" END);
	expect_finding("descriptor", false, "a second copy",
		.peer = START("2", "exec") "leaked\t4\tcopy1\t1500\t1400\n" END);
	expect_nothing(.peer = START("2", "exec") "leaked\t4\tend0\t1500\t1400\nexec-failed\n" END);
}

Test(misuse, a_lock_is_missed_where_the_file_is_written)
{
	expect_finding("lock-lost", true, "writes without it",
		.peer = START("2", "exec") "lock-lost\twrite\t1500\t1400\t1600\n" END);
	expect_finding("lock-lost", false, "unlocks",
		.peer = START("2", "exec") "lock-lost\tunlock\t1500\t1400\t1600\n" END);
}

Test(misuse, what_is_left_without_a_line_is_the_censuss_to_tell)
{
	static const char records[] = START("2", "exec") "left\t3\t1500\t0\t0\n"
							 "created\tposix-shm\t/board\t1500\n" END;

	expect_nothing(.orphans = 1, .left = "posix-shm /board", .peer = records);
	/* Nor does residue read the census of a run under a tool. */
	expect_nothing(.analyser = "residue", .orphans = 1, .left = "posix-shm /board",
		.peer = records);
}

Test(misuse, records_of_programs_that_are_not_the_students_say_nothing)
{
	expect_nothing(.peer = "start\t2\t1\texec\t/usr/bin/cat\n" OPEN UNSAFE("o") END);
	expect_nothing(.peer = "start\t2\t1\texec\t/box/../etc/passwd\n" OPEN UNSAFE("o") END);
	expect_nothing(.peer = OPEN UNSAFE("o") END);
}

Test(misuse, a_program_that_was_seen_to_its_end_hides_nothing)
{
	expect_nothing(.peer = START("2", "exec") END);
	cr_assert_null(withheld, "%s", withheld);
	expect_nothing(.peer = START("2", "exec"), .outcome = "SIGNALLED(9)");
	cr_assert_null(withheld, "%s", withheld);
	expect_nothing(.peer = NULL, .outcome = "NOT_STARTED");
	cr_assert_null(withheld, "%s", withheld);
}

Test(misuse, a_program_that_was_not_seen_to_its_end_is_no_evidence)
{
	expect_nothing(.peer = NULL);
	cr_assert(strstr(withheld, "statically linked"), "%s", withheld);
	expect_nothing(.peer = START("2", "exec"));
	cr_assert(strstr(withheld, "out of sight"), "%s", withheld);
	expect_nothing(.peer = START("2", "exec") "end\texit\t4\n");
	cr_assert(strstr(withheld, "4 records"), "%s", withheld);
}
