#include "sandbox/evidence.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/census.h"
#include "sandbox/spins.h"
#include "sandbox/tasks.h"
#include "sandbox/timers.h"
#include "sandbox/witness.h"

enum { CHILDREN = 256 };

static struct tasks_question sample_question(const struct init *init, bool progress)
{
	return (struct tasks_question){
		.reaped_us = init->reaped_us,
		.acts = init->acts,
		.handlers_tell = !init->options.tool,
		.progress = progress,
		.memory_limit_kib = (uint64_t)init->options.limits.memory_mib << 10,
		.segments = init->options.isolation != ISOLATION_PLAIN || init->options.user.own,
	};
}

void evidence_sample(struct init *init)
{
	struct tasks_question question = sample_question(init, init->in.value != 0);
	struct wire_sample sample;

	tasks_sample(&question, &sample);
	memcpy(init->out.payload, &sample, sizeof(sample));
	init->out.length = sizeof(sample);
	serve_answer(init, 0);
}

void evidence_children(struct init *init)
{
	pid_t children[CHILDREN];
	size_t count = tasks_children(init->in.number, children, CHILDREN);

	memcpy(init->out.payload, children, count * sizeof(pid_t));
	init->out.length = (uint32_t)(count * sizeof(pid_t));
	serve_answer(init, (int)count);
}

static void write_witness(const struct init *init, int fd)
{
	witness_write(fd, &init->folder, init->in.value != 0);
}

static void write_spins(const struct init *init, int fd)
{
	spins_write(fd, &init->folder);
}

/* A process of its own: it reads what the student's linker wrote. 0 or a negative errno. */
static int look(struct init *init, int fd, void (*write_it)(const struct init *init, int fd))
{
	pid_t pid = fork();

	if (pid == 0) {
		struct rlimit cpu = { 5, 5 };

		setrlimit(RLIMIT_CPU, &cpu);
		write_it(init, fd);
		_exit(0);
	}
	if (pid < 0)
		return -errno;
	waitpid(pid, NULL, 0);
	return 0;
}

void evidence_witness(struct init *init)
{
	int fd = memfd_create("witness", MFD_CLOEXEC);
	int error = fd < 0 ? -errno : look(init, fd, write_witness);

	if (error && fd >= 0)
		close(fd);
	serve_answer_fd(init, error ? error : fd);
}

void evidence_spins(struct init *init)
{
	int fd = memfd_create("spins", MFD_CLOEXEC);
	/* Of a tool's own code nobody can tell what it does for the program. */
	int error = fd < 0 ? -errno : init->options.tool ? -ENOTSUP : look(init, fd, write_spins);

	/* They are stopped where they spin: now who waits and who holds what can be seen too. */
	init->in.value = 1;
	if (!error)
		error = look(init, fd, write_witness);
	if (error && fd >= 0)
		close(fd);
	serve_answer_fd(init, error ? error : fd);
}

/* Whether a program waits for the answer to a denied call: it looks blocked, and is not. */
static bool someone_asks(const struct init *init)
{
	struct pollfd polled = { init->nursery.listener, POLLIN, 0 };

	return poll(&polled, 1, 0) > 0;
}

void evidence_timers(struct init *init)
{
	struct tasks_question question = sample_question(init, false);
	/* A tool catches every signal, so that each of its processes may have an alarm. */
	struct timers timers = timers_ask(&question, init->in.value != 0 || init->options.tool);

	if (someone_asks(init))
		timers.state = TIMERS_MOVED;
	memcpy(init->out.payload, &timers.until_us, sizeof(timers.until_us));
	init->out.length = sizeof(timers.until_us);
	serve_answer(init, timers.state);
}

static enum census_objects objects_of(const struct init_options *options)
{
	if (options->isolation != ISOLATION_PLAIN)
		return CENSUS_ALL;
	return options->user.own ? CENSUS_OWN : CENSUS_UNKNOWN;
}

void evidence_census(struct init *init)
{
	int fd = memfd_create("census", MFD_CLOEXEC);

	if (fd >= 0)
		census_write(fd, objects_of(&init->options), &init->folder);
	serve_answer_fd(init, fd < 0 ? -errno : fd);
}
