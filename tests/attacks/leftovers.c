/*
 * leftovers: runs a command, and says which processes it left behind.
 *
 *	leftovers FILE CMD…     FILE gets one line, "PID NAME", for each that lives on
 *
 * As the subreaper of all that CMD starts we inherit whatever survives it, and
 * so need no list of the host's processes, in which others come and go.  What
 * is left is killed.  The exit status is CMD's (128+N for signal N).
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* The parent and the name of a process: proc(5), stat, fields 2 and 4. */
static int look(pid_t pid, pid_t *ret_parent, char name[32])
{
	char path[64], text[512];
	const char *open_bracket, *close_bracket;
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return -1;
	length = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[length] = '\0';
	open_bracket = strchr(text, '(');
	close_bracket = strrchr(text, ')');
	if (!open_bracket || !close_bracket ||
		sscanf(close_bracket + 1, " %*c %d", ret_parent) != 1)
		return -1;
	snprintf(name, 32, "%.*s", (int)(close_bracket - open_bracket - 1), open_bracket + 1);
	return 0;
}

/*
 * Tells and kills our children; their own become ours by that.  None of them is an
 * ordinary zombie, since those were reaped: a state of Z is a leader that has ended
 * while its other threads live.
 */
static void kill_children(FILE *list)
{
	DIR *processes = opendir("/proc");
	struct dirent *entry;

	while (processes && (entry = readdir(processes))) {
		pid_t pid = atoi(entry->d_name), parent;
		char name[32];

		if (!isdigit((unsigned char)entry->d_name[0]) || look(pid, &parent, name) < 0 ||
			parent != getpid())
			continue;
		fprintf(list, "%d %s\n", pid, name);
		kill(pid, SIGKILL);
	}
	if (processes)
		closedir(processes);
}

static void clear_up(FILE *list)
{
	pid_t reaped;

	while ((reaped = waitpid(-1, NULL, WNOHANG)) >= 0) {
		if (reaped > 0)
			continue;
		kill_children(list);
		waitpid(-1, NULL, 0);
	}
}

int main(int argc, char **argv)
{
	FILE *list = argc > 2 ? fopen(argv[1], "we") : NULL;
	int status = 0;
	pid_t child;

	if (!list) {
		fprintf(stderr, "usage: leftovers FILE COMMAND [ARG ...]\n");
		return 2;
	}
	signal(SIGCHLD, SIG_DFL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	clear_up(list);
	fclose(list);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
