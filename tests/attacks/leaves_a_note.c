/* attack: leaves notes for the next run, and looks for those of the run before
 * runs: 2
 * expect: EXITED(0)
 * plain: EXITED(0) or not held: without namespaces /dev/shm is the host's */
#include "attack.h"
#include <fcntl.h>
#include <mqueue.h>
#include <stdlib.h>

int main(void)
{
	char home[256];
	const char *names[] = { "attack-note", home, "/tmp/attack-note", "/dev/shm/attack-note",
		"/var/tmp/attack-note", "/run/lock/attack-note", "/run/user/65534/attack-note" };

	snprintf(
		home, sizeof(home), "%s/attack-note-at-home", getenv("HOME") ? getenv("HOME") : "");
	for (int i = 0; i < 7; i++) {
		BREAK_IF(i + 1, access(names[i], F_OK) == 0);
		close(open(names[i], O_CREAT | O_WRONLY, 0644));
	}
	return 0;
}
