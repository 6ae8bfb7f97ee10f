/*
 * Runs a seccomp filter as the kernel would: classic BPF over struct seccomp_data.
 *
 * Only what seccomp(2) allows and our filters use; anything else, a jump out of the
 * program or an end without a return is reported as BPF_WRONG.
 */
#ifndef PROCTOR_UNIT_BPF_H
#define PROCTOR_UNIT_BPF_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>

#define BPF_WRONG 0xdeadbeefU

/* The action that the filter returns; *ret_steps (NULL: unwanted) how many instructions it took. */
uint32_t bpf_run(
	const struct sock_fprog *program, const struct seccomp_data *data, size_t *ret_steps);

#endif
