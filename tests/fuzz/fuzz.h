/*
 * What all fuzz targets share.
 *
 * A target is one file in tests/fuzz/ that defines LLVMFuzzerTestOneInput() and
 * includes this header; its head says whose bytes it takes, who reads them, and
 * what must hold.  libFuzzer calls it for hours (`make fuzz`), replay.c for every
 * file of its corpus (`make test`).
 *
 * A target must come to the same end whenever it is given the same bytes, leave no
 * file, no descriptor and no memory behind, and never wait for anything.
 */
#ifndef PROCTOR_TESTS_FUZZ_FUZZ_H
#define PROCTOR_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A rule that was broken: says which and where, and aborts, which is a finding. */
#define HOLDS(condition) ((condition) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #condition))

void fuzz_broken(const char *file, int line, const char *rule) __attribute__((noreturn));

/* Bytes that are taken from the front, to build something from them. */
struct fuzz_bytes {
	const uint8_t *next;
	size_t left;
};

/* Each gives zeroes, or less, once no bytes are left. */
uint8_t fuzz_byte(struct fuzz_bytes *bytes);
uint16_t fuzz_word(struct fuzz_bytes *bytes);

/* At most `most` of the bytes that are left; how many. */
size_t fuzz_some(struct fuzz_bytes *bytes, const uint8_t **ret, size_t most);

/*
 * Bytes as a string (caller frees): it ends before the first NUL.  Of exactly its own size,
 * so that a sanitizer sees who reads on.
 */
char *fuzz_string(const uint8_t *data, size_t size);

/*
 * The target's own folder in memory, made on first use and removed with all that is in
 * it when the process exits.
 */
const char *fuzz_folder(void);

/* "FOLDER/NAME" (caller frees), with these bytes as its content unless `data` is NULL. */
char *fuzz_file(const char *name, const void *data, size_t size);

/* The lowest free descriptor: the same before and after, none was left open. */
int fuzz_next_fd(void);

/* Text that goes into one line of a report: valid UTF-8, no control characters. */
bool fuzz_is_line(const char *text);

/* Valid UTF-8 as the standard has it (a second opinion on harness/base/text.c). */
bool fuzz_is_utf8(const char *text, size_t length);

/* A sentence that tells what is wrong: one line, not empty, and of a bounded length. */
bool fuzz_is_sentence(const struct buf *why);

#endif
