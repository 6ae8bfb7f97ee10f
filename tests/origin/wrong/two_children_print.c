/* expect: wrong-output */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void print_from_a_child(const char *text)
{
	if (fork() == 0) {
		write(STDOUT_FILENO, text, strlen(text));
		_exit(0);
	}
	wait(NULL);
}

int main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	print_from_a_child("one\n");
	print_from_a_child("two \n"); /* HERE */
	print_from_a_child("three\n");
	return 0;
}
