/* attack: a loop that faults, moves its stack pointer away and changes its own code while it is followed
 * options: --cpu 300
 * expect: CPU_LIMIT or SPINNING */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

static unsigned char *code;

/* Behind the instruction that faulted. */
static void skip(int number, siginfo_t *info, void *context)
{
	((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] += 3;
}

/* mov (%rax),%rax with rax 0, a call into nowhere, and a system call by turns. */
static void *rewrites(void *unused)
{
	static const unsigned char codes[][3] = {
		{ 0x48, 0x8b, 0x00 }, { 0x0f, 0x05, 0x90 }, { 0x90, 0x90, 0x90 },
		{ 0xcc, 0x90, 0x90 }, { 0x0f, 0x0b, 0x90 },
	};

	for (unsigned i = 0;; i++)
		memcpy(code, codes[i % 5], 3);
	return unused;
}

int main(void)
{
	static char stack[1 << 16];
	struct sigaction action = { .sa_sigaction = skip, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
	stack_t other = { .ss_sp = stack, .ss_size = sizeof(stack) };
	static const int faults[] = { SIGSEGV, SIGBUS, SIGTRAP, SIGILL };
	pthread_t thread;

	code = mmap(0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memset(code, 0x90, 64);
	code[64] = 0xc3;
	sigaltstack(&other, 0);
	for (int i = 0; i < 4; i++)
		sigaction(faults[i], &action, 0);
	pthread_create(&thread, 0, rewrites, 0);
	for (;;)
		__asm__ volatile("mov %%rsp, %%rbx\n\t"
				 "call *%0\n\t"
				 "mov $8, %%esp\n\t"
				 "mov $39, %%eax\n\t"
				 "nop\n\t"
				 "mov %%rbx, %%rsp"
				 :
				 : "r"(code), "a"(39L)
				 : "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "memory");
}
