/*
 * System calls of the runtime's own.
 *
 * Every system call outside of the runtime's text is caught (dispatch.h), libc's
 * included; so the runtime makes its own here, inline, in its own text.  They give
 * what the kernel gives: a negative errno for an error; errno is not touched.
 *
 * Source: syscall(2), the kernel's syscall-user-dispatch.rst.
 */
#ifndef PROCTOR_EXPLORER_RAW_H
#define PROCTOR_EXPLORER_RAW_H

#include <stdint.h>
#include <sys/syscall.h>

static inline long raw6(long number, long a, long b, long c, long d, long e, long f)
{
	long result;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

#define RAW_(number, a, b, c, d, e, f, ...)                                                        \
	raw6((number), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
/* raw(SYS_close, fd): what is left out is 0. */
#define raw(...) RAW_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

#endif
