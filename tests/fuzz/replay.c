/*
 * Gives every file that is named to the fuzz target that it is linked with, and first
 * the empty input.  Says which file it has come to, so that a crash has a name.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"
#include "tests/fuzz/fuzz.h"

/* Of exactly the input's size, so that a sanitizer sees who reads on behind it. */
static void give(const char *bytes, size_t length)
{
	cleanup_free uint8_t *exact = malloc(length ? length : 1);

	HOLDS(exact);
	if (length)
		memcpy(exact, bytes, length);
	LLVMFuzzerTestOneInput(exact, length);
}

int main(int argc, char **argv)
{
	enum { LARGEST = 64 << 20 };

	printf("(empty)\n");
	fflush(stdout);
	give("", 0);
	for (int i = 1; i < argc; i++) {
		cleanup_buf struct buf bytes = BUF_INIT;

		printf("%s\n", argv[i]);
		fflush(stdout);
		HOLDS(file_read(argv[i], &bytes, LARGEST) == 0);
		give(bytes.data, bytes.length);
	}
	printf("done\n");
	return 0;
}
