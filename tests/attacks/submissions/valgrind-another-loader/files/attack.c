#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__attribute__((constructor(200))) static void exec_again(int argc, char **argv)
{
	char *all[16] = { "/lib64/ld-linux-x86-64.so.2", argv[0] };
	char *environment[] = { "AGAIN=1", "LD_AUDIT=/box/relay", "LD_PRELOAD=libm.so.6", "LD_BIND_NOW=1", NULL };

	if (getenv("AGAIN"))
		return;
	for (int i = 1; i < argc && i < 14; i++)
		all[i + 1] = argv[i];
	execve(all[0], all, environment);
}
