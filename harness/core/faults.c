#include "harness/core/faults.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/buf.h"
#include "harness/base/fault.h"

/*** one order for everything ***/

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static int compare_texts(const char *a, const char *b)
{
	a = or_empty(a);
	b = or_empty(b);
	/* What says nothing comes last. */
	if (!*a != !*b)
		return !*a - !*b;
	return strcmp(a, b);
}

static int compare_numbers(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static size_t severity(const struct finding *finding)
{
	const struct finding_kind *kind = finding_kind(finding->kind);

	return kind ? (size_t)(kind - finding_kinds) : SIZE_MAX;
}

/* Who puts the same thing into the best words comes first; all others behind. */
static size_t eloquence(const struct finding *finding)
{
	static const char *const best[] = { "deadlock", "explorer", "helgrind", "memcheck", "drd" };
	size_t i = 0;

	while (i < sizeof(best) / sizeof(*best) && strcmp(best[i], finding->analyser) != 0)
		i++;
	return i;
}

static int compare_places(const struct finding *a, const struct finding *b)
{
	int order = compare_texts(a->file, b->file);

	if (!order)
		order = compare_numbers(a->line, b->line);
	if (!order)
		order = compare_texts(a->function, b->function);
	return order ? order : compare_texts(a->subject, b->subject);
}

static bool has_line(const struct finding *finding)
{
	return *or_empty(finding->file) && finding->line > 0;
}

static size_t count_places(const struct finding *finding)
{
	const char *places = or_empty(finding->places);
	size_t count = *places != 0;

	while ((places = strchr(places, '\n'))) {
		places++;
		count++;
	}
	return count;
}

/* Which of two findings of one fault tells it better: negative for `a`. */
static int compare_tellers(const struct finding *a, const struct finding *b)
{
	int order = b->confirmed - a->confirmed;

	if (!order)
		order = compare_numbers(eloquence(a), eloquence(b));
	if (!order)
		order = has_line(b) - has_line(a);
	if (!order)
		order = compare_numbers(count_places(b), count_places(a));
	if (!order)
		order = compare_texts(a->analyser, b->analyser);
	if (!order)
		order = compare_texts(a->scenario, b->scenario);
	if (!order)
		order = compare_places(a, b);
	if (!order)
		order = compare_texts(a->message, b->message);
	if (!order)
		order = compare_texts(a->hint, b->hint);
	if (!order)
		order = compare_texts(a->read, b->read);
	return order ? order : compare_texts(a->repeat, b->repeat);
}

static int by_rank(const void *one, const void *other)
{
	const struct fault *a = one, *b = other;
	int order = b->confirmed - a->confirmed;

	if (!order)
		order = compare_numbers(severity(a->told), severity(b->told));
	if (!order)
		order = has_line(b->told) - has_line(a->told);
	if (!order)
		order = compare_numbers(b->analysers_count, a->analysers_count);
	if (!order)
		order = compare_numbers(b->scenarios_count, a->scenarios_count);
	return order ? order : compare_places(a->told, b->told);
}

/*** merging ***/

static void add_name(const char ***names, size_t *count, const char *name)
{
	size_t at = 0;

	if (!*or_empty(name))
		return;
	while (at < *count && strcmp((*names)[at], name) < 0)
		at++;
	if (at < *count && strcmp((*names)[at], name) == 0)
		return;
	*names = xreallocarray(*names, *count + 1, sizeof(**names));
	memmove(*names + at + 1, *names + at, (*count - at) * sizeof(**names));
	(*names)[at] = name;
	(*count)++;
}

static struct fault *fault_of(struct faults *faults, const struct finding *finding)
{
	for (size_t i = 0; i < faults->count; i++)
		if (finding_same_fault(faults->list[i].told, finding))
			return &faults->list[i];
	faults->list = xreallocarray(faults->list, faults->count + 1, sizeof(*faults->list));
	faults->list[faults->count] = (struct fault){ .told = finding };
	return &faults->list[faults->count++];
}

static void add_finding(struct fault *fault, const struct findings *findings, size_t index)
{
	const struct finding *finding = &findings->list[index];

	fault->findings =
		xreallocarray(fault->findings, fault->findings_count + 1, sizeof(*fault->findings));
	fault->findings[fault->findings_count++] = index;
	fault->confirmed |= finding->confirmed;
	if (compare_tellers(finding, fault->told) < 0)
		fault->told = finding;
	add_name(&fault->analysers, &fault->analysers_count, finding->analyser);
	add_name(&fault->scenarios, &fault->scenarios_count, finding->scenario);
}

void faults_merge(const struct findings *findings, struct faults *ret)
{
	struct faults faults = { .list = NULL };

	for (size_t i = 0; i < findings->count; i++)
		add_finding(fault_of(&faults, &findings->list[i]), findings, i);
	if (faults.count > 1)
		qsort(faults.list, faults.count, sizeof(*faults.list), by_rank);
	*ret = faults;
}

void faults_release(struct faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		free(faults->list[i].findings);
		free(faults->list[i].analysers);
		free(faults->list[i].scenarios);
	}
	free(faults->list);
	*faults = (struct faults){ .list = NULL };
}

bool fault_has(const struct fault *fault, size_t finding)
{
	for (size_t i = 0; i < fault->findings_count; i++)
		if (fault->findings[i] == finding)
			return true;
	return false;
}

char *fault_names(const char *const *names, size_t count, size_t most)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < count && i < most; i++)
		buf_printf(&text, "%s%s", i ? ", " : "", names[i]);
	if (count > most)
		buf_printf(&text, " and %zu more", count - most);
	return text.length ? buf_steal(&text) : xstrdup("");
}
