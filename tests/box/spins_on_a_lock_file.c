/* box: a lock file that is there already and that nobody removes
 * options: --cpu 400 --witness
 * expect: SPINNING
 * says: spin.[0-9]+.[0-9]+.call.[0-9]+.[0-9]+.257.-17.*main.*spins_on_a_lock_file.c.@HERE@ */
#include <fcntl.h>

int main(void)
{
	open("lock", O_CREAT | O_EXCL, 0600);
	while (open("lock", O_CREAT | O_EXCL, 0600) < 0) /* HERE */
		;
	return 0;
}
