/* odd: a table that lives as long as the program is still reachable when it ends, which is no leak
 * expect: EXITED(0)
 * prints: 100 entries
 * mechanisms: */
#include "odd.h"

struct entry {
	struct entry *next;
	int value;
};

static struct entry *table;

int main(void)
{
	int count = 0;

	for (int i = 0; i < 100; i++) {
		struct entry *entry = malloc(sizeof(*entry));

		MUST(entry != NULL);
		*entry = (struct entry){ table, i };
		table = entry;
	}
	for (const struct entry *entry = table; entry; entry = entry->next)
		count++;
	printf("%d entries\n", count);
	return 0;
}
