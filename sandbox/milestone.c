#include "sandbox/milestone.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

void milestone_reach(struct milestone *milestone)
{
	__atomic_store_n(&milestone->reached, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, &milestone->reached, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

void milestone_await(const struct milestone *milestone)
{
	while (!__atomic_load_n(&milestone->reached, __ATOMIC_ACQUIRE))
		syscall(SYS_futex, &milestone->reached, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}

void milestone_clear(struct milestone *milestone)
{
	__atomic_store_n(&milestone->reached, 0, __ATOMIC_RELAXED);
}
