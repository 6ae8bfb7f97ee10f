#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/ledger.h"

/* A child that writes; its pid. */
static pid_t write_in_a_child(const struct ledger *ledger, const char *text)
{
	pid_t child = fork();

	if (child == 0)
		_exit(write(ledger->writers_end, text, strlen(text)) < 0);
	waitpid(child, NULL, 0);
	return child;
}

Test(ledger, keeps_apart_who_wrote_what)
{
	struct ledger ledger;
	pid_t first, second;

	cr_assert_eq(ledger_open(&ledger), 0);
	cr_assert_not(ledger_move(&ledger));
	first = write_in_a_child(&ledger, "one ");
	second = write_in_a_child(&ledger, "two");
	cr_assert_eq(write(ledger.writers_end, "mine", 4), 4);
	cr_assert(ledger_move(&ledger));
	cr_assert_eq(ledger.count, 3);
	cr_assert_eq(ledger.pages[0].writer, first);
	cr_assert_eq(ledger.pages[1].writer, second);
	cr_assert_eq(ledger.pages[2].writer, getpid());
	cr_assert_eq(ledger.pages[0].length, 4);
	cr_assert_eq(memcmp(ledger.pages[1].bytes, "two", 3), 0);
	cr_assert_not(ledger.shut);
	ledger_release(&ledger);
}

Test(ledger, goes_on_in_the_page_of_who_wrote_before)
{
	struct ledger ledger;

	cr_assert_eq(ledger_open(&ledger), 0);
	cr_assert_eq(write(ledger.writers_end, "a", 1), 1);
	write_in_a_child(&ledger, "b");
	cr_assert_eq(write(ledger.writers_end, "c", 1), 1);
	ledger_move(&ledger);
	cr_assert_eq(ledger.count, 2);
	cr_assert_eq(ledger.pages[0].length, 2);
	cr_assert_eq(memcmp(ledger.pages[0].bytes, "ac", 2), 0);
	ledger_release(&ledger);
}

Test(ledger, tells_that_somebody_shut_it)
{
	struct ledger ledger;

	cr_assert_eq(ledger_open(&ledger), 0);
	cr_assert_eq(write(ledger.writers_end, "a", 1), 1);
	shutdown(ledger.writers_end, SHUT_WR);
	cr_assert(ledger_move(&ledger));
	cr_assert(ledger.shut);
	cr_assert_eq(ledger.count, 1);
	cr_assert_not(ledger_move(&ledger));
	ledger_release(&ledger);
}

Test(ledger, keeps_the_beginning_of_what_is_too_long_and_tells_so)
{
	static const char block[64 << 10];
	struct ledger ledger;

	cr_assert_eq(ledger_open(&ledger), 0);
	for (size_t written = 0; written <= LEDGER_PAGE; written += sizeof(block)) {
		cr_assert_eq(write(ledger.writers_end, block, sizeof(block)), sizeof(block));
		ledger_move(&ledger);
	}
	cr_assert(ledger.over);
	cr_assert(ledger.pages[0].over);
	cr_assert(ledger.pages[0].length <= LEDGER_PAGE);
	ledger_release(&ledger);
}

Test(ledger, lets_go_of_descriptors_that_are_sent_along)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { .bytes = { 0 } };
	struct iovec part = { (char[]){ "a" }, 1 };
	struct msghdr header = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control) };
	struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
	struct ledger ledger;
	int before, after, own = 0;

	cr_assert_eq(ledger_open(&ledger), 0);
	rights->cmsg_level = SOL_SOCKET;
	rights->cmsg_type = SCM_RIGHTS;
	rights->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(rights), &own, sizeof(own));
	before = dup(0);
	close(before);
	cr_assert_eq(sendmsg(ledger.writers_end, &header, 0), 1);
	cr_assert(ledger_move(&ledger));
	after = dup(0);
	close(after);
	cr_assert_eq(before, after);
	cr_assert_eq(ledger.pages[0].writer, getpid());
	ledger_release(&ledger);
}
