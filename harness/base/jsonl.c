#include "harness/base/jsonl.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/cleanup.h"
#include "harness/base/fault.h"
#include "harness/base/file.h"
#include "harness/base/text.h"

enum { JSONL_CAP = 256 << 20 };

void jsonl_add(struct buf *lines, const json_t *line)
{
	cleanup_free char *text = json_dumps(line, JSON_COMPACT);

	if (!text)
		BUG("a line that jansson cannot print");
	buf_adds(lines, text);
	buf_addch(lines, '\n');
}

int jsonl_save(const struct buf *lines, const char *path)
{
	return file_write(path, lines->data, lines->length);
}

int jsonl_parse(const char *text, size_t length, const char *name, json_t **ret, struct buf *why)
{
	json_t *array = json_array();
	const char *end = text + length;

	for (unsigned number = 1; text < end; number++) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		size_t size = (size_t)((newline ? newline : end) - text);
		json_error_t error;
		json_t *line = size ? json_loadb(text, size, 0, &error) : json_null();

		if (!line) {
			buf_printf(why, "%s:%u: not a JSON line: ", name, number);
			/* It repeats what stands there. */
			text_escape(why, error.text, strlen(error.text), sizeof(error.text));
			json_decref(array);
			return -EBADMSG;
		}
		if (size)
			json_array_append_new(array, line);
		text += size + 1;
	}
	*ret = array;
	return 0;
}

int jsonl_load(const char *path, json_t **ret, struct buf *why)
{
	cleanup_buf struct buf text = BUF_INIT;
	int error = file_read(path, &text, JSONL_CAP);

	if (error) {
		buf_printf(why, "%s: %s", path, strerror(-error));
		return error;
	}
	return jsonl_parse(text.data, text.length, path, ret, why);
}

const char *jsonl_string(const json_t *object, const char *key, const char *otherwise)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : otherwise;
}

double jsonl_number(const json_t *object, const char *key, double otherwise)
{
	const json_t *value = json_object_get(object, key);

	return json_is_number(value) ? json_number_value(value) : otherwise;
}

int jsonl_true(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

int jsonl_is_texts(const json_t *value)
{
	size_t i;
	const json_t *element;

	if (value && !json_is_array(value))
		return 0;
	json_array_foreach(value, i, element)
	{
		if (!json_is_string(element))
			return 0;
	}
	return 1;
}

json_t *jsonl_text(const char *bytes, size_t length)
{
	cleanup_buf struct buf clean = BUF_INIT;

	text_to_utf8(&clean, bytes, length);
	return json_stringn(clean.data, clean.length);
}

json_t *jsonl_points(double points)
{
	/* From here on a double holds no fractions, and an integer may not hold the double. */
	const double most = 1e15;
	double whole = round(points);

	if (fabs(points) < most && fabs(points - whole) < 1e-9)
		return json_integer((json_int_t)whole);
	return json_real(points);
}
