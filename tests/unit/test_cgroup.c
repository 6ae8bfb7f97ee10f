/*
 * The group of a box: its limits and events, in ordinary folders that stand for
 * both versions.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "sandbox/cgroup.h"
#include "tests/unit/scratch.h"

static const struct limits limits = { .memory_mib = 16, .disk_mib = 8, .tasks = 10 };

/*** ordinary folders that stand for groups ***/

struct stand_in {
	char *folder;
	struct hierarchy where[HIERARCHY_CONTROLLERS];
	struct cgroup group;
	char why[256];
};

/* One folder a controller, or the same for both; a version of 0: none. */
static int stand_in_open(struct stand_in *in, int memory, int pids, bool same)
{
	const int versions[] = { memory, pids };

	memset(in, 0, sizeof(*in));
	in->group = (struct cgroup)CGROUP_NONE;
	in->folder = scratch_make();
	for (int i = 0; i < HIERARCHY_CONTROLLERS; i++) {
		struct hierarchy *where = &in->where[i];

		where->version = versions[i];
		snprintf(where->folder, sizeof(where->folder), "%s%s", in->folder,
			same ? ""
			: i  ? "/pids"
			     : "/memory");
		if (!same)
			mkdir(where->folder, 0755);
	}
	return cgroup_open_in(&in->group, in->where, &limits, in->why, sizeof(in->why));
}

static void stand_in_close(struct stand_in *in)
{
	cgroup_close(&in->group);
	scratch_remove(&in->folder);
}

#define cleanup_stand_in __attribute__((cleanup(stand_in_close)))

static void expect_file(const struct stand_in *in, int side, const char *name, const char *text)
{
	cleanup_buf struct buf content = BUF_INIT;
	cleanup_free char *path = file_join(in->group.sides[side].folder, name);

	cr_assert_eq(file_read(path, &content, 4096), 0, "%s is not there", path);
	cr_assert_str_eq(content.data, text);
}

static void set_file(const struct stand_in *in, int side, const char *name, const char *text)
{
	cleanup_free char *path = file_join(in->group.sides[side].folder, name);

	cr_assert_eq(file_write(path, text, strlen(text)), 0);
}

Test(cgroup, version_2_limits_memory_without_swap_and_tasks_in_one_group)
{
	cleanup_stand_in struct stand_in in;

	cr_assert_eq(stand_in_open(&in, 2, 2, true), 0, "%s", in.why);
	cr_assert(cgroup_limits_memory(&in.group));
	cr_assert(cgroup_limits_tasks(&in.group));
	cr_assert_str_eq(in.group.sides[0].folder, in.group.sides[1].folder);
	expect_file(&in, HIERARCHY_MEMORY, "memory.max", "25165824");
	expect_file(&in, HIERARCHY_MEMORY, "memory.swap.max", "0");
	expect_file(&in, HIERARCHY_PIDS, "pids.max", "13");
}

Test(cgroup, version_1_limits_memory_and_swap_together_and_tasks_in_a_second_group)
{
	cleanup_stand_in struct stand_in in;

	cr_assert_eq(stand_in_open(&in, 1, 1, false), 0, "%s", in.why);
	expect_file(&in, HIERARCHY_MEMORY, "memory.limit_in_bytes", "25165824");
	expect_file(&in, HIERARCHY_MEMORY, "memory.memsw.limit_in_bytes", "25165824");
	expect_file(&in, HIERARCHY_PIDS, "pids.max", "13");
	cr_assert_eq(cgroup_birth(&in.group), -1, "version 1 has no CLONE_INTO_CGROUP");
}

Test(cgroup, a_limit_of_many_gibibytes_is_not_cut)
{
	cleanup_stand_in struct stand_in in;
	static const struct limits large = { .memory_mib = 8192, .disk_mib = 1, .tasks = 1 };

	cr_assert_eq(stand_in_open(&in, 2, 0, true), 0, "%s", in.why);
	cgroup_close(&in.group);
	cr_assert_eq(cgroup_open_in(&in.group, in.where, &large, in.why, sizeof(in.why)), 0);
	expect_file(&in, HIERARCHY_MEMORY, "memory.max", "8590983168");
}

