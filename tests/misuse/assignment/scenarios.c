#include "harness/scenario/scenario.h"

#include <signal.h>

SCENARIO(run, ends_after_a_signal, .about = "The program ends by itself, at the latest after SIGUSR1")
{
	struct peer *p = peer_start("p");

	settle();
	peer_signal(p, SIGUSR1);
	expect_outcome(p, EXITED(0));
}
