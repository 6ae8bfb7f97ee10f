#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/cleanup.h"
#include "harness/base/file.h"

void fuzz_broken(const char *file, int line, const char *rule)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, rule);
	abort();
}

uint8_t fuzz_byte(struct fuzz_bytes *bytes)
{
	if (bytes->left == 0)
		return 0;
	bytes->left--;
	return *bytes->next++;
}

uint16_t fuzz_word(struct fuzz_bytes *bytes)
{
	unsigned low = fuzz_byte(bytes);

	return (uint16_t)(low | (unsigned)fuzz_byte(bytes) << 8);
}

size_t fuzz_some(struct fuzz_bytes *bytes, const uint8_t **ret, size_t most)
{
	size_t taken = bytes->left < most ? bytes->left : most;

	*ret = bytes->next;
	bytes->next += taken;
	bytes->left -= taken;
	return taken;
}

char *fuzz_string(const uint8_t *data, size_t size)
{
	size_t length = size ? strnlen((const char *)data, size) : 0;
	char *text = malloc(length + 1);

	HOLDS(text);
	if (length)
		memcpy(text, data, length);
	text[length] = '\0';
	return text;
}

static char *folder;

static void remove_folder(void)
{
	file_remove_tree(folder);
	free(folder);
	folder = NULL;
}

const char *fuzz_folder(void)
{
	if (!folder) {
		/* Memory, where there is some: thousands of runs a second. */
		const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";

		HOLDS(asprintf(&folder, "%s/fuzz-XXXXXX", base) > 0);
		HOLDS(mkdtemp(folder));
		atexit(remove_folder);
	}
	return folder;
}

char *fuzz_file(const char *name, const void *data, size_t size)
{
	char *path = file_join(fuzz_folder(), name);
	cleanup_close int fd = -1;

	if (!data)
		return path;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	HOLDS(fd >= 0);
	HOLDS(file_write_fd(fd, data, size) == 0);
	return path;
}

int fuzz_next_fd(void)
{
	int fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);

	HOLDS(fd >= 0);
	close(fd);
	return fd;
}

static size_t character(const unsigned char *s, size_t left, unsigned *ret)
{
	static const struct {
		unsigned mask, lead, least;
	} shapes[] = {
		{ 0x80, 0x00, 0x0 },
		{ 0xE0, 0xC0, 0x80 },
		{ 0xF0, 0xE0, 0x800 },
		{ 0xF8, 0xF0, 0x10000 },
	};

	for (size_t more = 0; more < sizeof(shapes) / sizeof(*shapes) && more < left; more++) {
		unsigned value = s[0] & ~shapes[more].mask;

		if ((s[0] & shapes[more].mask) != shapes[more].lead)
			continue;
		for (size_t i = 1; i <= more; i++) {
			if ((s[i] & 0xC0) != 0x80)
				return 0;
			value = value << 6 | (s[i] & 0x3Fu);
		}
		*ret = value;
		return value < shapes[more].least || value > 0x10FFFF ||
				       (value >= 0xD800 && value <= 0xDFFF)
			       ? 0
			       : more + 1;
	}
	return 0;
}

bool fuzz_is_utf8(const char *text, size_t length)
{
	unsigned value;

	for (size_t i = 0, step; i < length; i += step) {
		step = character((const unsigned char *)text + i, length - i, &value);
		if (step == 0)
			return false;
	}
	return true;
}

bool fuzz_is_line(const char *text)
{
	size_t length = strlen(text);
	unsigned value = 0;

	for (size_t i = 0, step; i < length; i += step) {
		step = character((const unsigned char *)text + i, length - i, &value);
		/* C0, DEL and C1 all move a terminal. */
		if (step == 0 || value < 0x20 || (value >= 0x7F && value < 0xA0))
			return false;
	}
	return true;
}

bool fuzz_is_sentence(const struct buf *why)
{
	enum { LONGEST = 4096 };

	return why->length > 0 && why->length < LONGEST && strlen(why->data) == why->length &&
	       fuzz_is_line(why->data);
}
