/*
 * @ID@: what a submission must handle.
 *
 * A scenario is one situation: it starts the program in a box, acts, and says
 * what it expects. Its suite (the first word) is what rubric.yaml gives points
 * for, so let each suite ask for one thing only: then one mistake does not cost
 * the same points twice. harness/scenario/scenario.h has all that can be used here.
 *
 * There is no sleep() and no time-out: every expectation first waits until the
 * box has settled, that is, until nothing in it can go on by itself. A program
 * that waits for ever is known at once, and the report says who waits for what.
 */
#include "harness/scenario/scenario.h"

#include <string.h>

/*** text: words come out as lines ***/

/* `.about` is read by students: what the scenario asks for, in one sentence. */
SCENARIO(text, two_words, .about = "Two words come out as two lines, in order")
{
	struct peer *tell = peer_start("tell", .arguments = "hello pipe");

	expect_output(tell, "hello\npipe\n");
}

/*
 * Random input, fresh for each submission and the same when it is graded again.
 * Where the right output is hard to say, expect_same_as_reference() runs the
 * reference beside the submission and compares output and exit status.
 */
SCENARIO(text, random_word, .about = "Any printable word comes out as it was given")
{
	char *line = random_lines(1, 10, 40);
	char *word = scenario_memory(strlen(line));
	const char *args[] = { word, NULL };

	memcpy(word, line, strlen(line) - 1); /* all but the newline */
	expect_output(peer_start("tell", .args = args), line);
}

/*** long: more than most buffers hold ***/

/* `.read` is shown beside what went wrong, before what rubric.yaml says to read. */
SCENARIO(long, six_thousand_bytes, .about = "A word of 6,000 bytes stays whole", .read = "write(2)")
{
	const size_t length = 6000;
	char *word = scenario_memory(length + 1);
	const char *args[] = { word, NULL };

	memset(word, 'x', length);
	expect_output(peer_start("tell", .args = args), scenario_text("%s\n", word));
}

/*** eof: does it end? ***/

/* To end is no merit of a program that has done nothing: first something must have come out. */
static void expect_the_word(struct peer *tell, const char *word)
{
	size_t length;
	const char *output = peer_output(tell, &length);

	expect_that(length >= strlen(word) && !memcmp(output, word, strlen(word)),
		"standard output of tell", scenario_text("%s first", word),
		length ? "something else" : "nothing");
}

/* An outcome is what our own record says: EXITED(n), SIGNALLED(n), DEADLOCKED, … */
SCENARIO(eof, child_stops_when_all_is_sent,
	.about = "The child sees end of file once all words are sent, and the program ends",
	.read = "pipe(7), I/O on pipes and FIFOs")
{
	struct peer *tell = peer_start("tell", .arguments = "hello");

	expect_outcome(tell, EXITED(0));
	expect_the_word(tell, "hello");
}

/*** waits: nobody is left behind ***/

SCENARIO(waits, nothing_is_left, .about = "The parent waits for its child before it ends",
	.read = "waitpid(2)")
{
	struct peer *tell = peer_start("tell", .arguments = "hello");

	settle();
	expect_outcome(tell, EXITED(0));
	expect_the_word(tell, "hello");
	expect_nothing_left();
}

/*** usage ***/

SCENARIO(usage, no_word, .about = "Without a word there is a message and exit status 2")
{
	struct peer *tell = peer_start("tell");

	expect_outcome(tell, EXITED(2));
	expect_errors(tell);
	expect_output(tell, "");
}
