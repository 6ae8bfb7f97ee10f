/*
 * Whose bytes: a student's, who packs an archive by hand: any name, any kind of entry,
 * any size, twice, through links.
 * Who reads them: collect() (steps/collect_archive.c, collect_layout.c).
 * What must hold: tests/fuzz/collected.h.
 *
 * The bytes tell the entries of a tar: two for kind and mode, one each for the lengths of
 * name and content, then both; `target` of a link is its content.  So every input is a
 * well-formed archive of hostile entries.
 *
 * Options: -max_len=2048
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "tests/fuzz/collected.h"
#include "tests/fuzz/fuzz.h"

/* ustar(5). */
struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], kind, link[100];
	char magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155], pad[12];
};

_Static_assert(sizeof(struct header) == 512, "a tar's block");

static void set_sum(struct header *header)
{
	const unsigned char *bytes = (const unsigned char *)header;
	unsigned sum = 0;

	memset(header->sum, ' ', sizeof(header->sum));
	for (size_t i = 0; i < sizeof(*header); i++)
		sum += bytes[i];
	snprintf(header->sum, sizeof(header->sum), "%06o", sum);
}

static void add_entry(struct buf *tar, struct fuzz_bytes *bytes)
{
	/* File, hard link, symbolic link, device, folder, FIFO, long name, extended header, … */
	static const char kinds[] = "0000125634567LKxgSDMVNA";
	struct header header = { .magic = "ustar", .version = { '0', '0' } };
	const uint8_t *name, *content;
	size_t length, size;

	header.kind = kinds[fuzz_byte(bytes) % (sizeof(kinds) - 1)];
	snprintf(header.mode, sizeof(header.mode), "%07o", fuzz_byte(bytes) * 16u & 07777);
	length = fuzz_byte(bytes);
	size = fuzz_byte(bytes);
	length = fuzz_some(
		bytes, &name, length < sizeof(header.name) ? length : sizeof(header.name));
	size = fuzz_some(bytes, &content, size);
	if (length)
		memcpy(header.name, name, length);
	if (size && strchr("12", header.kind))
		memcpy(header.link, content,
			size < sizeof(header.link) ? size : sizeof(header.link));
	if (strchr("123456", header.kind))
		size = 0;
	snprintf(header.size, sizeof(header.size), "%011zo", size);
	set_sum(&header);
	buf_add(tar, &header, sizeof(header));
	buf_add(tar, content, size);
	while (tar->length % sizeof(header))
		buf_addch(tar, '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char end[1024];
	struct fuzz_bytes bytes = { data, size };
	cleanup_buf struct buf tar = BUF_INIT;
	cleanup_free char *path = NULL;

	while (bytes.left)
		add_entry(&tar, &bytes);
	buf_add(&tar, end, sizeof(end));
	path = fuzz_file("in.tar", tar.data, tar.length);
	collected_check(path);
	unlink(path);
	return 0;
}
