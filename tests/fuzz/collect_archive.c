/*
 * Whose bytes: a student's, handed in as a file: a .zip, .tar, .tar.gz, .tar.xz or .tar.bz2.
 * Who reads them: collect() (steps/collect_archive.c) through libarchive.
 * What must hold: tests/fuzz/collected.h.
 *
 * A tar's header carries the sum of its own bytes (tar(5)), which no mutation would keep
 * right: it is set right here, so that the bytes behind it come to be read.
 *
 * Options: -max_len=8192
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "tests/fuzz/collected.h"
#include "tests/fuzz/fuzz.h"

enum { BLOCK = 512, SUM = 148, SUM_SIZE = 8, MAGIC = 257 };

static void set_sum(uint8_t *block)
{
	char text[SUM_SIZE];
	unsigned sum = 0;

	memset(block + SUM, ' ', SUM_SIZE);
	for (size_t i = 0; i < BLOCK; i++)
		sum += block[i];
	snprintf(text, sizeof(text), "%06o", sum);
	memcpy(block + SUM, text, SUM_SIZE - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free uint8_t *bytes = malloc(size ? size : 1);
	cleanup_free char *path = NULL;

	HOLDS(bytes);
	if (size)
		memcpy(bytes, data, size);
	for (size_t at = 0; at + BLOCK <= size; at += BLOCK)
		if (memcmp(bytes + at + MAGIC, "ustar", 5) == 0)
			set_sum(bytes + at);
	path = fuzz_file("in.zip", bytes, size);
	collected_check(path);
	unlink(path);
	return 0;
}
