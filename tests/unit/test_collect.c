#include <criterion/criterion.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/steps/collect.h"
#include "tests/unit/collect_fixture.h"

TestSuite(collect, .init = collect_fixture_open, .fini = collect_fixture_close);

/* Writes FOLDER/NUMBER.c, as often as said. */
static void put_many(const char *folder, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		cleanup_free char *name = xasprintf("%s/%u.c", folder, i);

		put_file(name, "x");
	}
}

/* A compiled program: this one. */
static void put_program(const char *name)
{
	cleanup_free char *self = realpath("/proc/self/exe", NULL);

	cr_assert(self);
	cr_assert_eq(file_copy(self, thing(name)), 0);
}

/* A folder so deep, with a file at the end. */
static void put_deep(const char *folder, unsigned depth)
{
	cleanup_buf struct buf name = BUF_INIT;

	buf_adds(&name, folder);
	/* A second file, or all of it would be stripped. */
	buf_adds(&name, "/a.c");
	put_file(name.data, "x");
	buf_reset(&name);
	buf_adds(&name, folder);
	for (unsigned i = 0; i < depth; i++)
		buf_adds(&name, "/d");
	buf_adds(&name, "/deep.c");
	put_file(name.data, "deep");
}

Test(collect, a_folder_becomes_source_and_lines)
{
	put_file("ann/main.c", "int main;");
	put_file("ann/lib/pipe.c", "pipe");
	put_file("ann/empty.h", "");
	collects("ann");
	cr_assert_eq(stored_count(), 3);
	cr_assert_str_eq(stored("main.c"), "int main;");
	cr_assert_str_eq(stored("lib/pipe.c"), "pipe");
	cr_assert_str_eq(stored("empty.h"), "");
	cr_assert_str_eq(stored_was("main.c"), "");
	cr_assert_str_eq(sum("name"), "ann");
	cr_assert_str_eq(sum("from"), "folder");
	cr_assert_str_eq(sum("top"), "");
}

Test(collect, a_path_may_end_in_slashes)
{
	put_file("ann/main.c", "x");
	collects("ann///");
	cr_assert_eq(stored_count(), 1);
	cr_assert_str_eq(sum("name"), "ann");
}

Test(collect, a_single_c_file_keeps_its_name)
{
	put_file("my relay.c", "relay");
	collects("my relay.c");
	cr_assert_eq(stored_count(), 1);
	cr_assert_str_eq(stored("my_relay.c"), "relay");
	cr_assert_str_eq(stored_was("my_relay.c"), "my relay.c");
	cr_assert_str_eq(sum("name"), "my_relay");
	cr_assert_str_eq(sum("from"), "file");
}

Test(collect, lone_folders_are_stripped)
{
	put_file("ann/hw 1/src/main.c", "main");
	put_file("ann/hw 1/src/lib/a b.c", "lib");
	put_file("ann/.DS_Store", "x");
	cr_assert_eq(mkdir(thing("ann/empty"), 0777), 0);
	collects("ann");
	cr_assert_eq(stored_count(), 2);
	cr_assert_str_eq(stored("main.c"), "main");
	cr_assert_str_eq(stored_was("main.c"), "");
	cr_assert_str_eq(stored("lib/a_b.c"), "lib");
	cr_assert_str_eq(stored_was("lib/a_b.c"), "lib/a b.c");
	cr_assert_str_eq(sum("top"), "hw 1/src");
}

Test(collect, a_folder_beside_a_file_stays)
{
	put_file("ann/src/main.c", "main");
	put_file("ann/Makefile", "all:");
	collects("ann");
	cr_assert_str_eq(stored("src/main.c"), "main");
	cr_assert_str_eq(stored("Makefile"), "all:");
	cr_assert_str_eq(sum("top"), "");
}

