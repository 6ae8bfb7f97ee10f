#include <criterion/criterion.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/command.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"

/* A script for sh: the shell is only the program that these tests happen to run. */
#define SCRIPT(text) ((const char *const[]){ "sh", "-c", text, NULL })

static int run(const struct command *command, struct buf *output)
{
	int status = -1;
	int error = command_run(command, output, &status);

	cr_assert_eq(error, 0, "%s", strerror(-error));
	return status;
}

Test(command, keeps_stdout_and_stderr_in_their_order)
{
	cleanup_buf struct buf output = BUF_INIT;
	int status =
		run(&(struct command){ .argv = SCRIPT("echo a; echo b >&2; echo c") }, &output);

	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	cr_assert_str_eq(output.data, "a\nb\nc\n");
}

Test(command, appends_to_what_is_there)
{
	cleanup_buf struct buf output = BUF_INIT;

	buf_adds(&output, "before ");
	run(&(struct command){ .argv = SCRIPT("printf after") }, &output);
	cr_assert_str_eq(output.data, "before after");
}

Test(command, tells_an_exit_status_from_a_signal)
{
	int status = run(&(struct command){ .argv = SCRIPT("exit 139") }, NULL);

	cr_assert(WIFEXITED(status));
	cr_assert_eq(WEXITSTATUS(status), 139);
	status = run(&(struct command){ .argv = SCRIPT("kill -TERM $$") }, NULL);
	cr_assert(WIFSIGNALED(status));
	cr_assert_eq(WTERMSIG(status), SIGTERM);
}

Test(command, reads_nothing_from_us)
{
	cleanup_buf struct buf output = BUF_INIT;
	const char *const argv[] = { "cat", NULL };

	run(&(struct command){ .argv = argv }, &output);
	cr_assert_str_eq(output.data, "");
}

Test(command, gets_its_input_whatever_the_size)
{
	cleanup_buf struct buf output = BUF_INIT;
	const char *const argv[] = { "cat", NULL };
	size_t size = 1 << 20;
	cleanup_free char *input = xcalloc(size, 1);

	/* Far more than two pipes hold, with NUL bytes. */
	for (size_t i = 0; i < size; i++)
		input[i] = (char)i;
	run(&(struct command){ .argv = argv, .input = input, .input_length = size }, &output);
	cr_assert_eq(output.length, size);
	cr_assert_arr_eq(output.data, input, size);
}

