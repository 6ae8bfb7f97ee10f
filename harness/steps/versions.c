#include "harness/steps/versions.h"

#include <seccomp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/utsname.h>

#include "harness/analyse/analyser.h"
#include "harness/base/buf.h"
#include "harness/base/cleanup.h"
#include "harness/base/command.h"
#include "harness/base/fault.h"

static void add(json_t *list, const char *name, const char *version)
{
	json_array_append_new(list, json_pack("{s:s, s:s}", "name", name, "version", version));
}

static bool has(const json_t *list, const char *name)
{
	size_t i;
	json_t *entry;

	json_array_foreach(list, i,
		entry) if (strcmp(json_string_value(json_object_get(entry, "name")), name) ==
			   0) return true;
	return false;
}

static void add_gcc(json_t *list)
{
	cleanup_buf struct buf output = BUF_INIT;
	const char *const argv[] = { "gcc", "-dumpfullversion", NULL };
	int status;

	if (command_run(&(struct command){ .argv = argv }, &output, &status) || status != 0)
		return;
	output.data[strcspn(output.data, "\n")] = '\0';
	add(list, "gcc", output.data);
}

static json_t *find(void)
{
	json_t *list = json_array();
	const struct scmp_version *seccomp = seccomp_version();
	cleanup_free char *libseccomp =
		xasprintf("%u.%u.%u", seccomp->major, seccomp->minor, seccomp->micro);
	struct utsname host;

	add(list, "proctor", PROCTOR_VERSION);
	add_gcc(list);
	registry_each (analysers, analyser, a) {
		cleanup_free char *version =
			a->program && !has(list, a->program) ? analyser_version(a) : NULL;

		if (version)
			add(list, a->program, version);
	}
	add(list, "libseccomp", libseccomp);
	if (uname(&host) == 0)
		add(list, "linux", host.release);
	return list;
}

json_t *versions_json(void)
{
	static json_t *found;

	if (!found)
		found = find();
	return json_incref(found);
}
