#include "tests/unit/random_case.h"

#include <stdlib.h>

#include "harness/base/fault.h"

enum { MOST_ITEMS = 6, MOST_OBSERVATIONS = 14, MOST_FINDINGS = 6, MOST_DEDUCTIONS = 3 };

static const char *const scenarios[] = {
	"lines/empty",
	"lines/one",
	"lines/many",
	"eof/child",
	"eof/parent",
	"threads/two",
	"threads/eight",
};
static const char *const patterns[] = { "lines/*", "eof/*", "*", "threads/two", "lines/one" };
static const char *const kinds[] = { "race", "deadlock", "leak", "zombie" };
static const char *const ids[] = { "a", "b", "c", "d", "e", "f" };
static const char *const reasons[] = { "", "the output differs", "it was killed" };
static const char *const files[] = { "", "bank.c", "main.c" };
static const char *const analysers[] = { "helgrind", "explorer" };

#define COUNT(list) ((unsigned)(sizeof(list) / sizeof(*(list))))
#define PICK(made, list) ((list)[random_case_below((made), COUNT(list))])

/* xorshift64* (Vigna 2016): the same numbers on every machine. */
unsigned random_case_below(struct random_case *made, unsigned bound)
{
	made->state ^= made->state >> 12;
	made->state ^= made->state << 25;
	made->state ^= made->state >> 27;
	return (unsigned)((made->state * 2685821657736338717u) >> 33) % bound;
}

static bool one_in(struct random_case *made, unsigned bound)
{
	return random_case_below(made, bound) == 0;
}

/* A list of up to two words that a rubric owns. */
static char **words(
	struct random_case *made, const char *const *from, unsigned count, unsigned *ret_count)
{
	char **list = xcalloc(2, sizeof(*list));

	*ret_count = count ? random_case_below(made, 3) : 0;
	for (unsigned i = 0; i < *ret_count; i++)
		list[i] = xstrdup(from[random_case_below(made, count)]);
	return list;
}

static void fill_item(struct random_case *made, unsigned index)
{
	struct rubric_item *item = &made->rubric.items[index];

	item->id = xstrdup(ids[index]);
	item->title = xstrdup("an item");
	item->points = random_case_below(made, 41) / 2.0;
	item->build = one_in(made, 3);
	item->scenarios = words(made, patterns, COUNT(patterns), &item->scenarios_count);
	item->findings = words(made, kinds, COUNT(kinds), &item->findings_count);
	item->within = words(made, patterns, COUNT(patterns), &item->within_count);
	item->requires = words(made, ids, one_in(made, 2) ? index : 0, &item->requires_count);
	item->share = one_in(made, 2);
	item->extra = one_in(made, 5);
}

static void fill_rubric(struct random_case *made)
{
	struct rubric *rubric = &made->rubric;

	rubric->items_count = 1 + random_case_below(made, MOST_ITEMS);
	rubric->items = xcalloc(rubric->items_count, sizeof(*rubric->items));
	for (unsigned i = 0; i < rubric->items_count; i++)
		fill_item(made, i);
	rubric->deductions_count = random_case_below(made, MOST_DEDUCTIONS + 1);
	rubric->deductions = xcalloc(rubric->deductions_count, sizeof(*rubric->deductions));
	for (unsigned i = 0; i < rubric->deductions_count; i++)
		rubric->deductions[i] = (struct rubric_deduction){
			.finding = xstrdup(kinds[i]),
			.title = xstrdup("a deduction"),
			.points = random_case_below(made, 7) / 2.0,
			.cap = random_case_below(made, 4),
		};
}

static void fill_observations(struct random_case *made)
{
	static const enum verdict verdicts[] = { VERDICT_PASSED, VERDICT_PASSED, VERDICT_FAILED,
		VERDICT_BROKEN };
	struct observations *all = &made->observations;

	all->count = random_case_below(made, MOST_OBSERVATIONS + 1);
	all->list = xcalloc(all->count, sizeof(*all->list));
	for (size_t i = 0; i < all->count; i++) {
		all->list[i] = (struct observation){
			.scenario = PICK(made, scenarios),
			.tool = one_in(made, 4) ? "memcheck" : NULL,
			.verdict = PICK(made, verdicts),
			.reason = PICK(made, reasons),
		};
		if (one_in(made, 12))
			all->list[i].scenario = "lines/of_another_time";
	}
}

