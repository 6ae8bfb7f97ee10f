/* attack: an argument and an environment that a shell would run
 * arguments: $(exit 9);`exit 9`|exit 9&*?<x>y"'\
 * expect: EXITED(0) */
#include "attack.h"
#include <stdlib.h>

int main(int argc, char **argv)
{
	BREAK_IF(1, argc != 2);
	BREAK_IF(2, strcmp(argv[1], "$(exit 9);`exit 9`|exit 9&*?<x>y\"'\\") != 0);
	return 0;
}