Test(collect, odd_names_are_made_safe_and_told_apart)
{
	put_file("ann/a b.c", "blank");
	put_file("ann/a#b.c", "hash");
	put_file("ann/a_b.c", "plain");
	put_file("ann/-o.c", "option");
	put_file("ann/new\nline.c", "newline");
	put_file("ann/\xff.c", "byte");
	put_file("ann/UPPER.C", "upper");
	put_file("ann/d d/x.c", "first");
	put_file("ann/d_d/x.c", "second");
	collects("ann");
	cr_assert_eq(stored_count(), 9);
	/* A name that was safe never gives way to one that was not. */
	cr_assert_str_eq(stored("a_b.c"), "plain");
	cr_assert_str_eq(stored_was("a_b.c"), "");
	cr_assert_str_eq(stored("a_b_2.c"), "blank");
	cr_assert_str_eq(stored_was("a_b_2.c"), "a b.c");
	cr_assert_str_eq(stored("a_b_3.c"), "hash");
	cr_assert_str_eq(stored("_o.c"), "option");
	cr_assert_str_eq(stored_was("_o.c"), "-o.c");
	cr_assert_str_eq(stored("new_line.c"), "newline");
	cr_assert_str_eq(stored_was("new_line.c"), "new\nline.c");
	cr_assert_str_eq(stored("_.c"), "byte");
	cr_assert_str_eq(stored_was("_.c"), "\xef\xbf\xbd.c");
	cr_assert_str_eq(stored("UPPER.C"), "upper");
	cr_assert_str_eq(stored("d_d/x.c"), "second");
	cr_assert_str_eq(stored("d_d_2/x.c"), "first");
	cr_assert_str_eq(stored_was("d_d_2/x.c"), "d d/x.c");
}

Test(collect, a_number_never_meets_another_name)
{
	put_file("ann/a b", "1");
	put_file("ann/a_b", "2");
	put_file("ann/a_b_2", "3");
	put_file("ann/a\tb", "4");
	collects("ann");
	cr_assert_eq(stored_count(), 4);
	cr_assert_str_eq(stored("a_b"), "2");
	cr_assert_str_eq(stored("a_b_2"), "3");
	cr_assert_str_eq(stored("a_b_3"), "4");
	cr_assert_str_eq(stored("a_b_4"), "1");
}

Test(collect, litter_is_left_out_and_noted)
{
	put_file("ann/main.c", "main");
	put_file("ann/.gitignore", "*.o");
	put_file("ann/.git/objects/ab/cd", "x");
	put_file("ann/lib/.svn/entries", "x");
	put_file("ann/.vscode/tasks.json", "x");
	put_file("ann/.idea/a.xml", "x");
	put_file("ann/.DS_Store", "x");
	put_file("ann/__MACOSX/._main.c", "x");
	put_file("ann/main.c~", "x");
	put_file("ann/main.o", "x");
	put_file("ann/a.out", "x");
	put_file("ann/old.o/kept.c", "kept");
	put_program("ann/relay");
	put_file("ann/core.12", "\177ELF\2\1\1-----------\4");
	collects("ann");
	cr_assert_eq(stored_count(), 3);
	cr_assert_str_eq(stored(".gitignore"), "*.o");
	cr_assert_str_eq(stored("old.o/kept.c"), "kept");
	cr_assert_str_eq(left_out(".git"), "version control");
	cr_assert_str_eq(left_out("lib/.svn"), "version control");
	cr_assert_str_eq(left_out(".vscode"), "settings of an editor");
	cr_assert_str_eq(left_out(".idea"), "settings of an editor");
	cr_assert_str_eq(left_out(".DS_Store"), "written by macOS");
	cr_assert_str_eq(left_out("__MACOSX"), "written by macOS");
	cr_assert_str_eq(left_out("main.c~"), "backup of an editor");
	cr_assert_str_eq(left_out("main.o"), "compiled");
	cr_assert_str_eq(left_out("a.out"), "compiled");
	cr_assert_str_eq(left_out("relay"), "compiled");
}

Test(collect, a_core_file_is_left_out_whatever_its_size)
{
	int fd;

	put_file("ann/main.c", "main");
	put_size("ann/core.1", COLLECT_FILE_SIZE + 1);
	fd = open(thing("ann/core.1"), O_WRONLY | O_CLOEXEC);
	cr_assert_eq(file_write_fd(fd, "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\4", 17), 0);
	close(fd);
	collects("ann");
	cr_assert_eq(stored_count(), 1);
	cr_assert_str_eq(left_out("core.1"), "a core file");
}

