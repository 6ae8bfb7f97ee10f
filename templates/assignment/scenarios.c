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
 * The reference says what is right.
 */
SCENARIO(text, random_word, .about = "Any printable word comes out as it was given")
{
	char *word = random_lines(1, 10, 40);

	word[strlen(word) - 1] = '\0'; /* its newline */
	const char *args[] = { word, NULL };

	expect_same_as_reference("tell", .args = args);
}

/*** long: more than a buffer, and more than a pipe holds at a time ***/

SCENARIO(long, hundred_thousand_bytes,
	.about = "A word of 100,000 bytes, more than a pipe holds at a time, stays whole",
	.read = "pipe(7), Pipe capacity")
{
	const size_t length = 100000;
	char *word = scenario_memory(length + 2); /* for the newline and the end */

	memset(word, 'x', length);
	const char *args[] = { scenario_text("%s", word), NULL };
	struct peer *tell = peer_start("tell", .args = args);

	word[length] = '\n';
	expect_output(tell, word);
}

/*** eof: does it end? ***/

/* An outcome is what our own record says: EXITED(n), SIGNALLED(n), DEADLOCKED, … */
SCENARIO(eof, child_stops_when_all_is_sent,
	.about = "The child sees end of file once all words are sent, and the program ends",
	.read = "pipe(7), I/O on pipes and FIFOs")
{
	struct peer *tell = peer_start("tell", .arguments = "hello");

	expect_outcome(tell, EXITED(0));
}

/*** waits: nobody is left behind ***/

SCENARIO(waits, nothing_is_left, .about = "The parent waits for its child before it ends",
	.read = "waitpid(2)")
{
	struct peer *tell = peer_start("tell", .arguments = "hello");

	settle();
	expect_outcome(tell, EXITED(0));
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
