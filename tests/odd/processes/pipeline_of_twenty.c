/* odd: twenty processes in a row, each adds one to what comes through its pipe
 * expect: EXITED(0)
 * prints: 20
 * prints: 120
 * prints: 1020
 * mechanisms: pipe */
#include "odd.h"

enum { STAGES = 20 };

static void __attribute__((noreturn)) add_one(int in, int out)
{
	int number;

	while (read_all(in, &number, sizeof(number)) == sizeof(number)) {
		number++;
		write_all(out, &number, sizeof(number));
	}
	_exit(0);
}

int main(void)
{
	static const int numbers[] = { 0, 100, 1000 };
	pid_t stages[STAGES];
	int first[2], next[2], in, number;

	OK(pipe(first));
	in = first[0];
	for (int i = 0; i < STAGES; i++) {
		OK(pipe(next));
		stages[i] = (pid_t)OK(fork());
		if (stages[i] == 0) {
			/* Else no stage would see end of file before this one has ended. */
			OK(close(first[1]));
			OK(close(next[0]));
			add_one(in, next[1]);
		}
		OK(close(in));
		OK(close(next[1]));
		in = next[0];
	}
	write_all(first[1], numbers, sizeof(numbers));
	OK(close(first[1]));
	while (read_all(in, &number, sizeof(number)) == sizeof(number))
		printf("%d\n", number);
	OK(close(in));
	for (int i = 0; i < STAGES; i++)
		wait_well(stages[i]);
	return 0;
}
