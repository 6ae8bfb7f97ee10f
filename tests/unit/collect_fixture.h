/*
 * What the tests of collect share: a private folder with things to hand in, and
 * the results folder "results" in it.  Names of things are relative to the
 * private folder; a failed step fails the test.
 */
#ifndef PROCTOR_TESTS_UNIT_COLLECT_FIXTURE_H
#define PROCTOR_TESTS_UNIT_COLLECT_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* For .init and .fini of a suite. */
void collect_fixture_open(void);
void collect_fixture_close(void);

/* The path of a thing; good until the 16th call after it. */
const char *thing(const char *name);

/* Writes a file, with the folders on the way. */
void put_file(const char *name, const char *text);

/* Writes a file of `size` equal bytes. */
void put_size(const char *name, size_t size);

/* An entry of an archive; a list ends with a NULL name. */
struct packed {
	const char *name;
	const char *text; /* NULL: `size` zero bytes */
	size_t size;
	mode_t type; /* S_IFREG when 0 */
	const char *link; /* target of a symbolic link */
	const char *hard; /* target of a hard link */
	mode_t mode; /* 0644 when 0 */
};

/* Writes an archive; the extension of `name` says which. */
void pack(const char *name, const struct packed *entries);

/* A zip with an option of archive_write_set_options(3), like "encryption=traditional". */
void pack_zip(const char *name, const struct packed *entries, const char *option);

/* A tar that is compressed once more than its extension says. */
void pack_twice(const char *name, const struct packed *entries);

/* Collects a thing, which must work, and reads collect.jsonl. */
void collects(const char *name);

/* Collects a thing, which must be refused as bad input with these words, leaving nothing. */
void refuses(const char *name, const char *words);

/* After collects(): the number of stored files, as they lie there and as the lines say. */
size_t stored_count(void);

/* The stored file's text; fails the test where it is not there, or its line does not fit it. */
const char *stored(const char *name);

/* What its line says of the original name; "" for nothing. */
const char *stored_was(const char *name);

/* Why a thing was left out; "" when it was not. */
const char *left_out(const char *name);

/* A text of the last line. */
const char *sum(const char *key);

/* Whether the results folder has anything that looks like a result. */
bool results_left(void);

/* From now on without a superuser's right to read and write everything, and back. */
void give_up_rights(void);
void take_rights_back(void);

#endif