void random_case_add_finding(struct random_case *made, bool confirmed)
{
	struct findings *all = &made->findings;

	all->list = xreallocarray(all->list, all->count + 1, sizeof(*all->list));
	all->list[all->count++] = (struct finding){
		.analyser = xstrdup(PICK(made, analysers)),
		.kind = xstrdup(PICK(made, kinds)),
		.file = xstrdup(PICK(made, files)),
		.line = random_case_below(made, 3),
		.function = xstrdup(one_in(made, 2) ? "" : "work"),
		.message = xstrdup("two threads write"),
		.scenario = xstrdup(one_in(made, 3) ? "" : PICK(made, scenarios)),
		.confirmed = confirmed,
	};
}

void random_case_fill(struct random_case *made, uint64_t seed)
{
	static const enum verdict builds[] = { VERDICT_PASSED, VERDICT_PASSED, VERDICT_PASSED,
		VERDICT_FAILED, VERDICT_BROKEN };
	unsigned findings;

	*made = (struct random_case){
		.seed = seed,
		.state = (seed + 1) * 0x9E3779B97F4A7C15u,
	};
	fill_rubric(made);
	fill_observations(made);
	findings = random_case_below(made, MOST_FINDINGS + 1);
	for (unsigned i = 0; i < findings; i++)
		random_case_add_finding(made, !one_in(made, 3));
	made->evidence = (struct evidence){
		.build = PICK(made, builds),
		.observations = &made->observations,
		.findings = &made->findings,
		.scenarios = scenarios,
		.scenarios_count = COUNT(scenarios) - random_case_below(made, 2),
		.lost_kinds = kinds,
		.lost_kinds_count = one_in(made, 3) ? 1 : 0,
	};
	made->evidence.build_reason = made->evidence.build == VERDICT_PASSED ? "" : "gcc said no";
}

static void free_words(char **list, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		free(list[i]);
	free(list);
}

static void release_item(struct rubric_item *item)
{
	free_words(item->scenarios, item->scenarios_count);
	free_words(item->findings, item->findings_count);
	free_words(item->within, item->within_count);
	free_words(item->requires, item->requires_count);
	free(item->id);
	free(item->title);
}

void random_case_release(struct random_case *made)
{
	for (unsigned i = 0; i < made->rubric.items_count; i++)
		release_item(&made->rubric.items[i]);
	for (unsigned i = 0; i < made->rubric.deductions_count; i++) {
		free(made->rubric.deductions[i].finding);
		free(made->rubric.deductions[i].title);
	}
	free(made->rubric.items);
	free(made->rubric.deductions);
	observations_release(&made->observations);
	findings_release(&made->findings);
}

void random_case_shuffle(struct random_case *made, size_t *new_place)
{
	struct observations *seen = &made->observations;
	struct findings *found = &made->findings;
	size_t *old_place = xcalloc(found->count, sizeof(*old_place));

	for (size_t i = 0; i < found->count; i++)
		old_place[i] = i;
	for (size_t i = seen->count; i > 1; i--) {
		size_t j = random_case_below(made, (unsigned)i);
		struct observation kept = seen->list[i - 1];

		seen->list[i - 1] = seen->list[j];
		seen->list[j] = kept;
	}
	for (size_t i = found->count; i > 1; i--) {
		size_t j = random_case_below(made, (unsigned)i);
		struct finding kept = found->list[i - 1];
		size_t place = old_place[i - 1];

		found->list[i - 1] = found->list[j];
		found->list[j] = kept;
		old_place[i - 1] = old_place[j];
		old_place[j] = place;
	}
	for (size_t i = 0; i < found->count; i++)
		new_place[old_place[i]] = i;
	free(old_place);
}

void random_case_remove(struct random_case *made, size_t index)
{
	struct observations *all = &made->observations;

	all->list[index] = all->list[--all->count];
}

void random_case_break(struct random_case *made, size_t index)
{
	made->observations.list[index].verdict = VERDICT_BROKEN;
	made->observations.list[index].reason = "the box could not be opened";
}

double random_case_grade(const struct random_case *made)
{
	cleanup_judgements struct judgements judgements = { .list = NULL };
	cleanup_score struct score result = { .items = NULL };

	judge(&made->rubric, &made->evidence, &judgements);
	score(&made->rubric, &judgements, &made->findings, &result);
	return result.score;
}
