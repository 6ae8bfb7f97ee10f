/* odd: bytes pass from pipe to pipe inside the kernel: vmsplice(), tee() and splice()
 * expect: EXITED(0)
 * prints: copy: through the kernel
 * prints: original: through the kernel
 * mechanisms: pipe */
#include <fcntl.h>
#include <sys/uio.h>

#include "odd.h"

static void show(const char *what, int fd)
{
	char text[64];
	size_t length = read_all(fd, text, sizeof(text));

	printf("%s: %.*s\n", what, (int)length, text);
	OK(close(fd));
}

int main(void)
{
	static char words[] = "through the kernel";
	struct iovec piece = { words, sizeof(words) - 1 };
	const size_t length = sizeof(words) - 1;
	int source[2], copy[2], target[2];

	OK(pipe(source));
	OK(pipe(copy));
	OK(pipe(target));
	MUST((size_t)OK(vmsplice(source[1], &piece, 1, 0)) == length);
	MUST((size_t)OK(tee(source[0], copy[1], length, 0)) == length);
	MUST((size_t)OK(splice(source[0], NULL, target[1], NULL, length, 0)) == length);
	OK(close(source[0]));
	OK(close(source[1]));
	OK(close(copy[1]));
	OK(close(target[1]));
	show("copy", copy[0]);
	show("original", target[0]);
	return 0;
}
