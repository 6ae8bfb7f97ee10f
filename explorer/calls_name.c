/*
 * Names: of files, and keys of System V.  Whether one is there is how some programs
 * lock and tell (O_EXCL, a file that appears), so who finds or misses a name knows what was
 * done before it was made or removed.
 *
 * One object for all of them: a name has many ways to it (links, folders that are renamed).
 */
#include <fcntl.h>
#include <sys/ipc.h>

#include "explorer/calls.h"
#include "explorer/raw.h"

static object_key names_key(void)
{
	return key_make(KEY_NAMES, 0, 0);
}

long name_looked_for(struct call *call)
{
	struct masked masked = step_begin(OP_NAME, names_key(), call->place);
	long result = call_make(call);

	clock_acquire(names_key());
	step_asked(&masked, result < 0 ? result : 0);
	return result;
}

long name_changed(struct call *call)
{
	struct masked masked = step_begin(OP_NAME, names_key(), call->place);
	long result = call_make(call);

	clock_acquire(names_key());
	if (result < 0) {
		step_asked(&masked, result);
		return result;
	}
	clock_release(names_key());
	step_end(&masked, names_key(), 0);
	return result;
}

static long on_get(struct call *call)
{
	long flags = call->number == SYS_msgget ? call->args[1] : call->args[2];

	return flags & IPC_CREAT ? name_changed(call) : name_looked_for(call);
}

static long on_mq_open(struct call *call)
{
	return call->args[1] & O_CREAT ? name_changed(call) : name_looked_for(call);
}

/* Of a segment: its key and its number go. */
static long on_shmctl(struct call *call)
{
	return call->args[1] == IPC_RMID ? name_changed(call) : name_looked_for(call);
}

const struct call_entry calls_name[] = {
	{ SYS_access, name_looked_for },
	{ SYS_faccessat, name_looked_for },
	{ SYS_faccessat2, name_looked_for },
	{ SYS_stat, name_looked_for },
	{ SYS_lstat, name_looked_for },
	{ SYS_fstat, name_looked_for }, /* how long it is: what ftruncate(2) tells */
	{ SYS_newfstatat, name_looked_for },
	{ SYS_statx, name_looked_for },
	{ SYS_readlink, name_looked_for },
	{ SYS_readlinkat, name_looked_for },
	{ SYS_getdents, name_looked_for },
	{ SYS_getdents64, name_looked_for },
	{ SYS_creat, name_changed },
	{ SYS_mknod, name_changed },
	{ SYS_mknodat, name_changed },
	{ SYS_mkdir, name_changed },
	{ SYS_mkdirat, name_changed },
	{ SYS_rmdir, name_changed },
	{ SYS_link, name_changed },
	{ SYS_linkat, name_changed },
	{ SYS_symlink, name_changed },
	{ SYS_symlinkat, name_changed },
	{ SYS_unlink, name_changed },
	{ SYS_unlinkat, name_changed },
	{ SYS_rename, name_changed },
	{ SYS_renameat, name_changed },
	{ SYS_renameat2, name_changed },
	{ SYS_truncate, name_changed },
	{ SYS_ftruncate, name_changed },
	{ SYS_fallocate, name_changed },
	{ SYS_shmget, on_get },
	{ SYS_semget, on_get },
	{ SYS_msgget, on_get },
	{ SYS_shmctl, on_shmctl },
	{ SYS_mq_open, on_mq_open },
	{ SYS_mq_unlink, name_changed },
	{ -1, NULL },
};
