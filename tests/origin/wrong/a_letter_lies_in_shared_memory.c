/* expect: wrong-output */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void work(volatile char *letter, int by)
{
	*letter = (char)('t' + by); /* THERE */
	_exit(0);
}

int main(int argc, char **argv)
{
	volatile char *letter = mmap(
		NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (argc != 2 || strcmp(argv[1], "3") != 0)
		return 2;
	if (letter == MAP_FAILED)
		return 1;
	if (fork() == 0)
		work(letter, argc);
	wait(NULL);
	printf("one\nt%co\nthree\n", *letter); /* HERE */
	return 0;
}
