/*
 * Another right answer: buffered streams in both processes. A variant gets full
 * marks like the reference; it keeps the scenarios from asking for one way only.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int copy_out(int from)
{
	FILE *words = fdopen(from, "r");
	int c;

	if (!words)
		return 1;
	while ((c = getc(words)) != EOF)
		putchar(c);
	return ferror(words) || fflush(stdout) != 0;
}

static int send_words(int to, char **words)
{
	FILE *pipe_in = fdopen(to, "w");

	if (!pipe_in)
		return 1;
	for (; *words; words++)
		fprintf(pipe_in, "%s\n", *words);
	return fclose(pipe_in) != 0;
}

int main(int argc, char **argv)
{
	int ends[2];
	int status = 0;
	int failed;
	pid_t child;

	if (argc < 2) {
		fprintf(stderr, "tell: give me a word\n");
		return 2;
	}
	if (pipe(ends) < 0)
		return perror("pipe"), 1;
	child = fork();
	if (child < 0)
		return perror("fork"), 1;
	if (child == 0) {
		close(ends[1]);
		_exit(copy_out(ends[0]));
	}
	close(ends[0]);
	failed = send_words(ends[1], argv + 1);
	waitpid(child, &status, 0);
	return failed || status != 0;
}
