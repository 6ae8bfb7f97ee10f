#include "sandbox/hierarchy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The trees that are looked at: one a controller of version 1, and that of version 2. */
enum { UNIFIED = HIERARCHY_CONTROLLERS, TREES };

struct tree {
	bool mounted, listed;
	char own[HIERARCHY_PATH]; /* our group, as the kernel names it */
	char root[HIERARCHY_PATH]; /* the group that is mounted, named in the same way */
	char mount[HIERARCHY_PATH]; /* where */
};

struct search {
	struct tree trees[TREES];
	/* The last that was refused, for the sentence. */
	char refused[HIERARCHY_PATH];
	int error;
};

static const char *const names[HIERARCHY_CONTROLLERS] = {
	[HIERARCHY_MEMORY] = "memory",
	[HIERARCHY_PIDS] = "pids",
};

/* Whether a list, separated by any of `separators`, has the word. */
static bool has_word(const char *list, const char *separators, const char *word)
{
	size_t length = strlen(word);

	while (*list) {
		size_t span = strcspn(list, separators);

		if (span == length && memcmp(list, word, length) == 0)
			return true;
		list += span;
		list += strspn(list, separators);
	}
	return false;
}

static bool copy(char to[HIERARCHY_PATH], const char *from)
{
	size_t length = strlen(from);

	if (length >= HIERARCHY_PATH)
		return false;
	memcpy(to, from, length + 1);
	return true;
}

/*** what the kernel says of us ***/

/* One line of /proc/PID/cgroup: NUMBER:CONTROLLERS:PATH. */
static void take_group(struct search *search, char *line)
{
	char *controllers = strchr(line, ':');
	char *path = controllers ? strchr(controllers + 1, ':') : NULL;

	if (!path)
		return;
	*path++ = '\0';
	controllers++;
	/* Outside of our cgroup namespace; nothing of it is mounted for us. */
	if (strncmp(path, "/..", 3) == 0)
		return;
	for (int i = 0; i < TREES; i++) {
		bool here = i == UNIFIED ? !*controllers : has_word(controllers, ",", names[i]);

		if (here && copy(search->trees[i].own, path))
			search->trees[i].listed = true;
	}
}

/* mountinfo writes blanks and backslashes as octal numbers. */
static void unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from; to++) {
		unsigned byte;

		if (*from == '\\' && sscanf(from + 1, "%3o", &byte) == 1 && strlen(from) > 3) {
			*to = (char)byte;
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

/* The folder of our own group: where it is mounted, and what is below the mounted root. */
static bool own_folder(const struct tree *tree, char ret[HIERARCHY_PATH])
{
	size_t root = strcmp(tree->root, "/") == 0 ? 0 : strlen(tree->root);
	const char *below = tree->own + root;
	int length;

	if (!tree->mounted || !tree->listed || strncmp(tree->own, tree->root, root) != 0 ||
		(*below != '/' && *below != '\0'))
		return false;
	if (strcmp(below, "/") == 0)
		below = "";
	length = snprintf(ret, HIERARCHY_PATH, "%s%s", tree->mount, below);
	return length > 0 && length < HIERARCHY_PATH;
}

/* One line of mountinfo: ID PARENT DEVICE ROOT MOUNT OPTIONS … - TYPE SOURCE SUPER-OPTIONS. */
static void take_mount(struct search *search, char *line)
{
	char *rest = strstr(line, " - cgroup");
	char *fields[5], *save = NULL, folder[HIERARCHY_PATH];
	const char *type, *options;

	if (!rest)
		return;
	*rest = '\0';
	type = strtok_r(rest + 3, " ", &save);
	strtok_r(NULL, " ", &save);
	options = strtok_r(NULL, " ", &save);
	for (int i = 0; i < 5; i++) {
		fields[i] = strtok_r(i ? NULL : line, " ", &save);
		if (!fields[i])
			return;
	}
	unescape(fields[3]);
	unescape(fields[4]);
	for (int i = 0; i < TREES; i++) {
		struct tree *tree = &search->trees[i];
		bool here = i == UNIFIED ? strcmp(type, "cgroup2") == 0
					 : strcmp(type, "cgroup") == 0 && options &&
						   has_word(options, ",", names[i]);

		/* A tree may be mounted in pieces: the first that has our group is as good as any.
		 */
		if (here && !own_folder(tree, folder) && copy(tree->root, fields[3]))
			tree->mounted = copy(tree->mount, fields[4]);
	}
}

static int each_line(const char *proc, const char *name, struct search *search,
	void (*take)(struct search *search, char *line))
{
	char path[HIERARCHY_PATH];
	char *line = NULL;
	size_t room = 0;
	ssize_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", proc, name);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	while ((length = getline(&line, &room, file)) > 0) {
		if (line[length - 1] == '\n')
			line[length - 1] = '\0';
		take(search, line);
	}
	free(line);
	fclose(file);
	return 0;
}

/*** whether it may be used ***/

static int may_write(const char *folder, const char *name)
{
	char path[HIERARCHY_PATH + 64];

	snprintf(path, sizeof(path), "%s%s", folder, name);
	return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0 ? -errno : 0;
}

static bool refuse(struct search *search, const char *folder, int error)
{
	copy(search->refused, folder);
	search->error = error;
	return false;
}

/* The beginning of a group's file; empty where there is none. */
static const char *read_file(const char *folder, const char *name, char text[512])
{
	char path[HIERARCHY_PATH + 64];
	ssize_t length = -1;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		length = read(fd, text, 511);
		close(fd);
	}
	text[length > 0 ? length : 0] = '\0';
	return text;
}

