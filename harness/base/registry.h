/*
 * Tables that grow by adding a file.
 *
 * A report format, an analyser or a command puts a record into a section that
 * the linker collects; nobody keeps a list.  A translation unit that only
 * registers must be linked as an object, not from an archive.
 *
 *	REGISTRY_ADD(report_formats, report_format) = { .name = "json", … };
 *
 *	registry_each (report_formats, report_format, f)
 *		puts(f->name);
 *
 * Records come in link order, which the Makefile sorts by file name.
 * Source: GNU ld manual, "Output Section Keywords", __start_/__stop_ symbols.
 */
#ifndef PROCTOR_BASE_REGISTRY_H
#define PROCTOR_BASE_REGISTRY_H

/* Once, in the header that declares the record's type. */
#define REGISTRY_DECLARE(table, type)                                                              \
	extern const struct type __start_##table[] __attribute__((weak, visibility("hidden")));    \
	extern const struct type __stop_##table[] __attribute__((weak, visibility("hidden")))

#define REGISTRY_PASTE_(a, b) a##b
#define REGISTRY_PASTE(a, b) REGISTRY_PASTE_(a, b)

/*
 * AddressSanitizer's padding would tear the array apart.  gcc leaves variables
 * of a named section alone by itself; clang has to be told.
 */
#ifdef __clang__
#define REGISTRY_UNPADDED_ no_sanitize("address")
#else
#define REGISTRY_UNPADDED_
#endif

/* Defines one record of `table`. The alignment keeps the records an array. */
#define REGISTRY_ADD(table, type)                                                                  \
	static const struct type REGISTRY_PASTE(table##_, __LINE__) __attribute__((                \
		used, section(#table), aligned(__alignof__(struct type)), REGISTRY_UNPADDED_))

/* Goes through all records of `table`. */
#define registry_each(table, type, record)                                                         \
	for (const struct type *record = __start_##table; record != __stop_##table; record++)

#endif