Test(collect, what_is_no_regular_file_is_left_out, .timeout = 60)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	put_file("ann/main.c", "main");
	put_file("secret", "secret");
	cr_assert_eq(mkfifo(thing("ann/fifo"), 0666), 0);
	cr_assert_eq(symlink("../secret", thing("ann/link.c")), 0);
	cr_assert_eq(symlink("loop.c", thing("ann/loop.c")), 0);
	cr_assert_eq(symlink("..", thing("ann/up")), 0);
	strncpy(address.sun_path, thing("ann/socket"), sizeof(address.sun_path) - 1);
	cr_assert_eq(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
	collects("ann");
	cr_assert_eq(stored_count(), 1);
	cr_assert_str_eq(left_out("fifo"), "a FIFO");
	cr_assert_str_eq(left_out("link.c"), "a symbolic link");
	cr_assert_str_eq(left_out("loop.c"), "a symbolic link");
	cr_assert_str_eq(left_out("up"), "a symbolic link");
	cr_assert_str_eq(left_out("socket"), "a socket");
}

Test(collect, a_class_copied_with_hard_links_loses_nothing)
{
	put_file("original.c", "main");
	put_file("ann/other.c", "x");
	cr_assert_eq(link(thing("original.c"), thing("ann/main.c")), 0);
	collects("ann");
	cr_assert_eq(stored_count(), 2);
}

Test(collect, a_hard_link_to_somebody_elses_file_is_left_out)
{
	put_file("secret", "secret");
	put_file("ann/main.c", "x");
	cr_assert_eq(link(thing("secret"), thing("ann/hard.c")), 0);
	/* Only root can make a file somebody else's; others test the rule from the other side. */
	if (chown(thing("secret"), 65534, 65534) < 0) {
		collects("ann");
		cr_assert_eq(stored_count(), 2);
		return;
	}
	collects("ann");
	cr_assert_eq(stored_count(), 1);
	cr_assert_str_eq(left_out("hard.c"), "a hard link to somebody else's file");
}

Test(collect, an_executable_script_stays_executable)
{
	struct stat status;

	put_file("ann/make.sh", "x");
	put_file("ann/main.c", "x");
	cr_assert_eq(chmod(thing("ann/make.sh"), 04755), 0);
	collects("ann");
	cr_assert_eq(stat(thing("results/source/make.sh"), &status), 0);
	cr_assert_eq(status.st_mode & (S_ISUID | S_IXUSR), S_IXUSR);
	cr_assert_eq(stat(thing("results/source/main.c"), &status), 0);
	cr_assert_eq(status.st_mode & S_IXUSR, 0);
}

Test(collect, the_digest_depends_on_names_and_contents_only)
{
	cleanup_free char *first = NULL;

	put_file("ann/a.c", "1");
	put_file("ann/b.c", "2");
	put_file("bob/b.c", "2");
	put_file("bob/a.c", "1");
	put_file("bob/a.c~", "left out");
	put_file("eve/a.c", "2");
	put_file("eve/b.c", "1");
	collects("ann");
	first = xstrdup(sum("digest"));
	collects("bob");
	cr_assert_str_eq(sum("digest"), first);
	collects("eve");
	cr_assert_str_neq(sum("digest"), first);
}

Test(collect, a_second_collect_replaces_the_first)
{
	put_file("ann/a.c", "1");
	put_file("bob/b.c", "2");
	collects("ann");
	collects("bob");
	cr_assert_eq(stored_count(), 1);
	cr_assert_str_eq(stored("b.c"), "2");
	cr_assert_not(file_exists(thing("results/source/a.c")));
}

Test(collect, a_refusal_takes_away_what_an_earlier_collect_left)
{
	put_file("ann/a.c", "1");
	collects("ann");
	put_file("results/source.part/b.c", "from a collect that was killed");
	refuses("bob", "there is no such file or folder");
}

Test(collect, results_inside_what_is_handed_in_are_left_out)
{
	cleanup_buf struct buf why = BUF_INIT;

	put_file("ann/main.c", "main");
	put_file("ann/runs/eve/collect.jsonl", "{}");
	put_file("ann/runs/eve/source/main.c", "old");
	put_file("ann/runs/ann/build.log", "old");
	cr_assert_eq(collect(thing("ann"), thing("ann/runs/ann"), &why), 0, "%s", why.data);
	cr_assert(file_exists(thing("ann/runs/ann/source/main.c")));
	cr_assert_not(file_exists(thing("ann/runs/ann/source/runs")));
	/* And again, with the results of the first time in place. */
	cr_assert_eq(collect(thing("ann"), thing("ann/runs/ann"), &why), 0, "%s", why.data);
	cr_assert_not(file_exists(thing("ann/runs/ann/source/runs")));
}

