#include <stdlib.h>

__asm__(".pushsection .init_array,\"aw\"\n.quad 1f\n.popsection\n"
	".pushsection .text\n1:\tpushq %rbx\n\tmovl $8, %edi\n\tcall malloc@PLT\n"
	"\tmovb $1, 8(%rax)\n\tmovq %rax, %rdi\n\tcall free@PLT\n\tpopq %rbx\n\tret\n.popsection");