Test(cgroup, its_kind_names_what_is_limited_by_which_version)
{
	static const struct {
		int memory, pids;
		bool same;
		const char *kind;
	} cases[] = {
		{ 1, 1, false, "memory and tasks by cgroup v1" },
		{ 2, 2, true, "memory and tasks by cgroup v2" },
		{ 1, 2, false, "memory by cgroup v1, tasks by cgroup v2" },
		{ 0, 1, false, "tasks by cgroup v1" },
		{ 2, 0, true, "memory by cgroup v2" },
	};
	char text[CGROUP_KIND_MAX];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		cleanup_stand_in struct stand_in in;

		cr_assert_eq(stand_in_open(&in, cases[i].memory, cases[i].pids, cases[i].same), 0);
		cr_assert_str_eq(cgroup_kind(&in.group, text), cases[i].kind);
	}
	cr_assert_str_eq(cgroup_kind(&(struct cgroup)CGROUP_NONE, text), "none");
}

Test(cgroup, one_controller_that_fails_leaves_the_other)
{
	cleanup_stand_in struct stand_in in;
	char why[256];

	cr_assert_eq(stand_in_open(&in, 1, 1, false), 0, "%s", in.why);
	cgroup_close(&in.group);
	strcat(in.where[HIERARCHY_MEMORY].folder, "/missing");
	cr_assert_eq(cgroup_open_in(&in.group, in.where, &limits, why, sizeof(why)), 0);
	cr_assert_not(cgroup_limits_memory(&in.group));
	cr_assert(cgroup_limits_tasks(&in.group));
	cr_assert(strstr(why, "cannot limit memory by a control group in "), "%s", why);
}

Test(cgroup, without_any_controller_there_is_none_and_a_sentence_why)
{
	cleanup_stand_in struct stand_in in;

	cr_assert_eq(stand_in_open(&in, 0, 0, false), -ENOENT);
	cr_assert_str_eq(in.why, "no control group can be made here");
	cr_assert_not(cgroup_limits_memory(&in.group));
}

Test(cgroup, two_groups_of_one_keeper_have_names_of_their_own)
{
	cleanup_stand_in struct stand_in in;
	struct cgroup second;

	cr_assert_eq(stand_in_open(&in, 2, 2, true), 0, "%s", in.why);
	cr_assert_eq(cgroup_open_in(&second, in.where, &limits, in.why, sizeof(in.why)), 0);
	cr_assert_str_neq(in.group.sides[0].folder, second.sides[0].folder);
	cgroup_close(&second);
}

Test(cgroup, entering_version_1_writes_to_tasks_and_version_2_to_procs_unless_born_inside)
{
	cleanup_stand_in struct stand_in old, new, born;

	cr_assert_eq(stand_in_open(&old, 1, 1, false), 0);
	cr_assert_eq(cgroup_enter(&old.group, true), 0);
	expect_file(&old, HIERARCHY_MEMORY, "tasks", "0");
	expect_file(&old, HIERARCHY_PIDS, "tasks", "0");
	cr_assert_eq(stand_in_open(&new, 2, 2, true), 0);
	cr_assert_eq(cgroup_enter(&new.group, false), 0);
	expect_file(&new, HIERARCHY_MEMORY, "cgroup.procs", "0");
	cr_assert_eq(stand_in_open(&born, 2, 2, true), 0);
	cr_assert_geq(cgroup_birth(&born.group), 0);
	cr_assert_eq(cgroup_enter(&born.group, true), 0);
	expect_file(&born, HIERARCHY_MEMORY, "cgroup.procs", "");
}

