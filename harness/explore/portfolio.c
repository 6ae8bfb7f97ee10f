#include "harness/explore/portfolio.h"

#include "explorer/choice.h"
#include "explorer/strategy.h"

/* Points at which a plain run of a small program may go another way; and schedules that wait. */
enum { SMALL = 12, WAIT_MOST = 200000 };

void portfolio_open(struct portfolio *ret, int strategy, uint64_t seed, bool search)
{
	bool alone = strategy == strategy_find("complete");

	*ret = (struct portfolio){
		.strategy = strategy,
		.seed = seed,
		.search = alone || (search && strategy < 0) ? search_open(WAIT_MOST) : NULL,
		.seen = { .bound = -1 },
	};
}

static void end_search(struct portfolio *portfolio)
{
	if (portfolio->search)
		search_close(portfolio->search);
	portfolio->search = NULL;
}

void portfolio_close(struct portfolio *portfolio)
{
	end_search(portfolio);
}

static bool is_alone(const struct portfolio *portfolio)
{
	return portfolio->strategy >= 0 && portfolio->strategy == strategy_find("complete");
}

/*** drawing ***/

static unsigned strategies_count(void)
{
	unsigned count = 0;

	while (strategies[count] && !strategies[count]->told)
		count++;
	return count;
}

/* FNV-1a. */
static uint64_t hash(uint64_t so_far, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < length; i++)
		so_far = (so_far ^ byte[i]) * 0x100000001b3ULL;
	return so_far;
}

/*
 * Half of the runs have none, so that what needs none is found as soon as ever.  Who is to leave
 * does so in all but the plain one.
 */
static uint32_t choose(const struct portfolio *portfolio, uint64_t seed)
{
	static const uint32_t lots[] = { 0, 0, 0, 0, CHOICE_PARTS, CHOICE_PARTS, CHOICE_SMALL,
		CHOICE_PARTS | CHOICE_SMALL };

	return (lots[(seed >> 32) % (sizeof(lots) / sizeof(*lots))] & portfolio->choices) |
	       (portfolio->leaves ? CHOICE_LEAVE : 0);
}

/* The plain one, then each of the others in turn; or one alone, after the plain run. */
static struct schedule_name draw(struct portfolio *portfolio, uint64_t expected_steps)
{
	const uint64_t hash_begin = 0xcbf29ce484222325ULL;
	unsigned others = strategies_count() - 1, run = ++portfolio->drawn;
	struct schedule_name name = {
		.strategy = portfolio->strategy >= 0 ? portfolio->strategy
						     : (int)(1 + (run - 2) % others),
		.expected_steps = expected_steps,
	};

	name.seed = hash(
		hash(hash_begin, &portfolio->seed, sizeof(portfolio->seed)), &run, sizeof(run));
	if (run == 1)
		name.strategy = 0;
	else
		name.choices = choose(portfolio, name.seed);
	return name;
}

/*** searching ***/

/* The plain run is the search's first one as well. */
static bool is_search_run(const struct portfolio *portfolio, unsigned run)
{
	return portfolio->search && (run == 1 || run % 2 == 0 || is_alone(portfolio));
}

static struct session_order searched(const struct decisions *decisions)
{
	struct session_order order = schedule_order_again(decisions);

	order.strategy = strategy_find("complete");
	return order;
}

/* The search's next one, or NULL: it has ended. */
static const struct decisions *search_on(struct portfolio *portfolio)
{
	const struct decisions *decisions = search_next(portfolio->search);

	portfolio->seen = search_seen(portfolio->search);
	if (!decisions)
		end_search(portfolio);
	return decisions;
}

bool portfolio_next(struct portfolio *portfolio, unsigned run, uint64_t expected_steps,
	const struct session_profile *profile, struct schedule_name *ret_name,
	struct session_order *ret_order)
{
	const struct decisions *decisions =
		is_search_run(portfolio, run) ? search_on(portfolio) : NULL;

	portfolio->searching = decisions != NULL;
	if (!decisions && is_alone(portfolio))
		return false;
	if (decisions && run > 1)
		*ret_name = (struct schedule_name){ strategy_find("complete"), run, 0 };
	else
		*ret_name = draw(portfolio, expected_steps);
	*ret_order = decisions ? searched(decisions) : schedule_name_order(ret_name, profile);
	return true;
}

void portfolio_take(struct portfolio *portfolio, unsigned run, const struct session_result *result)
{
	bool small;

	if (!portfolio->searching)
		return;
	small = is_alone(portfolio) || search_points(result->arena) <= SMALL;
	if (run == 1 && !small) {
		end_search(portfolio);
		return;
	}
	search_take(portfolio->search, result->arena, sighting_possible(result));
	portfolio->seen = search_seen(portfolio->search);
}
