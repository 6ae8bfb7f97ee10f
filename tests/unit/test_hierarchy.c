/*
 * The finder, against a scratch folder that stands for the host: `proc` has the
 * kernel's two lists, `tree` the groups.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "sandbox/hierarchy.h"
#include "tests/unit/scratch.h"

struct host {
	char *folder;
	char *proc;
	char mounts[4096];
	struct hierarchy found[HIERARCHY_CONTROLLERS];
	char why[256];
};

static void host_open(struct host *host, const char *groups)
{
	cleanup_free char *path = NULL;

	memset(host, 0, sizeof(*host));
	host->folder = scratch_make();
	host->proc = file_join(host->folder, "proc");
	path = scratch_write(host->folder, "proc/cgroup", groups);
}

static void host_close(struct host *host)
{
	free(host->proc);
	scratch_remove(&host->folder);
}

#define cleanup_host __attribute__((cleanup(host_close)))

/* Mounts the tree NAME, of which ROOT is shown, with these super options ("": version 2). */
static void host_mount(struct host *host, const char *name, const char *root, const char *options)
{
	size_t length = strlen(host->mounts);
	cleanup_free char *path = NULL;

	snprintf(host->mounts + length, sizeof(host->mounts) - length,
		"30 20 0:26 %s %s/%s rw,nosuid shared:9 - cgroup%s none rw%s%s\n", root,
		host->folder, name, *options ? "" : "2", *options ? "," : "", options);
	path = scratch_write(host->folder, "proc/mountinfo", host->mounts);
}

/* A group; `divided` is its cgroup.subtree_control. */
static void host_group(struct host *host, const char *name, const char *divided)
{
	static const char *const files[] = { "cgroup.procs", "cgroup.controllers" };
	static const char *const texts[] = { "", "cpu memory pids\n" };
	char path[256];

	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", name, files[i]);
		free(scratch_write(host->folder, path, texts[i]));
	}
	snprintf(path, sizeof(path), "%s/cgroup.subtree_control", name);
	free(scratch_write(host->folder, path, divided));
}

static int host_find(struct host *host, const char *allowed)
{
	return hierarchy_find(host->proc, allowed, host->found, host->why, sizeof(host->why));
}

static void expect(const struct host *host, int controller, int version, const char *folder)
{
	char path[HIERARCHY_PATH] = "";

	if (folder)
		snprintf(path, sizeof(path), "%s/%s", host->folder, folder);
	cr_assert_eq(host->found[controller].version, version, "%d: version %d", controller,
		host->found[controller].version);
	cr_assert_str_eq(host->found[controller].folder, path);
}

/*** version 1 ***/

Test(hierarchy, version_1_has_a_tree_for_each_controller)
{
	cleanup_host struct host host;

	host_open(&host, "5:pids:/\n4:memory:/\n1:name=systemd:/a\n0::/\n");
	host_mount(&host, "memory", "/", "memory");
	host_mount(&host, "pids", "/", "pids");
	host_group(&host, "memory", "");
	host_group(&host, "pids", "");
	cr_assert_eq(host_find(&host, NULL), 0, "%s", host.why);
	expect(&host, HIERARCHY_MEMORY, 1, "memory");
	expect(&host, HIERARCHY_PIDS, 1, "pids");
}

Test(hierarchy, a_version_1_group_of_another_program_is_used_only_when_it_is_said_so)
{
	cleanup_host struct host host;

	host_open(&host, "5:pids:/\n4:memory:/their/group\n");
	host_mount(&host, "memory", "/", "memory");
	host_mount(&host, "pids", "/", "pids");
	host_group(&host, "memory/their/group", "");
	host_group(&host, "pids", "");
	cr_assert_eq(host_find(&host, NULL), 0);
	expect(&host, HIERARCHY_MEMORY, 0, NULL);
	expect(&host, HIERARCHY_PIDS, 1, "pids");
	cr_assert_eq(host_find(&host, "memory,pids"), 0);
	expect(&host, HIERARCHY_MEMORY, 1, "memory/their/group");
	cr_assert_eq(host_find(&host, "memory"), 0);
	expect(&host, HIERARCHY_PIDS, 0, NULL);
}

