/*
 * The words that a task waits on in futex(2), and what they are part of.
 */
#include <dirent.h>
#include <string.h>

#include "sandbox/witness_parts.h"

enum { WORDS = 24, BEFORE = 12, MAPPING = 300 };

/* The part of a process's memory that an address lies in. */
struct mapping {
	bool found, shared;
	unsigned long first, last, offset, inode;
	unsigned major, minor;
	char path[MAPPING];
};

static bool parse_mapping(const char *line, struct mapping *ret)
{
	char access[5];
	int at = 0;

	*ret = (struct mapping){ .found = true };
	if (sscanf(line, "%lx-%lx %4s %lx %x:%x %lu %n", &ret->first, &ret->last, access,
		    &ret->offset, &ret->major, &ret->minor, &ret->inode, &at) != 7)
		return false;
	ret->shared = access[3] == 's';
	snprintf(ret->path, sizeof(ret->path), "%.*s", (int)strcspn(line + at, "\n"), line + at);
	return true;
}

static struct mapping find_mapping(const struct task *task, unsigned long address)
{
	struct mapping mapping;
	char line[512];
	FILE *maps;

	snprintf(line, sizeof(line), "/proc/%d/maps", task->tid);
	maps = fopen(line, "re");
	while (maps && fgets(line, sizeof(line), maps))
		if (parse_mapping(line, &mapping) && mapping.first <= address &&
			address < mapping.last) {
			fclose(maps);
			return mapping;
		}
	if (maps)
		fclose(maps);
	return (struct mapping){ .found = false };
}

/*
 * glibc makes a named semaphore under another name, which the mapping keeps for whoever made
 * it, and links it to its own: the name in /dev/shm that has this inode.
 */
static void find_link(struct mapping *mapping)
{
	static const char folder[] = "/dev/shm", prefix[] = "/dev/shm/sem.";
	struct dirent *entry;
	DIR *dir;

	if (strncmp(mapping->path, prefix, strlen(prefix)) != 0)
		return;
	dir = opendir(folder);
	while (dir && (entry = readdir(dir)))
		if (entry->d_ino == mapping->inode)
			snprintf(mapping->path, sizeof(mapping->path), "%s/%s", folder,
				entry->d_name);
	if (dir)
		closedir(dir);
}

/* One word at a time: those around it may lie on a page that is not there. */
static void put_around(FILE *out, const struct task *task, unsigned long address)
{
	fprintf(out, "around\t%d", task->tid);
	for (int i = 0; i < WORDS; i++) {
		unsigned word = 0;

		witness_read(task->tid, address + (unsigned long)(i - BEFORE) * sizeof(word), &word,
			sizeof(word));
		fprintf(out, "\t%u", word);
	}
	fputc('\n', out);
}

/* glibc keeps a mutex's owner, a TID, 8 bytes behind its lock word. */
void witness_write_futex(FILE *out, Dwfl *dwfl, const struct task *task)
{
	unsigned long address = task->arguments[0];
	struct mapping mapping = find_mapping(task, address);
	struct witness_name name;
	unsigned words[3] = { 0 };

	if (!witness_read(task->tid, address, words, sizeof(*words)))
		return;
	witness_read(task->tid, address, words, sizeof(words));
	find_link(&mapping);
	witness_find_name(dwfl, task, address, &name);
	fprintf(out, "word\t%d\t0x%lx\t%u\t%u\t", task->tid, address, words[0], words[2]);
	witness_put(out, name.text);
	fputc('\t', out);
	witness_put(out, name.type);
	fprintf(out, "\t%lu\t%d\t", name.offset, mapping.shared);
	if (mapping.shared)
		fprintf(out, "%u:%u:%lu:%lx\t", mapping.major, mapping.minor, mapping.inode,
			mapping.offset + (address - mapping.first));
	else
		fprintf(out, "%d:%lx\t", task->tgid, address);
	witness_put(out, mapping.path);
	fputc('\n', out);
	put_around(out, task, address);
}
