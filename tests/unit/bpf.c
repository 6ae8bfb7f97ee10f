#include "tests/unit/bpf.h"

#include <stdbool.h>
#include <string.h>

static bool load(const struct seccomp_data *data, uint32_t place, uint32_t *ret)
{
	if (place % 4 || place + 4 > sizeof(*data))
		return false;
	memcpy(ret, (const char *)data + place, 4);
	return true;
}

/* Whether a jump is taken; *ret_known is whether there is such a test. */
static bool test(const struct sock_filter *at, uint32_t word, bool *ret_known)
{
	*ret_known = BPF_SRC(at->code) == BPF_K;
	switch (BPF_OP(at->code)) {
	case BPF_JEQ:
		return word == at->k;
	case BPF_JGE:
		return word >= at->k;
	case BPF_JGT:
		return word > at->k;
	case BPF_JSET:
		return (word & at->k) != 0;
	default:
		*ret_known = false;
		return false;
	}
}

uint32_t bpf_run(
	const struct sock_fprog *program, const struct seccomp_data *data, size_t *ret_steps)
{
	uint32_t word = 0;
	size_t steps = 0;

	for (size_t i = 0; i < program->len; i++) {
		const struct sock_filter *at = &program->filter[i];
		bool known = true;

		steps++;
		if (at->code == (BPF_RET | BPF_K)) {
			if (ret_steps)
				*ret_steps = steps;
			return at->k;
		} else if (at->code == (BPF_LD | BPF_W | BPF_ABS)) {
			known = load(data, at->k, &word);
		} else if (at->code == (BPF_ALU | BPF_AND | BPF_K)) {
			word &= at->k;
		} else if (at->code == (BPF_JMP | BPF_JA)) {
			i += at->k;
		} else if (BPF_CLASS(at->code) == BPF_JMP) {
			i += test(at, word, &known) ? at->jt : at->jf;
		} else {
			known = false;
		}
		if (!known)
			return BPF_WRONG;
	}
	return BPF_WRONG;
}
