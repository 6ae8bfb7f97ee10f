/*
 * A struct with padding is sent: its padding has no value, and needs none.
 * expect: no accusation
 * says: uninitialised bytes are sent through write()
 */
#include <stdlib.h>
#include <unistd.h>

struct message {
	char kind;
	long value;
};

int main(void)
{
	struct message *message = malloc(sizeof(*message));
	struct message back;
	int ends[2];

	message->kind = 'a';
	message->value = 3;
	if (pipe(ends) < 0 || write(ends[1], message, sizeof(*message)) < 0)
		return 1;
	if (read(ends[0], &back, sizeof(back)) < 0)
		return 1;
	free(message);
	return back.value == 3 ? 0 : 1;
}
