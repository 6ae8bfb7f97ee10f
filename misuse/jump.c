/*
 * Leaving a handler without returning from it.
 */
#include <setjmp.h>
#include <ucontext.h>

#include "misuse/handler.h"
#include "misuse/misuse.h"

MISUSE_NEXT(longjmp);
MISUSE_NEXT(siglongjmp);
MISUSE_NEXT(setcontext);
MISUSE_NEXT(swapcontext);

MISUSE_API void longjmp(jmp_buf target, int value)
{
	/* It may stay within the handler; but who has left it must not be taken for being in it. */
	misuse_leave_handlers();
	misuse_next(longjmp)(target, value);
	__builtin_unreachable();
}

MISUSE_API void _longjmp(jmp_buf target, int value)
{
	misuse_leave_handlers();
	misuse_next(longjmp)(target, value);
	__builtin_unreachable();
}

MISUSE_API void siglongjmp(sigjmp_buf target, int value)
{
	misuse_leave_handlers();
	misuse_next(siglongjmp)(target, value);
	__builtin_unreachable();
}

/* The same with _FORTIFY_SOURCE, which has no header. */
void __longjmp_chk(jmp_buf target, int value) __attribute__((noreturn));
MISUSE_NEXT(__longjmp_chk);

MISUSE_API void __longjmp_chk(jmp_buf target, int value)
{
	misuse_leave_handlers();
	misuse_next(__longjmp_chk)(target, value);
	__builtin_unreachable();
}

MISUSE_API int setcontext(const ucontext_t *context)
{
	misuse_leave_handlers();
	return misuse_next(setcontext)(context);
}

MISUSE_API int swapcontext(ucontext_t *old, const ucontext_t *context)
{
	misuse_leave_handlers();
	return misuse_next(swapcontext)(old, context);
}
