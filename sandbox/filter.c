#include "sandbox/filter.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Calls of the x32 ABI: x86-64's numbers with this bit. */
#define X32_BIT 0x40000000U

enum {
	PLACE_CALL = offsetof(struct seccomp_data, nr),
	PLACE_ARCH = offsetof(struct seccomp_data, arch),
	PLACE_ARGUMENTS = offsetof(struct seccomp_data, args),
};

/* Calls side by side that are compared one after the other instead of by halving. */
enum { GROUP = 6 };

/* How far a conditional jump reaches, less what put_jump() may put before it. */
enum { REACH = 253 };

enum answer { ALLOW, REFUSE, UNKNOWN, KILL, ANSWERS };

static const uint32_t actions[ANSWERS] = {
	[ALLOW] = SECCOMP_RET_ALLOW,
	[REFUSE] = SECCOMP_RET_USER_NOTIF,
	[UNKNOWN] = SECCOMP_RET_ERRNO | ENOSYS,
	[KILL] = SECCOMP_RET_KILL_PROCESS,
};

/* The rules of each call, as places in policy_rules; -1 ends a list. */
struct rules {
	short first[POLICY_UNKNOWN_FROM];
	short next[POLICY_RULES];
	short calls[POLICY_UNKNOWN_FROM]; /* those that have rules, ascending */
	size_t calls_count;
};

/*
 * Jumps go forward only, so the program is written from its end: where a jump
 * leads is there already.  A label is the count of instructions from the labelled
 * one to the end of the program, itself included.
 */
struct writer {
	const struct filter_options *options;
	struct rules rules;
	struct sock_filter *code; /* BPF_MAXINSNS, filled from the end */
	size_t length;
	size_t answers[ANSWERS]; /* the nearest return of each action; 0: none yet */
	bool failed; /* the program would be too long */
};

/* Where the rules of a call begin, or one of them. */
struct entry {
	size_t start;
	int place; /* the word that it loads first; -1: none */
	size_t loaded; /* its label when that word is loaded already */
};

static size_t put(struct writer *to, int code, uint32_t k, size_t if_true, size_t if_false)
{
	if (to->length == BPF_MAXINSNS) {
		to->failed = true;
		to->length = 0;
	}
	to->length++;
	to->code[BPF_MAXINSNS - to->length] = (struct sock_filter){
		.code = (uint16_t)code,
		.jt = (uint8_t)if_true,
		.jf = (uint8_t)if_false,
		.k = k,
	};
	return to->length;
}

static size_t put_load(struct writer *to, int place)
{
	return put(to, BPF_LD | BPF_W | BPF_ABS, (uint32_t)place, 0, 0);
}

/* The label if a jump reaches it, else that of a jump there without a condition. */
static size_t within_reach(struct writer *to, size_t label)
{
	if (to->length - label <= REACH)
		return label;
	return put(to, BPF_JMP | BPF_JA, (uint32_t)(to->length - label), 0, 0);
}

static size_t put_jump(struct writer *to, int test, uint32_t k, size_t if_true, size_t if_false)
{
	if_true = within_reach(to, if_true);
	if_false = within_reach(to, if_false);
	return put(to, BPF_JMP | test | BPF_K, k, to->length - if_true, to->length - if_false);
}

static size_t put_answer(struct writer *to, enum answer answer)
{
	size_t label = to->answers[answer];

	/* A second return costs no more than a jump to the first. */
	if (label == 0 || to->length - label > REACH)
		label = put(to, BPF_RET | BPF_K, actions[answer], 0, 0);
	to->answers[answer] = label;
	return label;
}

/*** one rule ***/

static int word_of(const struct policy_condition *condition)
{
	bool second = condition->high == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

	return PLACE_ARGUMENTS + 8 * condition->argument + (second ? 4 : 0);
}

static bool spoils_word(const struct policy_condition *condition)
{
	return (condition->test == POLICY_EQUAL || condition->test == POLICY_DIFFERS) &&
	       condition->mask != ~0U;
}

static size_t put_untouchables(struct writer *to, size_t if_true, size_t if_false)
{
	size_t label = if_false;

	for (size_t i = 0; i < POLICY_UNTOUCHABLES && to->options->untouchable[i]; i++) {
		uint32_t pid = (uint32_t)to->options->untouchable[i];

		label = put_jump(to, BPF_JEQ, -pid, if_true, label);
		label = put_jump(to, BPF_JEQ, pid, if_true, label);
	}
	return label;
}

/* Tests the word that is loaded. */
static size_t put_test(struct writer *to, const struct policy_condition *condition, size_t if_true,
	size_t if_false)
{
	size_t label;

	if (condition->test == POLICY_UNTOUCHABLE)
		return put_untouchables(to, if_true, if_false);
	if (condition->test == POLICY_ANY_BIT)
		return put_jump(to, BPF_JSET, condition->mask, if_true, if_false);
	if (condition->test == POLICY_EQUAL)
		label = put_jump(to, BPF_JEQ, condition->value, if_true, if_false);
	else
		label = put_jump(to, BPF_JEQ, condition->value, if_false, if_true);
	if (spoils_word(condition))
		label = put(to, BPF_ALU | BPF_AND | BPF_K, condition->mask, 0, 0);
	return label;
}

static size_t count_conditions(const struct policy_rule *rule)
{
	size_t count = 0;

	while (count < POLICY_CONDITIONS && rule->when[count].test != POLICY_ALWAYS)
		count++;
	return count;
}

/* Whether all conditions look at one word, and leave it as it was loaded. */
static bool keeps_word(const struct policy_rule *rule, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (spoils_word(&rule->when[i]) ||
			word_of(&rule->when[i]) != word_of(&rule->when[0]))
			return false;
	return true;
}

