#include "harness/scenario/scenario.h"

SCENARIO(prints, three_lines, .about = "The program prints three lines and ends")
{
	struct peer *p = peer_start("p", .arguments = "3");

	expect_outcome(p, EXITED(0));
	expect_output(p, "one\ntwo\nthree\n");
	expect_nothing_left();
}

SCENARIO(refuses, a_tail, .about = "What is no number is refused")
{
	struct peer *p = peer_start("p", .arguments = "3x");

	expect_outcome(p, EXITED(2));
	expect_output(p, "");
}
