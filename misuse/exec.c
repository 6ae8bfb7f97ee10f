/*
 * Becoming another program: what stays open, what is seen of the new one.
 */
#include <alloca.h>
#include <errno.h>
#include <spawn.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "misuse/misuse.h"

extern char **environ;

MISUSE_NEXT(execve);
MISUSE_NEXT(execvpe);
MISUSE_NEXT(fexecve);
MISUSE_NEXT(posix_spawn);
MISUSE_NEXT(posix_spawnp);

enum { MOST_SETTINGS = 1000 };

static bool has(char *const *environment, size_t count, const char *setting)
{
	const size_t length = strcspn(setting, "=") + 1;

	for (size_t i = 0; i < count; i++)
		if (strncmp(environment[i], setting, length) == 0)
			return true;
	return false;
}

static size_t count_words(char *const *words)
{
	size_t count = 0;

	while (words && words[count])
		count++;
	return count;
}

/*
 * The environment, with what the new program needs to be seen too where a program hands over one of
 * its own; into `room`, of two more words than the environment has.
 */
static char *const *with_settings(char *const *environment, size_t count, char **room)
{
	const char *const *setting = misuse_settings();
	const size_t before = count;

	if (count > MOST_SETTINGS)
		return environment;
	memcpy(room, environment, count * sizeof(*room));
	for (; *setting; setting++)
		if (!has(environment, before, *setting))
			memcpy(&room[count++], setting, sizeof(*room));
	room[count] = NULL;
	return room;
}

/* A macro: the room must outlive the call, and be gone when exec fails. */
#define WITH_SETTINGS(environment_)                                                                \
	with_settings((environment_), count_words(environment_),                                   \
		alloca((count_words(environment_) + 3) * sizeof(char *)))

static void before(uintptr_t place, char *const *arguments, char *const *environment)
{
	misuse_stream_descriptor(-1);
	misuse_descriptors_exec(place, arguments, environment);
}

static int failed(void)
{
	const int error = errno;

	misuse_log("exec-failed", NULL, 0);
	misuse_stream_exec_failed();
	errno = error;
	return -1;
}

static int become(
	const char *path, char *const *arguments, char *const *environment, uintptr_t place)
{
	before(place, arguments, environment);
	misuse_next(execve)(path, arguments, WITH_SETTINGS(environment));
	return failed();
}

static int become_found(
	const char *name, char *const *arguments, char *const *environment, uintptr_t place)
{
	before(place, arguments, environment);
	misuse_next(execvpe)(name, arguments, WITH_SETTINGS(environment));
	return failed();
}

MISUSE_API int execve(const char *path, char *const *arguments, char *const *environment)
{
	return become(path, arguments, environment, MISUSE_HERE);
}

MISUSE_API int execv(const char *path, char *const *arguments)
{
	return become(path, arguments, environ, MISUSE_HERE);
}

MISUSE_API int execvp(const char *name, char *const *arguments)
{
	return become_found(name, arguments, environ, MISUSE_HERE);
}

MISUSE_API int execvpe(const char *name, char *const *arguments, char *const *environment)
{
	return become_found(name, arguments, environment, MISUSE_HERE);
}

MISUSE_API int fexecve(int fd, char *const *arguments, char *const *environment)
{
	before(MISUSE_HERE, arguments, environment);
	misuse_next(fexecve)(fd, arguments, WITH_SETTINGS(environment));
	return failed();
}

/*** a list of arguments ***/

static size_t count_list(va_list list)
{
	size_t count = 1;

	while (va_arg(list, char *))
		count++;
	return count;
}

/* Takes the list behind its first word into words[], with its NULL. */
static void take_list(char **words, const char *first, va_list *list)
{
	size_t count = 0;
	const char *word = first;

	for (;;) {
		memcpy(&words[count++], &word, sizeof(word));
		if (!word)
			return;
		word = va_arg(*list, const char *);
	}
}

/* What follows the list's NULL is read on from where take_list() has stopped. */
#define WITH_WORDS(first_, words_, list_)                                                          \
	char **words_;                                                                             \
	va_list list_;                                                                             \
                                                                                                   \
	va_start(list_, first_);                                                                   \
	words_ = alloca((count_list(list_) + 1) * sizeof(*words_));                                \
	va_end(list_);                                                                             \
	va_start(list_, first_);                                                                   \
	take_list(words_, first_, &list_)

MISUSE_API int execl(const char *path, const char *first, ...)
{
	const uintptr_t place = MISUSE_HERE;
	WITH_WORDS(first, words, list);
	va_end(list);
	return become(path, words, environ, place);
}

MISUSE_API int execlp(const char *name, const char *first, ...)
{
	const uintptr_t place = MISUSE_HERE;
	WITH_WORDS(first, words, list);
	va_end(list);
	return become_found(name, words, environ, place);
}

MISUSE_API int execle(const char *path, const char *first, ...)
{
	const uintptr_t place = MISUSE_HERE;
	char *const *environment;
	WITH_WORDS(first, words, list);
	environment = va_arg(list, char *const *);
	va_end(list);
	return become(path, words, environment, place);
}

/*** posix_spawn(3) ***/

MISUSE_API int posix_spawn(pid_t *restrict pid, const char *restrict path,
	const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *restrict attributes,
	char *const *restrict arguments, char *const *restrict environment)
{
	pid_t child = 0;
	const int error = misuse_next(posix_spawn)(
		&child, path, actions, attributes, arguments, WITH_SETTINGS(environment));

	if (error == 0 && misuse_is_at_home())
		misuse_child_add(child, MISUSE_HERE);
	if (error == 0 && pid)
		*pid = child;
	return error;
}

MISUSE_API int posix_spawnp(pid_t *restrict pid, const char *restrict name,
	const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *restrict attributes,
	char *const *restrict arguments, char *const *restrict environment)
{
	pid_t child = 0;
	const int error = misuse_next(posix_spawnp)(
		&child, name, actions, attributes, arguments, WITH_SETTINGS(environment));

	if (error == 0 && misuse_is_at_home())
		misuse_child_add(child, MISUSE_HERE);
	if (error == 0 && pid)
		*pid = child;
	return error;
}
