#include <sys/prctl.h>
#include <unistd.h>

int main(void)
{
	static const char *const names[] = { "\033[2J) Z 1 1", "\n9 (x) R 0", "</x>]]>\"", "\xe2\x80\xae=cmd()", ") S 1 (" };
	int ends[2];
	char byte;

	pipe(ends);
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (fork() == 0) {
			prctl(PR_SET_NAME, names[i]);
			setsid();
			read(ends[0], &byte, 1);
			_exit(0);
		}
	return 0;
}