Test(hierarchy, what_a_container_shows_of_a_tree_begins_at_its_own_group)
{
	cleanup_host struct host host;

	host_open(&host, "4:pids,memory:/docker/0123\n");
	host_mount(&host, "elsewhere", "/docker/4567", "memory,pids");
	host_mount(&host, "both", "/docker/0123", "memory,pids");
	host_group(&host, "both", "");
	cr_assert_eq(host_find(&host, NULL), 0, "%s", host.why);
	expect(&host, HIERARCHY_MEMORY, 1, "both");
	expect(&host, HIERARCHY_PIDS, 1, "both");
}

Test(hierarchy, a_mounted_folder_may_have_blanks_in_its_name)
{
	cleanup_host struct host host;

	host_open(&host, "4:memory:/\n");
	host_mount(&host, "the\\040tree", "/", "memory");
	host_group(&host, "the tree", "");
	cr_assert_eq(host_find(&host, NULL), 0, "%s", host.why);
	expect(&host, HIERARCHY_MEMORY, 1, "the tree");
}

Test(hierarchy, a_group_whose_name_only_begins_like_the_mounted_one_is_not_below_it)
{
	cleanup_host struct host host;

	host_open(&host, "4:memory:/docker/0123\n");
	host_mount(&host, "memory", "/docker/01", "memory");
	host_group(&host, "memory", "");
	cr_assert_eq(host_find(&host, NULL), -ENOENT);
}

/*** version 2 ***/

Test(hierarchy, version_2_uses_the_nearest_group_that_divides_both)
{
	cleanup_host struct host host;

	host_open(&host, "0::/user.slice/app.slice/term.scope\n");
	host_mount(&host, "tree", "/", "");
	host_group(&host, "tree", "cpu memory pids\n");
	host_group(&host, "tree/user.slice", "memory pids\n");
	host_group(&host, "tree/user.slice/app.slice", "pids\n");
	host_group(&host, "tree/user.slice/app.slice/term.scope", "");
	cr_assert_eq(host_find(&host, NULL), 0, "%s", host.why);
	expect(&host, HIERARCHY_MEMORY, 2, "tree/user.slice");
	expect(&host, HIERARCHY_PIDS, 2, "tree/user.slice");
}

Test(hierarchy, version_2_takes_no_group_whose_list_of_processes_cannot_be_written)
{
	cleanup_host struct host host;
	char path[512];

	host_open(&host, "0::/mine\n");
	host_mount(&host, "tree", "/", "");
	host_group(&host, "tree", "memory pids\n");
	host_group(&host, "tree/mine", "");
	snprintf(path, sizeof(path), "%s/tree/cgroup.procs", host.folder);
	unlink(path);
	cr_assert_eq(host_find(&host, NULL), 0, "%s", host.why);
	/* All that is left is to have our own group divide. */
	expect(&host, HIERARCHY_PIDS, 2, "tree/mine");
}

Test(hierarchy, a_group_that_holds_processes_is_not_made_to_divide)
{
	cleanup_host struct host host;

	host_open(&host, "0::/mine\n");
	host_mount(&host, "tree", "/mine", "");
	host_group(&host, "tree", "");
	free(scratch_write(host.folder, "tree/cgroup.type", "domain\n"));
	free(scratch_write(host.folder, "tree/cgroup.procs", "17\n"));
	cr_assert_eq(host_find(&host, NULL), -ENOENT);
	cr_assert(strstr(host.why, "/tree holds processes"), "%s", host.why);
	free(scratch_write(host.folder, "tree/cgroup.procs", ""));
	cr_assert_eq(host_find(&host, NULL), 0, "%s", host.why);
	expect(&host, HIERARCHY_PIDS, 2, "tree");
}