Test(cgroup, version_2_tells_its_own_want_of_memory_from_that_of_the_host)
{
	cleanup_stand_in struct stand_in in;
	struct cgroup_events events;

	cr_assert_eq(stand_in_open(&in, 2, 2, true), 0, "%s", in.why);
	set_file(&in, 0, "memory.events", "low 0\nhigh 0\nmax 70\noom 0\noom_kill 0\n");
	set_file(&in, 0, "memory.peak", "2097152\n");
	set_file(&in, 0, "pids.events", "max 0\n");
	set_file(&in, 0, "cpu.stat", "usage_usec 1234\nuser_usec 1000\n");
	cr_assert_eq(cgroup_events(&in.group, &events), 0);
	cr_assert_not(events.memory, "a limit that was met by the cache of files is none");
	cr_assert_not(events.starved);
	cr_assert_not(events.tasks);
	cr_assert_eq(events.memory_peak_kib, 2048);
	cr_assert_eq(events.cpu_us, 1234);
	set_file(&in, 0, "memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 1\n");
	cr_assert_eq(cgroup_events(&in.group, &events), 0);
	cr_assert_not(events.memory);
	cr_assert(events.starved);
	set_file(&in, 0, "memory.events", "low 0\nhigh 0\nmax 9\noom 2\noom_kill 1\n");
	set_file(&in, 0, "pids.events", "max 3\n");
	cr_assert_eq(cgroup_events(&in.group, &events), 0);
	cr_assert(events.memory);
	cr_assert_not(events.starved);
	cr_assert(events.tasks);
}

Test(cgroup, version_1_tells_its_own_want_of_memory_from_that_of_the_host)
{
	cleanup_stand_in struct stand_in in;
	struct cgroup_events events;

	cr_assert_eq(stand_in_open(&in, 1, 1, false), 0, "%s", in.why);
	set_file(&in, 0, "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");
	set_file(&in, 0, "memory.failcnt", "70\n");
	set_file(&in, 0, "memory.max_usage_in_bytes", "1048576\n");
	cr_assert_eq(cgroup_events(&in.group, &events), 0);
	cr_assert_not(events.memory, "a limit that was met by the cache of files is none");
	cr_assert_eq(events.memory_peak_kib, 1024);
	cr_assert_eq(events.cpu_us, -1);
	set_file(&in, 0, "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
	cr_assert_eq(cgroup_events(&in.group, &events), 0);
	cr_assert(events.memory);
	set_file(&in, 0, "memory.failcnt", "0\n");
	cr_assert_eq(cgroup_events(&in.group, &events), 0);
	cr_assert(events.starved);
	cr_assert_not(events.memory);
	/* With equal limits it is the one of memory and swap together that is met. */
	set_file(&in, 0, "memory.memsw.failcnt", "3\n");
	cr_assert_eq(cgroup_events(&in.group, &events), 0);
	cr_assert(events.memory);
}

Test(cgroup, events_that_cannot_be_read_are_an_error_and_not_a_verdict)
{
	cleanup_stand_in struct stand_in in;
	struct cgroup_events events;

	cr_assert_eq(stand_in_open(&in, 2, 2, true), 0, "%s", in.why);
	rmdir(in.group.sides[0].folder);
	cgroup_close(&in.group);
	in.group.sides[0] = (struct cgroup_side){ .version = 2, .entrance = -1 };
	strcpy(in.group.sides[0].folder, "/proc/self/missing");
	cr_assert_lt(cgroup_events(&in.group, &events), 0);
	in.group.sides[0].version = 0;
}

Test(cgroup, numbers_of_a_group_are_found_by_their_whole_key)
{
	cleanup_scratch char *folder = scratch_make();
	uint64_t value = 7;

	free(scratch_write(folder, "events", "max_oom 1\noom 2\noom_kill 3\nnegative -4\n"));
	cr_assert_eq(group_read(folder, "events", "oom", &value), 0);
	cr_assert_eq(value, 2);
	cr_assert_eq(group_read(folder, "events", "kill", &value), -ENODATA);
	cr_assert_eq(group_read(folder, "events", "negative", &value), -ENODATA);
	cr_assert_eq(group_read(folder, "events", NULL, &value), -ENODATA);
	cr_assert_eq(group_read(folder, "missing", NULL, &value), -ENOENT);
	cr_assert_eq(value, 2, "only success fills it");
}
