/*
 * The filter's program against the tables that it is made from: for every call, with
 * random arguments, it answers what policy_rule() says.
 */
#include "sandbox/filter.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <linux/audit.h>

#include "tests/unit/bpf.h"

/* Which processes outside must not be reached, when there are no namespaces. */
enum { KEEPER = 4711, INIT = 4712, STRANGER = 815 };

static uint64_t random_word(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Words that the tables ask for, and their neighbours, are what tells programs apart. */
static uint64_t random_argument(uint64_t *state)
{
	const struct policy_rule *rule = &policy_rules[random_word(state) % policy_rules_count];
	const struct policy_condition *condition =
		&rule->when[random_word(state) % POLICY_CONDITIONS];
	static const uint64_t pids[] = { KEEPER, INIT, STRANGER, (uint64_t)-KEEPER, 0 };

	switch (random_word(state) % 6) {
	case 0:
		return random_word(state);
	case 1:
		return pids[random_word(state) % 5];
	case 2:
		return condition->value | (random_word(state) & ~(uint64_t)condition->mask);
	case 3:
		return condition->mask & random_word(state);
	case 4:
		return condition->value + random_word(state) % 3 - 1;
	default:
		return condition->value | (random_word(state) & 0xdeadbeef00000000ULL);
	}
}

static uint32_t expected(const struct seccomp_data *data, const struct filter_options *options)
{
	const struct policy_rule *rule;

	if (data->nr < 0 || data->nr >= POLICY_UNKNOWN_FROM)
		return SECCOMP_RET_ERRNO | ENOSYS;
	rule = policy_rule(data, options);
	if (!rule)
		return SECCOMP_RET_ALLOW;
	return rule->unknown ? SECCOMP_RET_ERRNO | ENOSYS : SECCOMP_RET_USER_NOTIF;
}

static void compare(const struct filter_options *options, uint64_t *state)
{
	struct filter filter;

	cr_assert_eq(filter_make(options, &filter), 0);
	for (int call = -1; call < POLICY_UNKNOWN_FROM + 2; call++)
		for (int times = 0; times < 60; times++) {
			struct seccomp_data data = { .nr = call, .arch = AUDIT_ARCH_X86_64 };
			uint32_t seen;

			for (size_t i = 0; i < 6; i++)
				data.args[i] = random_argument(state);
			seen = bpf_run(&filter.program, &data, NULL);
			cr_assert_eq(seen, expected(&data, options),
				"call %d (%#llx, %#llx, %#llx, %#llx): seen %#x", call,
				(unsigned long long)data.args[0], (unsigned long long)data.args[1],
				(unsigned long long)data.args[2], (unsigned long long)data.args[3],
				seen);
		}
	filter_release(&filter);
}

Test(filter_program, is_what_the_tables_say_for_every_call)
{
	uint64_t state = 88172645463325252ULL;

	for (int times = 0; times < 24; times++) {
		struct filter_options options = {
			.allowed = (filter_mechanisms)random_word(&state),
			.alone = times & 1,
			.untouchable = { KEEPER, INIT, 77, 78 },
		};

		options.untouchable[times / 2 % POLICY_UNTOUCHABLES] = 0;
		compare(&options, &state);
	}
}

/* The kernel follows it once for each call when it is installed. */
Test(filter_program, answers_in_few_steps)
{
	struct filter_options options = { .allowed = 0, .alone = true, .untouchable = { KEEPER } };
	struct filter filter;

	cr_assert_eq(filter_make(&options, &filter), 0);
	for (int call = 0; call < POLICY_UNKNOWN_FROM; call++) {
		struct seccomp_data data = { .nr = call, .arch = AUDIT_ARCH_X86_64 };
		size_t steps = 0;

		cr_assert_neq(bpf_run(&filter.program, &data, &steps), BPF_WRONG);
		cr_assert_leq(steps, 40, "call %d takes %zu steps", call, steps);
	}
	filter_release(&filter);
}