Test(command, may_leave_its_input_unread)
{
	cleanup_free char *input = xcalloc(1 << 20, 1);
	const char *const argv[] = { "true", NULL };
	int status = run(
		&(struct command){ .argv = argv, .input = input, .input_length = 1 << 20 }, NULL);

	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

Test(command, empty_input_is_end_of_file)
{
	cleanup_buf struct buf output = BUF_INIT;
	const char *const argv[] = { "cat", NULL };

	run(&(struct command){ .argv = argv, .input = "", .input_length = 0 }, &output);
	cr_assert_str_eq(output.data, "");
}

Test(command, output_over_the_cap_is_counted_not_kept)
{
	cleanup_buf struct buf output = BUF_INIT;
	int status =
		run(&(struct command){ .argv = SCRIPT("head -c 1000000 /dev/zero | tr '\\0' x"),
			    .cap = 10 },
			&output);

	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	cr_assert_str_eq(output.data, "xxxxxxxxxx\n… (999990 bytes more)\n");
}

Test(command, output_of_just_the_cap_is_whole)
{
	cleanup_buf struct buf output = BUF_INIT;

	run(&(struct command){ .argv = SCRIPT("printf 0123456789"), .cap = 10 }, &output);
	cr_assert_str_eq(output.data, "0123456789");
}

Test(command, no_shell_reads_the_arguments)
{
	cleanup_buf struct buf output = BUF_INIT;
	const char *const argv[] = { "printf", "%s|", "a b", "$HOME", "*", ";echo", "", NULL };

	run(&(struct command){ .argv = argv }, &output);
	cr_assert_str_eq(output.data, "a b|$HOME|*|;echo||");
}

Test(command, works_in_the_folder_that_is_named)
{
	cleanup_buf struct buf output = BUF_INIT;
	const char *const argv[] = { "pwd", "-P", NULL };

	run(&(struct command){ .argv = argv, .dir = "/usr" }, &output);
	cr_assert_str_eq(output.data, "/usr\n");
}

Test(command, extra_environment_goes_over_ours)
{
	cleanup_buf struct buf output = BUF_INIT;
	const char *const env[] = { "CHANGED=new", "ADDED=yes", NULL };

	setenv("CHANGED", "old", 1);
	setenv("CHANGED_TOO", "kept", 1);
	run(
		&(struct command){
			.argv = SCRIPT(
				"echo $CHANGED $CHANGED_TOO $ADDED; env | grep -c ^CHANGED="),
			.env = env },
		&output);
	cr_assert_str_eq(output.data, "new kept yes\n1\n");
}

Test(command, starts_with_default_signals)
{
	/* posix_spawn(3) itself leaves the two that glibc keeps for its threads, 32 and 33,
	 * ignored. */
	const unsigned long glibc = 3UL << 31;
	cleanup_buf struct buf output = BUF_INIT;
	unsigned long mask = 1, ignored = 1;
	sigset_t blocked;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	run(&(struct command){ .argv = SCRIPT("grep -E 'Sig(Blk|Ign)' /proc/self/status") },
		&output);
	cr_assert_eq(sscanf(output.data, "SigBlk: %lx SigIgn: %lx", &mask, &ignored), 2);
	cr_assert_eq(mask, 0);
	cr_assert_eq(ignored & ~glibc, 0);
}

Test(command, inherits_no_descriptor_but_the_three)
{
	cleanup_buf struct buf output = BUF_INIT;
	/* On purpose without O_CLOEXEC: somebody else's library may do so. */
	int leak = dup(STDIN_FILENO);

	cr_assert(leak > 2);
	/* 3 is ls's own, on the folder that it lists. */
	run(&(struct command){ .argv = SCRIPT("ls /proc/self/fd") }, &output);
	cr_assert_str_eq(output.data, "0\n1\n2\n3\n");
	close(leak);
}

Test(command, leaves_no_descriptor_open)
{
	int before = dup(STDIN_FILENO);
	int after;

	close(before);
	run(&(struct command){ .argv = SCRIPT("echo x"), .input = "y", .input_length = 1 }, NULL);
	after = dup(STDIN_FILENO);
	close(after);
	cr_assert_eq(before, after);
}

Test(command, works_where_our_own_three_are_closed)
{
	cleanup_buf struct buf output = BUF_INIT;
	int saved[3], status = -1, error;

	for (int fd = 0; fd < 3; fd++)
		saved[fd] = fcntl(fd, F_DUPFD_CLOEXEC, 10);
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	error = command_run(
		&(struct command){
			.argv = SCRIPT("cat; echo err >&2"), .input = "in ", .input_length = 3 },
		&output, &status);
	for (int fd = 0; fd < 3; fd++)
		if (saved[fd] >= 0)
			dup2(saved[fd], fd);
	cr_assert_eq(error, 0);
	cr_assert_str_eq(output.data, "in err\n");
}

Test(command, returns_although_a_grandchild_holds_stdout, .timeout = 60)
{
	cleanup_buf struct buf output = BUF_INIT;
	pid_t left;

	/* The grandchild waits for a signal that only this test sends; sh does not wait for it. */
	run(&(struct command){ .argv = SCRIPT("tail -f /dev/null & echo $!") }, &output);
	left = atoi(output.data);
	cr_assert(left > 1);
	cr_assert_eq(kill(left, SIGKILL), 0, "the grandchild is gone: nothing was tested");
}

Test(command, a_program_that_closes_its_output_is_waited_for)
{
	int status = run(&(struct command){ .argv = SCRIPT("exec >&- 2>&-; exit 7") }, NULL);

	cr_assert(WIFEXITED(status));
	cr_assert_eq(WEXITSTATUS(status), 7);
}

Test(command, a_missing_program_is_an_error_not_a_status)
{
	const char *const argv[] = { "no-such-program-here", NULL };
	int status = -1;

	/* A folder in PATH that may not be read would make it -EACCES. */
	setenv("PATH", "/usr/bin:/bin", 1);
	cr_assert_eq(command_run(&(struct command){ .argv = argv }, NULL, &status), -ENOENT);
	cr_assert_eq(status, -1);
}

Test(command, a_missing_folder_is_an_error_not_a_status)
{
	int status = -1;

	cr_assert_eq(
		command_run(&(struct command){ .argv = SCRIPT("true"), .dir = "/no/such/folder" },
			NULL, &status),
		-ENOENT);
	cr_assert_eq(status, -1);
}

Test(command, a_text_without_interpreter_is_not_given_to_a_shell)
{
	cleanup_free char *dir = file_temp_dir();
	cleanup_free char *path = file_join(dir, "text");
	const char *const argv[] = { path, NULL };
	int status = -1;

	cr_assert_eq(file_write(path, "exit 0\n", 7), 0);
	cr_assert_eq(chmod(path, 0700), 0);
	cr_assert_eq(command_run(&(struct command){ .argv = argv }, NULL, &status), -ENOEXEC);
	cr_assert_eq(file_remove_tree(dir), 0);
}