/* A rule; what it does not deny goes on at `next`. */
static struct entry put_rule(
	struct writer *to, const struct policy_rule *rule, const struct entry *next)
{
	size_t count = count_conditions(rule);
	size_t label = put_answer(to, rule->unknown ? UNKNOWN : REFUSE);
	struct entry made = { .start = label, .place = -1 };
	size_t otherwise = next->start;

	if (count == 0)
		return made;
	made.place = word_of(&rule->when[0]);
	if (next->place == made.place && keeps_word(rule, count))
		otherwise = next->loaded;
	for (size_t i = count; i-- > 0;) {
		label = put_test(to, &rule->when[i], label, otherwise);
		made.loaded = label;
		if (i == 0 || spoils_word(&rule->when[i - 1]) ||
			word_of(&rule->when[i - 1]) != word_of(&rule->when[i]))
			label = put_load(to, word_of(&rule->when[i]));
	}
	made.start = label;
	return made;
}

/*** all of them ***/

/* The rules of a call from this one on; whatever none of them denies is let through. */
static struct entry put_rules(struct writer *to, short index)
{
	struct entry next;

	if (index < 0)
		return (struct entry){ .start = put_answer(to, ALLOW), .place = -1 };
	/* Nothing comes after a rule without a condition. */
	next = put_rules(to, policy_rules[index].when[0].test ? to->rules.next[index] : (short)-1);
	return put_rule(to, &policy_rules[index], &next);
}

/* The calls [from, until) of the list. */
static size_t put_calls(struct writer *to, size_t from, size_t until)
{
	const short *calls = to->rules.calls;
	size_t middle = from + (until - from) / 2;
	size_t starts[GROUP];
	size_t label;

	if (until - from > GROUP) {
		size_t above = put_calls(to, middle, until);

		label = put_calls(to, from, middle);
		return put_jump(to, BPF_JGE, (uint32_t)calls[middle], above, label);
	}
	for (size_t i = from; i < until; i++)
		starts[i - from] = put_rules(to, to->rules.first[calls[i]]).start;
	label = put_answer(to, ALLOW);
	for (size_t i = until; i-- > from;)
		label = put_jump(to, BPF_JEQ, (uint32_t)calls[i], starts[i - from], label);
	return label;
}

static void put_program(struct writer *to)
{
	size_t known = put_calls(to, 0, to->rules.calls_count);
	size_t kill = put_answer(to, KILL);
	size_t unknown = put_answer(to, UNKNOWN);
	size_t label;

	label = put_jump(to, BPF_JSET, X32_BIT, kill, unknown);
	label = put_jump(to, BPF_JEQ, ~0U, unknown, label); /* -1: no call, but has the bit */
	put_jump(to, BPF_JGE, POLICY_UNKNOWN_FROM, label, known);
	label = put_load(to, PLACE_CALL);
	put_jump(to, BPF_JEQ, seccomp_arch_native(), label, kill);
	put_load(to, PLACE_ARCH);
}

/* Sorts the rules by call; those of one call keep the table's order. */
static void sort_rules(const struct filter_options *options, struct rules *ret)
{
	memset(ret->first, -1, sizeof(ret->first));
	ret->calls_count = 0;
	for (size_t i = policy_rules_count; i-- > 0;) {
		int call = policy_rules[i].call;

		if (!policy_applies(&policy_rules[i], options))
			continue;
		ret->next[i] = ret->first[call];
		ret->first[call] = (short)i;
	}
	for (int call = 0; call < POLICY_UNKNOWN_FROM; call++)
		if (ret->first[call] >= 0)
			ret->calls[ret->calls_count++] = (short)call;
}

int filter_make(const struct filter_options *options, struct filter *ret)
{
	struct writer writer = { .options = options };

	writer.code = malloc(BPF_MAXINSNS * sizeof(*writer.code));
	if (!writer.code)
		return -ENOMEM;
	sort_rules(options, &writer.rules);
	put_program(&writer);
	if (writer.failed) {
		free(writer.code);
		return -E2BIG;
	}
	memmove(writer.code, writer.code + BPF_MAXINSNS - writer.length,
		writer.length * sizeof(*writer.code));
	*ret = (struct filter){
		.program = { .len = (unsigned short)writer.length, .filter = writer.code },
		.options = *options,
	};
	return 0;
}

void filter_release(struct filter *filter)
{
	free(filter->program.filter);
	*filter = (struct filter){ 0 };
}

int filter_install(const struct filter *filter)
{
	long listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter->program);

	return listener < 0 ? -errno : (int)listener;
}

int filter_hear(const struct filter *filter, int listener, struct filter_question *ret)
{
	/* The kernel may know larger structures than we do, and asks for zeroes. */
	union {
		struct seccomp_notif question;
		char room[256];
	} in;
	const struct policy_rule *rule;

	memset(&in, 0, sizeof(in));
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &in.question) < 0)
		return -errno;
	/* Without a rule: from a filter of the program's own, on whose listener nobody is. */
	rule = policy_rule(&in.question.data, &filter->options);
	*ret = (struct filter_question){
		.id = in.question.id,
		.tid = (pid_t)in.question.pid,
		.rule = rule ? (int)(rule - policy_rules) : -1,
	};
	return 0;
}

int filter_refuse(int listener, const struct filter_question *question)
{
	union {
		struct seccomp_notif_resp answer;
		char room[256];
	} out;

	memset(&out, 0, sizeof(out));
	out.answer.id = question->id;
	out.answer.error = -EPERM;
	return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &out.answer) < 0 && errno != ENOENT
		       ? -errno
		       : 0;
}
