/*
 * buffer ITEMS PRODUCERS CONSUMERS SLOTS
 *
 * A beginning.  The command line is counted but not read, and one thing is
 * done for you: print_line() writes a line so that the lines of several processes
 * cannot mix.  The rest is yours; the handout says what it must do.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { EXIT_USAGE = 2 };

/*
 * Prints "WORD NUMBER\n" with one write(2).  A pipe takes a write of up to
 * PIPE_BUF bytes (4096 on Linux) in one piece, whoever else writes to it.
 */
static void print_line(const char *word, unsigned long long number)
{
	char line[64];
	int length = snprintf(line, sizeof(line), "%s %llu\n", word, number);

	if (write(STDOUT_FILENO, line, (size_t)length) != length) {
		perror("write");
		exit(EXIT_FAILURE);
	}
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: %s ITEMS PRODUCERS CONSUMERS SLOTS\n", argv[0]);
		return EXIT_USAGE;
	}

	/*
	 * Still to be done:
	 *
	 * 1. Read the four numbers, and refuse what is no number or out of range.
	 * 2. Map the memory that all processes share: mmap(2), MAP_SHARED | MAP_ANONYMOUS.
	 * 3. Put the semaphores into it and initialise them: sem_init(3).
	 * 4. Fork the producers and the consumers.  A consumer prints what it takes:
	 *    print_line("item", item).
	 * 5. Wait for every child, and look at how it ended.
	 * 6. Print the sum: print_line("sum:", sum).
	 */
	fprintf(stderr, "buffer: not written yet\n");
	(void)print_line;
	return EXIT_FAILURE;
}