Test(collect, what_lies_in_the_results_folder_is_refused_and_left_alone)
{
	cleanup_buf struct buf why = BUF_INIT;

	put_file("results/source/a.c", "precious");
	cr_assert_eq(collect(thing("results/source"), thing("results"), &why), -EINVAL);
	cr_assert(strstr(why.data, "lies in the results folder"), "%s", why.data);
	cr_assert_eq(collect(thing("results/"), thing("results"), &why), -EINVAL);
	cr_assert(file_exists(thing("results/source/a.c")));
}

Test(collect, a_results_folder_is_made_with_its_parents)
{
	cleanup_buf struct buf why = BUF_INIT;

	put_file("ann/a.c", "1");
	cr_assert_eq(collect(thing("ann"), thing("new/runs/ann/"), &why), 0, "%s", why.data);
	cr_assert(file_exists(thing("new/runs/ann/source/a.c")));
	cr_assert(file_exists(thing("new/runs/ann/collect.jsonl")));
}

Test(collect, refuses_what_is_not_there)
{
	refuses("nobody", "nobody: there is no such file or folder");
	put_file("a.c", "x");
	refuses("a.c/b", "there is no such file or folder");
	cr_assert_not(file_exists(thing("results")), "a refusal makes no folder");
}

Test(collect, refuses_an_empty_folder)
{
	cr_assert_eq(mkdir(thing("ann"), 0777), 0);
	refuses("ann", "ann: there is no file in it");
	cr_assert_eq(mkdir(thing("ann/sub"), 0777), 0);
	refuses("ann", "ann: there is no file in it");
}

Test(collect, refuses_a_folder_of_litter_and_names_it)
{
	put_file("ann/main.o", "x");
	cr_assert_eq(symlink("main.o", thing("ann/main.c")), 0);
	refuses("ann",
		"no file in it that can be graded (main.c: a symbolic link; main.o: compiled)");
}

Test(collect, refuses_a_type_that_it_does_not_know)
{
	put_file("report.pdf", "%PDF-1.7");
	refuses("report.pdf", "a file of this type cannot be graded; hand in a folder, a .c file");
	put_program("relay");
	refuses("relay", "a file of this type cannot be graded");
	put_program("relay.c");
	refuses("relay.c", "no file in it that can be graded (relay.c: compiled)");
}

Test(collect, refuses_a_link_and_a_fifo_without_opening_them, .timeout = 60)
{
	put_file("ann/a.c", "x");
	cr_assert_eq(symlink("ann", thing("link")), 0);
	cr_assert_eq(mkfifo(thing("fifo.c"), 0666), 0);
	refuses("link", "a symbolic link is not followed");
	refuses("link/", "a symbolic link is not followed");
	refuses("fifo.c", "neither a folder nor a file, but a FIFO");
}

Test(collect, a_file_without_permission_is_bad_input)
{
	put_file("ann/a.c", "x");
	put_file("ann/b.c", "x");
	cr_assert_eq(chmod(thing("ann/b.c"), 0), 0);
	give_up_rights();
	refuses("ann", "ann: b.c cannot be read: Permission denied");
	refuses("ann/b.c", "b.c: cannot be read: Permission denied");
}

Test(collect, a_folder_without_permission_is_bad_input)
{
	put_file("ann/a.c", "x");
	put_file("ann/sub/b.c", "x");
	cr_assert_eq(chmod(thing("ann/sub"), 0), 0);
	give_up_rights();
	refuses("ann", "ann: sub cannot be read: Permission denied");
	refuses("ann/sub", "sub: cannot be read: Permission denied");
}

Test(collect, a_thousand_files_are_taken_and_no_more)
{
	put_many("ann", COLLECT_FILES);
	put_file("ann/left.o", "does not count");
	collects("ann");
	cr_assert_eq(stored_count(), COLLECT_FILES);
	put_file("ann/one-more.c", "x");
	refuses("ann", "more than 1000 files");
}

Test(collect, a_file_of_8_mib_is_taken_and_no_larger)
{
	put_size("ann/data", COLLECT_FILE_SIZE);
	collects("ann");
	cr_assert_eq(stored_count(), 1);
	put_size("ann/data", COLLECT_FILE_SIZE + 1);
	refuses("ann", "ann: data is larger than 8 MiB");
}

