/* VALGRIND_DISABLE_ERROR_REPORTING, as valgrind.h has it for x86-64. */
__attribute__((constructor(200))) static void ask(void)
{
	volatile unsigned long request[6] = { 0x1801, 1, 0, 0, 0, 0 };
	volatile unsigned long answer = 0;

	__asm__ volatile("rolq $3, %%rdi; rolq $13, %%rdi\n\trolq $61, %%rdi; rolq $51, %%rdi\n\txchgq %%rbx, %%rbx"
			 : "=d"(answer)
			 : "a"(&request[0]), "0"(0)
			 : "cc", "memory");
}
