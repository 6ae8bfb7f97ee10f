#include "harness/scenario/request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"
#include "harness/base/jsonl.h"

static char *text(const json_t *object, const char *key)
{
	const char *value = jsonl_string(object, key, NULL);

	return value ? xstrdup(value) : NULL;
}

static void take_limits(const json_t *limits, struct limits *ret)
{
	ret->cpu_ms = (unsigned)jsonl_number(limits, "cpu_ms", 0);
	ret->memory_mib = (unsigned)jsonl_number(limits, "memory_mb", 0);
	ret->tasks = (unsigned)jsonl_number(limits, "processes", 0);
}

static int take_mechanisms(const json_t *names, filter_mechanisms *ret)
{
	size_t i;
	json_t *name;

	*ret = json_array_size(names) > 0 ? 0 : FILTER_ALL_MECHANISMS;
	json_array_foreach(names, i, name)
	{
		filter_mechanisms bit = filter_mechanism_bit(json_string_value(name));

		if (!bit) {
			warn("no mechanism is called '%s'", json_string_value(name));
			return -EINVAL;
		}
		*ret |= bit;
	}
	return 0;
}

static void take_hidden(const json_t *folders, struct box_options *box)
{
	for (size_t i = 0; i < json_array_size(folders) && i < ROOT_HIDDEN; i++)
		box->hidden[i] = json_string_value(json_array_get(folders, i));
}

static void take_tool(const json_t *tool, struct request *request)
{
	json_t *command = json_object_get(tool, "command");
	size_t count = json_array_size(command);

	if (!tool)
		return;
	request->box.tool = true;
	request->tool = text(tool, "name");
	request->evidence = text(tool, "evidence");
	request->command = xcalloc(count + 1, sizeof(*request->command));
	for (size_t i = 0; i < count; i++)
		request->command[i] = json_string_value(json_array_get(command, i));
}

int request_load(struct request *ret)
{
	const char *path = getenv("PROCTOR_REQUEST");
	struct request request = { .object = NULL };
	json_error_t error;

	if (!path) {
		warn("PROCTOR_REQUEST is not set: scenarios are run by `proctor grade`");
		return -EINVAL;
	}
	request.object = json_load_file(path, 0, &error);
	if (!request.object) {
		warn("%s:%d: %s", path, error.line, error.text);
		return -EINVAL;
	}
	request.programs = text(request.object, "programs");
	request.reference = text(request.object, "reference");
	request.record = text(request.object, "record");
	request.seed = text(request.object, "seed");
	request.only = json_object_get(request.object, "only");
	if (!request.programs || !request.reference || !request.record || !request.seed) {
		warn("%s: programs, reference, record and seed must be there", path);
		return -EINVAL;
	}
	take_limits(json_object_get(request.object, "limits"), &request.box.limits);
	take_hidden(json_object_get(request.object, "hidden"), &request.box);
	request.box.require = isolation_named(jsonl_string(request.object, "require", ""));
	take_tool(json_object_get(request.object, "tool"), &request);
	*ret = request;
	return take_mechanisms(json_object_get(request.object, "mechanisms"), &ret->box.mechanisms);
}