Test(collect, files_of_64_mib_together_are_taken_and_no_more)
{
	for (unsigned i = 0; i < COLLECT_TOTAL_SIZE / COLLECT_FILE_SIZE; i++) {
		cleanup_free char *name = xasprintf("ann/%u", i);

		put_size(name, COLLECT_FILE_SIZE);
	}
	collects("ann");
	cr_assert_eq(stored_count(), COLLECT_TOTAL_SIZE / COLLECT_FILE_SIZE);
	put_file("ann/more", "x");
	refuses("ann", "more than 64 MiB together");
}

Test(collect, folders_16_deep_are_taken_and_no_deeper)
{
	put_deep("ann", COLLECT_DEPTH);
	collects("ann");
	cr_assert_eq(stored_count(), 2);
	put_deep("bob", COLLECT_DEPTH + 1);
	refuses("bob", "more than 16 folders deep");
	put_deep("eve", 300);
	refuses("eve", "more than 16 folders deep");
}

Test(collect, names_have_a_longest_length)
{
	char name[COLLECT_NAME + 2];
	cleanup_free char *fits = NULL, *too_long = NULL;

	memset(name, 'x', sizeof(name));
	name[COLLECT_NAME] = '\0';
	fits = xasprintf("ann/%s", name);
	put_file(fits, "x");
	collects("ann");
	cr_assert_str_eq(stored(name), "x");
	name[COLLECT_NAME] = 'x';
	name[COLLECT_NAME + 1] = '\0';
	too_long = xasprintf("ann/%s", name);
	put_file(too_long, "x");
	refuses("ann", "is longer than 200 bytes");
}

Test(collect, long_folders_add_up)
{
	cleanup_buf struct buf name = BUF_INIT;

	buf_adds(&name, "ann");
	for (int i = 0; i < 5; i++) {
		buf_addch(&name, '/');
		for (int j = 0; j < COLLECT_NAME; j++)
			buf_addch(&name, 'x');
	}
	put_file(name.data, "x");
	refuses("ann", "is longer than 1000 bytes");
}

Test(collect, a_results_folder_that_cannot_be_written_is_our_fault)
{
	cleanup_buf struct buf why = BUF_INIT;

	put_file("ann/a.c", "x");
	cr_assert_eq(mkdir(thing("closed"), 0555), 0);
	cr_assert_eq(chmod(thing("closed"), 0555), 0);
	give_up_rights();
	cr_assert_eq(collect(thing("ann"), thing("closed/results"), &why), -EACCES, "%s", why.data);
	cr_assert(strstr(why.data, "closed/results"), "%s", why.data);
	take_rights_back();
	cr_assert_not(file_exists(thing("closed/results")));
}

Test(collect, a_results_folder_that_is_a_file_is_our_fault)
{
	cleanup_buf struct buf why = BUF_INIT;

	put_file("ann/a.c", "x");
	put_file("results", "x");
	cr_assert_eq(collect(thing("ann"), thing("results"), &why), -ENOTDIR, "%s", why.data);
	cr_assert(strstr(why.data, "results"), "%s", why.data);
}

/* Every write(2) past `bytes` of a file fails with EFBIG, as it would with ENOSPC on a full disk.
 */
static void limit_files(rlim_t bytes)
{
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){ bytes, RLIM_INFINITY }), 0);
}

Test(collect, a_file_that_does_not_fit_on_the_disk_leaves_nothing)
{
	cleanup_buf struct buf why = BUF_INIT;

	put_file("ann/a.c", "x");
	put_size("ann/b.c", 5000);
	limit_files(1000);
	cr_assert_eq(collect(thing("ann"), thing("results"), &why), -EFBIG, "%s", why.data);
	cr_assert(strstr(why.data, "cannot write "), "%s", why.data);
	cr_assert(strstr(why.data, "results/source.part/b.c: "), "%s", why.data);
	limit_files(RLIM_INFINITY);
	cr_assert_not(results_left());
}

Test(collect, lines_that_do_not_fit_on_the_disk_leave_nothing)
{
	cleanup_buf struct buf why = BUF_INIT;

	put_many("ann", 50);
	limit_files(1000);
	cr_assert_eq(collect(thing("ann"), thing("results"), &why), -EFBIG, "%s", why.data);
	cr_assert(strstr(why.data, "results/collect.jsonl: "), "%s", why.data);
	limit_files(RLIM_INFINITY);
	cr_assert_not(results_left());
}