Test(hierarchy, a_group_of_threads_takes_no_process)
{
	cleanup_host struct host host;

	host_open(&host, "0::/\n");
	host_mount(&host, "tree", "/", "");
	host_group(&host, "tree", "pids\n");
	free(scratch_write(host.folder, "tree/cgroup.type", "domain threaded\n"));
	cr_assert_eq(host_find(&host, NULL), -ENOENT);
}

Test(hierarchy, version_2_has_a_group_divide_where_none_does)
{
	cleanup_host struct host host;
	cleanup_buf struct buf text = BUF_INIT;
	char path[512];

	host_open(&host, "0::/\n");
	host_mount(&host, "tree", "/", "");
	host_group(&host, "tree", "");
	cr_assert_eq(host_find(&host, "pids"), 0, "%s", host.why);
	expect(&host, HIERARCHY_MEMORY, 0, NULL);
	expect(&host, HIERARCHY_PIDS, 2, "tree");
	snprintf(path, sizeof(path), "%s/tree/cgroup.subtree_control", host.folder);
	cr_assert_eq(file_read(path, &text, 4096), 0);
	cr_assert_str_eq(text.data, "+pids");
}

Test(hierarchy, a_hybrid_host_has_each_controller_in_its_own_version)
{
	cleanup_host struct host host;

	host_open(&host, "4:memory:/\n0::/\n");
	host_mount(&host, "unified", "/", "");
	host_mount(&host, "memory", "/", "memory");
	host_group(&host, "unified", "memory pids\n");
	host_group(&host, "memory", "");
	cr_assert_eq(host_find(&host, NULL), 0, "%s", host.why);
	expect(&host, HIERARCHY_MEMORY, 1, "memory");
	expect(&host, HIERARCHY_PIDS, 2, "unified");
}

/*** nothing ***/

Test(hierarchy, a_host_without_any_says_so)
{
	cleanup_host struct host host;

	host_open(&host, "");
	cr_assert_eq(host_find(&host, NULL), -ENOENT);
	cr_assert_str_eq(host.why, "no control groups with memory or pids are mounted here");
}

Test(hierarchy, the_administrator_can_forbid_all)
{
	cleanup_host struct host host;

	host_open(&host, "4:memory:/\n");
	host_mount(&host, "memory", "/", "memory");
	host_group(&host, "memory", "");
	cr_assert_eq(host_find(&host, "none"), -ENOENT);
	cr_assert_str_eq(host.why, "PROCTOR_CGROUP does not allow control groups");
}

Test(hierarchy, a_group_outside_of_our_namespace_is_not_guessed_at)
{
	cleanup_host struct host host;

	host_open(&host, "0::/../../other\n");
	host_mount(&host, "tree", "/", "");
	host_group(&host, "tree", "memory pids\n");
	cr_assert_eq(host_find(&host, NULL), -ENOENT);
}

Test(hierarchy, a_refusal_names_the_group_and_what_can_be_done)
{
	cleanup_host struct host host;

	host_open(&host, "4:memory:/their\n");
	host_mount(&host, "memory", "/", "memory");
	host_group(&host, "memory/their", "");
	cr_assert_eq(host_find(&host, NULL), -ENOENT);
	cr_assert(strstr(host.why, "/memory/their belongs to another program"), "%s", host.why);
	cr_assert(strstr(host.why, "PROCTOR_CGROUP"), "%s", host.why);
}

Test(hierarchy, broken_lists_of_the_kernel_are_no_groups)
{
	cleanup_host struct host host;

	host_open(&host, "\n:\n4:memory\n::\n4:memory:/\n");
	free(scratch_write(host.folder, "proc/mountinfo",
		" - cgroup\n - cgroup none rw,memory\n1 2 3 / - cgroup none rw,memory\n\\\n"));
	cr_assert_eq(host_find(&host, NULL), -ENOENT);
}
