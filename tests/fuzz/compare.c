/*
 * Whose bytes: the output of a student's program, and that of the reference.
 * Who reads them: scenario/compare.c, for a sentence in a report.
 * What must hold: equal exactly when they are; what is said is one line that is safe to
 * show, of a bounded length, and does not depend on which of the two is asked first.
 *
 * The first two bytes tell where the input is cut in two.
 *
 * Options: -max_len=2048
 */
#include <stdlib.h>
#include <string.h>

#include "harness/scenario/compare.h"
#include "tests/fuzz/fuzz.h"

enum { LONGEST = 1000 };

typedef bool comparison(
	struct compared wanted, struct compared seen, struct buf *ret_wanted, struct buf *ret_seen);

static void check(comparison *compare, struct compared a, struct compared b)
{
	cleanup_buf struct buf of_a = BUF_INIT, of_b = BUF_INIT;
	cleanup_buf struct buf swapped_a = BUF_INIT, swapped_b = BUF_INIT;
	bool equal =
		a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);

	HOLDS(compare(a, b, &of_a, &of_b) == equal);
	HOLDS(compare(b, a, &swapped_b, &swapped_a) == equal);
	HOLDS((of_a.length == 0) == equal && (of_b.length == 0) == equal);
	HOLDS(fuzz_is_line(of_a.data) && fuzz_is_line(of_b.data));
	HOLDS(strlen(of_a.data) == of_a.length && strlen(of_b.data) == of_b.length);
	HOLDS(of_a.length < LONGEST && of_b.length < LONGEST);
	HOLDS(strcmp(of_a.data, swapped_a.data) == 0 && strcmp(of_b.data, swapped_b.data) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes bytes = { data, size };
	size_t cut = fuzz_word(&bytes);
	struct compared a, b;
	const uint8_t *first;

	a.length = fuzz_some(&bytes, &first, cut);
	a.bytes = first;
	b = (struct compared){ bytes.next, bytes.left };
	check(compare_text, a, b);
	check(compare_bytes, a, b);
	return 0;
}
