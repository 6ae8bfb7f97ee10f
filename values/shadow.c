/*
 * Labels of memory, a byte each.
 */
#include "values/values.h"

#include <pub_tool_libcassert.h>
#include <pub_tool_libcbase.h>
#include <pub_tool_mallocfree.h>

enum { PAGE_BITS = 12, PAGE = 1 << PAGE_BITS, BUCKETS = 1 << 14, CACHE = 1 << 8 };

struct page {
	Addr number;
	struct page *next;
	UInt labels[PAGE];
};

static struct page *buckets[BUCKETS];
static struct page *cache[CACHE]; /* those that were used last */

static struct page *find(Addr address)
{
	const Addr number = address >> PAGE_BITS;
	struct page **cached = &cache[number % CACHE];
	struct page *page = *cached;

	if (page && page->number == number)
		return page;
	for (page = buckets[number % BUCKETS]; page; page = page->next)
		if (page->number == number) {
			*cached = page;
			return page;
		}
	return NULL;
}

static struct page *make(Addr address)
{
	const Addr number = address >> PAGE_BITS;
	struct page *page = VG_(calloc)("values.page", 1, sizeof(*page));

	page->number = number;
	page->next = buckets[number % BUCKETS];
	buckets[number % BUCKETS] = page;
	cache[number % CACHE] = page;
	return page;
}

UInt shadow_get(Addr address)
{
	const struct page *page = find(address);

	return page ? page->labels[address % PAGE] : 0;
}

static void set(Addr address, SizeT length, UInt label, UInt step)
{
	while (length > 0) {
		const SizeT at = address % PAGE;
		const SizeT here = length < PAGE - at ? length : PAGE - at;
		struct page *page = find(address);

		if (!page && label)
			page = make(address);
		for (SizeT i = 0; page && i < here; i++)
			page->labels[at + i] = label + (UInt)i * step;
		label += (UInt)here * step;
		address += here;
		length -= here;
	}
}

void shadow_set(Addr address, SizeT length, UInt label)
{
	set(address, length, label, 0);
}

void shadow_set_row(Addr address, SizeT length, UInt first)
{
	set(address, length, first, 1);
}

const UInt *shadow_within_page(Addr address, SizeT length)
{
	const SizeT at = address % PAGE;
	const struct page *page = at + length <= PAGE ? find(address) : NULL;

	return page ? &page->labels[at] : NULL;
}
