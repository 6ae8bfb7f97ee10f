#include "harness/scenario/request.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/fault.h"
#include "harness/base/jsonl.h"

static char *text(const json_t *object, const char *key)
{
	const char *value = jsonl_string(object, key, NULL);

	return value ? xstrdup(value) : NULL;
}

/* A number that is none of those that a limit can be leaves the default. */
static unsigned limit(const json_t *limits, const char *key)
{
	double number = jsonl_number(limits, key, 0);

	return number >= 0 && number <= INT_MAX ? (unsigned)number : 0;
}

static void take_limits(const json_t *limits, struct limits *ret)
{
	ret->cpu_ms = limit(limits, "cpu_ms");
	ret->memory_mib = limit(limits, "memory_mb");
	ret->tasks = limit(limits, "processes");
}

static int take_mechanisms(const json_t *names, filter_mechanisms *ret)
{
	size_t i;
	json_t *name;

	*ret = json_array_size(names) > 0 ? 0 : FILTER_ALL_MECHANISMS;
	json_array_foreach(names, i, name)
	{
		const char *word = json_is_string(name) ? json_string_value(name) : "";
		filter_mechanisms bit = filter_mechanism_bit(word);

		if (!bit) {
			warn("no mechanism is called '%s'", word);
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

/* The words of a list, NULL-terminated (the caller frees); NULL when one of them is no text. */
static const char **words(const json_t *list)
{
	size_t count = json_array_size(list);
	const char **words = xcalloc(count + 1, sizeof(*words));

	for (size_t i = 0; i < count; i++) {
		words[i] = json_string_value(json_array_get(list, i));
		if (!words[i]) {
			free(words);
			return NULL;
		}
	}
	return words;
}

static int take_tool(const json_t *tool, struct request *request)
{
	if (!tool)
		return 0;
	request->libraries = words(json_object_get(tool, "libraries"));
	request->controller = text(tool, "controller");
	request->output = jsonl_true(tool, "output");
	request->tool = text(tool, "name");
	request->evidence = text(tool, "evidence");
	request->suppressions = text(tool, "suppressions");
	request->command = words(json_object_get(tool, "command"));
	request->environment = words(json_object_get(tool, "environment"));
	request->box.tool = request->command && request->command[0] && !request->controller;
	/* One that is loaded into programs needs no word in front of them. */
	if (!request->tool || !*request->tool || !request->evidence || !request->environment ||
		!request->command || !request->libraries ||
		(!request->command[0] && !request->libraries[0])) {
		warn("a tool has a name, a command and a folder for its evidence");
		return -EINVAL;
	}
	return 0;
}

static int take_object(struct request *request, const char *path)
{
	const json_t *object = request->object;
	int error;

	request->programs = text(object, "programs");
	request->reference = text(object, "reference");
	request->record = text(object, "record");
	request->seed = text(object, "seed");
	request->only = json_object_get(object, "only");
	if (!request->programs || !request->reference || !request->record || !request->seed) {
		warn("%s: programs, reference, record and seed must be there", path);
		return -EINVAL;
	}
	take_limits(json_object_get(object, "limits"), &request->box.limits);
	take_hidden(json_object_get(object, "hidden"), &request->box);
	request->box.require = isolation_named(jsonl_string(object, "require", ""));
	error = take_tool(json_object_get(object, "tool"), request);
	if (error)
		return error;
	return take_mechanisms(json_object_get(object, "mechanisms"), &request->box.mechanisms);
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
	if (take_object(&request, path) < 0) {
		request_release(&request);
		return -EINVAL;
	}
	*ret = request;
	return 0;
}

void request_release(struct request *request)
{
	free(request->programs);
	free(request->reference);
	free(request->record);
	free(request->seed);
	free(request->tool);
	free(request->evidence);
	free(request->suppressions);
	free(request->libraries);
	free(request->controller);
	free(request->command);
	free(request->environment);
	json_decref(request->object);
	*request = (struct request){ .object = NULL };
}
