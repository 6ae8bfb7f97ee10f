/*
 * Makes a mess of every kind that could outlive a box: processes that will not
 * go, IPC objects, files that are many, deep or closed.
 *
 *	mess NAME KEY FILES DEPTH [no-objects]
 *
 * NAME begins the names of everything that has one, KEY is that of the System V
 * objects, so that whoever looks can tell whose they are; with `no-objects` none
 * is made that has a name on the host.  After each stage a line is printed, "ok STAGE" or "no
 *STAGE: why", so that the keeper can close the box in the midst of it.  The program ends and leaves
 *all of it behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, MAPPED = 256 * PAGE };

static const char *name;
static key_t key;
static int files, depth;
static int objects = 1;

/*** memory and sockets first: the children of later stages hold them too ***/

static int map_memfd(void)
{
	int fd = memfd_create(name, 0);
	char *memory;

	if (fd < 0 || ftruncate(fd, MAPPED) < 0)
		return -1;
	memory = mmap(NULL, MAPPED, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED)
		return -1;
	memset(memory, 1, MAPPED);
	return 0;
}

static int listen_on_path(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	return fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
			       listen(fd, 1) < 0
		       ? -1
		       : 0;
}

static int listen_without_path(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1, "%s", name);
	return fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
			       listen(fd, 1) < 0
		       ? -1
		       : 0;
}

static int listen_on_loopback(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
			       listen(fd, 1) < 0
		       ? -1
		       : 0;
}

static int make_fifos(void)
{
	/* Both ends open, so that the FIFO is in use when the box is closed. */
	return mkfifo("fifo", 0600) < 0 || mkfifo("unused", 0) < 0 || open("fifo", O_RDWR) < 0 ? -1
											       : 0;
}

/*** processes ***/

static void __attribute__((noreturn)) stay(void)
{
	for (;;)
		pause();
}

static int leave_a_daemon(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		setsid();
		if (fork() == 0)
			stay();
		_exit(0);
	}
	return pid < 0 || waitpid(pid, NULL, 0) < 0 ? -1 : 0;
}

static int leave_a_stopped_child(void)
{
	siginfo_t info;
	pid_t pid = fork();

	if (pid == 0) {
		raise(SIGSTOP);
		stay();
	}
	return pid < 0 ? -1 : waitid(P_PID, (id_t)pid, &info, WSTOPPED | WNOWAIT);
}

static int leave_one_that_ignores(void)
{
	sigset_t all;
	pid_t pid = fork();

	if (pid == 0) {
		for (int number = 1; number < NSIG; number++)
			signal(number, SIG_IGN);
		sigfillset(&all);
		sigprocmask(SIG_BLOCK, &all, NULL);
		stay();
	}
	return pid < 0 ? -1 : 0;
}

/* The parent of the one that stays never waits for the one that ends. */
static int leave_a_family(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		prctl(PR_SET_CHILD_SUBREAPER, 1);
		setpgid(0, 0);
		if (fork() == 0)
			_exit(0);
		if (fork() == 0)
			stay();
		stay();
	}
	return pid < 0 ? -1 : 0;
}

/*** objects of the kernel ***/

static int make_sysv(void)
{
	int shm = shmget(key, PAGE, IPC_CREAT | 0600);
	int removed = shmget(IPC_PRIVATE, PAGE, IPC_CREAT | 0600);
	char *memory = shm < 0 ? MAP_FAILED : shmat(shm, NULL, 0);

	if (memory == MAP_FAILED || removed < 0)
		return -1;
	*memory = 1;
	/* Marked as removed, and attached by all children that follow. */
	if (shmat(removed, NULL, 0) == MAP_FAILED || shmctl(removed, IPC_RMID, NULL) < 0)
		return -1;
	return semget(key, 3, IPC_CREAT | 0600) < 0 || msgget(key, IPC_CREAT | 0600) < 0 ? -1 : 0;
}