static bool file_has_word(const char *folder, const char *name, const char *word)
{
	char text[512];

	return has_word(read_file(folder, name, text), " \n", word);
}

/* In both versions a process is moved only by who may write both groups' lists. */
static bool usable(struct search *search, const char *folder)
{
	int error = may_write(folder, "");

	if (!error)
		error = may_write(folder, "/cgroup.procs");
	return error ? refuse(search, folder, error) : true;
}

/* The root of all, the only group without a type, may hold processes and divide. */
static bool holds_processes(const char *folder)
{
	char text[512];

	return *read_file(folder, "cgroup.type", text) && *read_file(folder, "cgroup.procs", text);
}

/* A "domain threaded" group divides, but only among threads of its own processes. */
static bool takes_processes(struct search *search, const char *folder)
{
	char text[512];

	read_file(folder, "cgroup.type", text);
	if (*text && strcmp(text, "domain\n") != 0)
		return refuse(search, folder, -EBUSY);
	return usable(search, folder);
}

/* Whether a group of version 2 divides a controller among its children, or now does. */
static bool divides(struct search *search, const char *folder, const char *controller, bool change)
{
	char path[HIERARCHY_PATH + 64], text[32];
	bool done;
	int fd;

	if (file_has_word(folder, "cgroup.subtree_control", controller))
		return true;
	if (!change || !file_has_word(folder, "cgroup.controllers", controller))
		return refuse(search, folder, -ENOENT);
	/* The kernel refuses it for memory; for pids it would make us a group of threads. */
	if (holds_processes(folder))
		return refuse(search, folder, -EBUSY);
	snprintf(path, sizeof(path), "%s/cgroup.subtree_control", folder);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return refuse(search, folder, -errno);
	snprintf(text, sizeof(text), "+%s", controller);
	done = write(fd, text, strlen(text)) > 0;
	if (!done)
		refuse(search, folder, -errno);
	close(fd);
	return done;
}

/*** looking ***/

static void find_version_1(
	struct search *search, const struct tree *tree, bool asked_for, struct hierarchy *ret)
{
	char folder[HIERARCHY_PATH];

	if (!own_folder(tree, folder))
		return;
	/* Nobody is ever asked for a group of this version: below the top, it is someone else's. */
	if (!asked_for && strcmp(folder, tree->mount) != 0) {
		refuse(search, folder, -EPERM);
		return;
	}
	if (!usable(search, folder))
		return;
	copy(ret->folder, folder);
	ret->version = 1;
}