static int make_posix_shm(void)
{
	char object[128];
	int fd;

	snprintf(object, sizeof(object), "/%s", name);
	fd = shm_open(object, O_RDWR | O_CREAT | O_EXCL, 0600);
	return fd < 0 ? -1 : ftruncate(fd, PAGE);
}

static int make_posix_sem(void)
{
	char object[128];

	snprintf(object, sizeof(object), "/%s", name);
	return sem_open(object, O_CREAT | O_EXCL, 0600, 0) == SEM_FAILED ? -1 : 0;
}

static int make_posix_mq(void)
{
	struct mq_attr attributes = { .mq_maxmsg = 1, .mq_msgsize = 16 };
	char object[128];

	snprintf(object, sizeof(object), "/%s", name);
	return mq_open(object, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes) < 0 ? -1 : 0;
}

/*** files ***/

static int make_file(int folder, const char *path)
{
	int fd = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL, 0600);

	return fd < 0 || write(fd, name, strlen(name)) < 0 || close(fd) < 0 ? -1 : 0;
}

static int make_many_files(void)
{
	int folder = mkdir("many", 0700) < 0 ? -1 : open("many", O_RDONLY | O_DIRECTORY);
	char path[32];

	if (folder < 0)
		return -1;
	for (int i = 0; i < files; i++) {
		snprintf(path, sizeof(path), "a file\n%d", i);
		if (make_file(folder, path) < 0)
			return -1;
	}
	return close(folder);
}

static int make_deep_folders(void)
{
	int folder = open(".", O_RDONLY | O_DIRECTORY);

	for (int i = 0; i < depth && folder >= 0; i++) {
		int inner;

		if (mkdirat(folder, "deep", 0700) < 0)
			return -1;
		inner = openat(folder, "deep", O_RDONLY | O_DIRECTORY);
		close(folder);
		folder = inner;
	}
	return folder < 0 ? -1 : make_file(folder, "bottom");
}

static int make_closed_folders(void)
{
	if (mkdir("closed", 0700) < 0 || mkdir("closed/closed", 0700) < 0 ||
		make_file(AT_FDCWD, "closed/closed/file") < 0 ||
		make_file(AT_FDCWD, "closed/file") < 0)
		return -1;
	return chmod("closed/closed/file", 0) < 0 || chmod("closed/closed", 0) < 0 ||
			       chmod("closed", 0) < 0
		       ? -1
		       : 0;
}

static int make_files_elsewhere(void)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder ? folder : "/tmp", name);
	if (mkdir(path, 0700) < 0)
		return -1;
	strcat(path, "/file");
	return make_file(AT_FDCWD, path);
}

static const struct stage {
	const char *name;
	int (*make)(void);
	int object;
} stages[] = {
	{ "memfd", map_memfd },
	{ "socket", listen_on_path },
	{ "abstract socket", listen_without_path },
	{ "loopback", listen_on_loopback },
	{ "fifo", make_fifos },
	{ "daemon", leave_a_daemon },
	{ "System V", make_sysv, 1 },
	{ "stopped child", leave_a_stopped_child },
	{ "closed folders", make_closed_folders },
	{ "POSIX shared memory", make_posix_shm, 1 },
	{ "child that ignores", leave_one_that_ignores },
	{ "many files", make_many_files },
	{ "POSIX semaphore", make_posix_sem, 1 },
	{ "deep folders", make_deep_folders },
	{ "message queue", make_posix_mq, 1 },
	{ "family", leave_a_family },
	{ "files elsewhere", make_files_elsewhere },
};

int main(int argc, char **argv)
{
	if (argc < 5)
		return 2;
	name = argv[1];
	key = (key_t)strtol(argv[2], NULL, 0);
	files = atoi(argv[3]);
	depth = atoi(argv[4]);
	objects = !argv[5] || strcmp(argv[5], "no-objects") != 0;
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < sizeof(stages) / sizeof(*stages); i++) {
		if ((stages[i].object && !objects) || stages[i].make() == 0)
			printf("ok %s\n", stages[i].name);
		else
			printf("no %s: %s\n", stages[i].name, strerror(errno));
	}
	return 0;
}