/* The nearest group, from ours up to the root, that divides all the wanted controllers. */
static bool find_dividing(struct search *search, unsigned wanted, bool change, char *folder)
{
	size_t root = strlen(search->trees[UNIFIED].mount);

	if (!own_folder(&search->trees[UNIFIED], folder))
		return false;
	for (;;) {
		bool fits = takes_processes(search, folder);

		for (int i = 0; fits && i < HIERARCHY_CONTROLLERS; i++)
			fits = !(wanted & 1U << i) || divides(search, folder, names[i], change);
		if (fits)
			return true;
		if (strlen(folder) <= root)
			return false;
		*strrchr(folder, '/') = '\0';
	}
}

static void find_version_2(
	struct search *search, unsigned wanted, struct hierarchy ret[HIERARCHY_CONTROLLERS])
{
	static const unsigned order[] = {
		1U << HIERARCHY_MEMORY | 1U << HIERARCHY_PIDS,
		1U << HIERARCHY_MEMORY,
		1U << HIERARCHY_PIDS,
	};

	/* What the host's manager has arranged comes before a change of ours. */
	for (size_t i = 0; i < 2 * sizeof(order) / sizeof(*order); i++) {
		unsigned now = order[i / 2] & wanted;
		char folder[HIERARCHY_PATH];

		if (now != order[i / 2] || !find_dividing(search, now, i % 2, folder))
			continue;
		for (int j = 0; j < HIERARCHY_CONTROLLERS; j++) {
			if (!(now & 1U << j))
				continue;
			copy(ret[j].folder, folder);
			ret[j].version = 2;
		}
		return;
	}
}

/* What to do about each kind of refusal. */
static const struct advice {
	int error;
	const char *text;
} advice[] = {
	{ -EPERM,
		"belongs to another program; PROCTOR_CGROUP=memory,pids says that it may be used" },
	{ -ENOENT, "does not divide memory or pids" },
	{ -EBUSY, "holds processes; a service manager has to make a group above it that does not" },
	{ -EROFS, "is mounted read-only" },
	{ -EACCES, "is another user's; with systemd, try systemd-run --user --scope COMMAND" },
};

static int explain(const struct search *search, bool allowed, char *why, size_t room)
{
	const char *text = strerror(-search->error);

	for (size_t i = 0; i < sizeof(advice) / sizeof(*advice); i++)
		if (advice[i].error == search->error)
			text = advice[i].text;
	if (!allowed)
		snprintf(why, room, "PROCTOR_CGROUP does not allow control groups");
	else if (!search->error)
		snprintf(why, room, "no control groups with memory or pids are mounted here");
	else
		snprintf(why, room, "no control group can be made here: %.120s %s", search->refused,
			text);
	return -ENOENT;
}

int hierarchy_find(const char *proc, const char *allowed,
	struct hierarchy ret[HIERARCHY_CONTROLLERS], char *why, size_t room)
{
	struct search search = { .error = 0 };
	unsigned wanted = 0, any = 0;

	memset(ret, 0, HIERARCHY_CONTROLLERS * sizeof(*ret));
	for (int i = 0; i < HIERARCHY_CONTROLLERS; i++)
		if (!allowed || has_word(allowed, ",", names[i]))
			wanted |= 1U << i;
	any = wanted;
	if (wanted) {
		each_line(proc, "cgroup", &search, take_group);
		each_line(proc, "mountinfo", &search, take_mount);
	}
	for (int i = 0; i < HIERARCHY_CONTROLLERS; i++) {
		if (!(wanted & 1U << i) || !search.trees[i].listed)
			continue;
		/* Bound to version 1, it cannot be had in version 2. */
		wanted &= ~(1U << i);
		find_version_1(&search, &search.trees[i], allowed != NULL, &ret[i]);
	}
	if (wanted)
		find_version_2(&search, wanted, ret);
	for (int i = 0; i < HIERARCHY_CONTROLLERS; i++)
		if (ret[i].version)
			return 0;
	return explain(&search, any != 0, why, room);
}
