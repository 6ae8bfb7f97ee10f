/*
 * box: the sandbox from a shell.
 *
 * Runs one program in a box with the shell's standard streams, says on stderr
 * how it ended and what it left, and ends as the program did.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/box.h"
#include "sandbox/root.h"

enum { EXIT_USAGE = 2, EXIT_BROKEN = 3, EXIT_LIMIT = 124, EXIT_NOT_STARTED = 127, PUTS = 64 };

struct request {
	struct box_options options;
	const char *puts[PUTS];
	size_t puts_count;
	bool quiet;
	bool through; /* output passes through us */
	bool witness;
	char **argv;
};

static const char help[] =
	"usage: box [options] -- PROGRAM [ARG ...]\n"
	"Runs PROGRAM in fresh namespaces with a private root, limits and a seccomp filter.\n"
	"A PROGRAM with a slash is copied to " ROOT_WORK " and run there; other names are looked\n"
	"up in /usr/bin. Standard input, output and error are the shell's.\n"
	"\n"
	"  --cpu MS          CPU time of all tasks together (10000)\n"
	"  --idle MS         time spent only waiting for timers (10000)\n"
	"  --wall MS         all of it, the last resort (300000)\n"
	"  --memory MIB      resident memory of all tasks together (512)\n"
	"  --tasks N         processes and threads at once (128)\n"
	"  --disk MIB        size of each writable file system (128)\n"
	"  --put FILE[:DST]  copy FILE of this host to DST (default " ROOT_WORK "/NAME)\n"
	"  --allow LIST      mechanisms that are let through, as pipe,sysv-sem (default: all)\n"
	"  --output KIB      let standard output and error pass through the box's keeper, which "
	"ends\n"
	"                    a program that prints more than KIB to one of them\n"
	"  --require MODE    refuse less isolation than this: full, root or plain (default: "
	"plain)\n"
	"  --witness         of a deadlock: say where every task waits and what it holds;\n"
	"                    of CPU time that is used up: where it went\n"
	"  --quiet           do not say how it ended\n"
	"  --help            this text\n"
	"\n"
	"Exit status: the program's; 128+N when signal N killed it; 124 when a limit or a\n"
	"deadlock ended it; 127 when it could not be started; 2 usage; 3 no box here.\n"
	"With standard input from a file or /dev/null, a program that waits for ever is ended\n"
	"as soon as nothing can wake it any more.\n";

static void __attribute__((noreturn)) usage(const char *what, const char *word)
{
	fprintf(stderr, "box: %s '%s' (box --help)\n", what, word);
	exit(EXIT_USAGE);
}

static unsigned number(const char *word)
{
	char *end;
	unsigned long value = strtoul(word, &end, 10);

	if (*word < '0' || *word > '9' || *end || value == 0 || value > 1000000000)
		usage("not a number above 0:", word);
	return (unsigned)value;
}

static filter_mechanisms mechanisms(char *list)
{
	filter_mechanisms set = 0;

	for (char *name = strtok(list, ","); name; name = strtok(NULL, ",")) {
		filter_mechanisms bit = filter_mechanism_bit(name);

		if (!bit)
			usage("no such mechanism:", name);
		set |= bit;
	}
	return set;
}

static const struct option options[] = {
	{ "cpu", required_argument, NULL, 'c' },
	{ "idle", required_argument, NULL, 'i' },
	{ "wall", required_argument, NULL, 'w' },
	{ "memory", required_argument, NULL, 'm' },
	{ "tasks", required_argument, NULL, 't' },
	{ "disk", required_argument, NULL, 'd' },
	{ "put", required_argument, NULL, 'p' },
	{ "allow", required_argument, NULL, 'a' },
	{ "output", required_argument, NULL, 'o' },
	{ "require", required_argument, NULL, 'r' },
	{ "witness", no_argument, NULL, 'W' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static void take_option(struct request *request, int option)
{
	struct limits *limits = &request->options.limits;

	switch (option) {
	case 'c':
		limits->cpu_ms = number(optarg);
		break;
	case 'i':
		limits->idle_ms = number(optarg);
		break;
	case 'w':
		limits->wall_ms = number(optarg);
		break;
	case 'm':
		limits->memory_mib = number(optarg);
		break;
	case 't':
		limits->tasks = number(optarg);
		break;
	case 'd':
		limits->disk_mib = number(optarg);
		break;
	case 'p':
		if (request->puts_count == PUTS)
			usage("too many files to --put, at", optarg);
		request->puts[request->puts_count++] = optarg;
		break;
	case 'a':
		request->options.mechanisms = mechanisms(optarg);
		break;
	case 'o':
		limits->output_kib = number(optarg);
		request->through = true;
		break;
	case 'r':
		request->options.require = isolation_named(optarg);
		if (request->options.require == ISOLATION_ANY)
			usage("no such isolation mode:", optarg);
		break;
	case 'W':
		request->witness = true;
		break;
	case 'q':
		request->quiet = true;
		break;
	case 'h':
		fputs(help, stdout);
		exit(0);
	default:
		exit(EXIT_USAGE); /* getopt has said what */
	}
}

static void parse(struct request *request, int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1)
		take_option(request, option);
	if (optind == argc)
		usage("no PROGRAM after", argv[argc - 1]);
	request->argv = &argv[optind];
}

static void __attribute__((noreturn)) broken(const char *what, int error)
{
	fprintf(stderr, "box: %s: %s\n", what, strerror(-error));
	exit(EXIT_BROKEN);
}

static void put(struct box *box, const char *argument, char *ret_path, size_t room)
{
	char host[1024];
	const char *colon = strchr(argument, ':');
	const char *base;
	struct stat status;
	int error;

	snprintf(host, sizeof(host), "%.*s",
		(int)(colon ? colon - argument : (long)strlen(argument)), argument);
	base = strrchr(host, '/');
	if (colon)
		snprintf(ret_path, room, "%s", colon + 1);
	else
		snprintf(ret_path, room, "%s/%s", ROOT_WORK, base ? base + 1 : host);
	error = stat(host, &status) < 0 ? -errno
					: box_put_file(box, ret_path, host, status.st_mode & 0777);
	if (error == -ENOENT || error == -EACCES || error == -EISDIR) {
		fprintf(stderr, "box: cannot read %s: %s\n", host, strerror(-error));
		exit(EXIT_USAGE);
	}
	if (error)
		broken(ret_path, error);
}

/* Whether whoever reads our output has left room: else a program may wait for that reader. */
static bool has_room(int fd)
{
	struct pollfd polled = { .fd = fd, .events = POLLOUT };
	struct stat status;

	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		return true;
	return poll(&polled, 1, 0) == 1;
}

/* Whether nobody outside of the box could still do something for the program. */
static bool nobody_outside(void)
{
	struct stat status;

	return fstat(0, &status) == 0 &&
	       (S_ISREG(status.st_mode) || (S_ISCHR(status.st_mode) && !isatty(0))) &&
	       has_room(1) && has_room(2);
}

static void tell_witness(struct box *box)
{
	char *text = NULL;

	if (box_witness(box, (struct outcome){ OUTCOME_DEADLOCKED, 0 }, &text) == 0)
		fputs(text, stderr);
	free(text);
}

/*
 * Runs until the program and all that it started have ended; `*ret_left` is what
 * was left when the program itself had.
 */
static void run_to_the_end(
	struct box *box, const struct box_peer *peer, bool witness, char **ret_left)
{
	/* Whoever types at our terminal is not heard of by us: look again now and then. */
	enum { LOOK_AGAIN_US = 50000 };
	enum box_rest rest;
	bool alone;

	for (;;) {
		int error = box_settle_for_good(box, &rest);

		if (error) {
			box_close(box);
			broken(box_trouble(error), error);
		}
		if (peer->outcome.kind != OUTCOME_RUNNING && !*ret_left)
			box_census(box, ret_left);
		if (rest == BOX_EMPTY)
			return;
		alone = nobody_outside();
		if (alone && witness && peer->outcome.kind == OUTCOME_RUNNING)
			tell_witness(box);
		if (alone || peer->outcome.kind != OUTCOME_RUNNING)
			box_condemn(box, (struct outcome){ OUTCOME_DEADLOCKED, 0 });
		else
			box_pump(box, LOOK_AGAIN_US);
	}
}

static void tell_denial(const struct box_denial *denial)
{
	char text[OUTCOME_TEXT_MAX];

	fprintf(stderr, ", %s",
		outcome_text(
			(struct outcome){ OUTCOME_DENIED, policy_rules[denial->rule].call }, text));
	if (denial->line)
		fprintf(stderr, " at %s:%u", denial->file, denial->line);
}

static void tell_spins(const struct box *box)
{
	if (box_spins(box))
		fputs(box_spins(box), stderr);
}

static void tell(struct box *box, const struct box_peer *peer, const char *left)
{
	struct box_figures figures;
	char text[OUTCOME_TEXT_MAX];

	box_figures(box, &figures);
	fprintf(stderr, "box: %s, %lld ms of CPU time", outcome_text(peer->outcome, text),
		(long long)figures.cpu_us / 1000);
	if (figures.orphans)
		fprintf(stderr, ", %u not waited for", figures.orphans);
	for (size_t i = 0; i < figures.denials_count; i++)
		tell_denial(&figures.denials[i]);
	fprintf(stderr, ", isolation %s\n%s", isolation_name(box_isolation(box)), left);
}

static int exit_status(struct outcome outcome)
{
	if (outcome.kind == OUTCOME_EXITED)
		return outcome.value;
	if (outcome.kind == OUTCOME_SIGNALLED)
		return 128 + outcome.value;
	return outcome.kind == OUTCOME_NOT_STARTED ? EXIT_NOT_STARTED : EXIT_LIMIT;
}

/* With the shell's own output and error, or with pipes that end here. */
static int start(struct box *box, const struct request *request, struct capture outputs[2],
	struct box_peer **ret)
{
	struct box_program program = { .argv = (const char *const *)request->argv,
		.fds = { 0, 1, 2 } };
	int ends[2] = { -1, -1 };
	int error = 0;

	for (int i = 0; i < 2 && request->through && !error; i++) {
		size_t cap = (size_t)request->options.limits.output_kib << 10;

		error = stream_pipe_out(&outputs[i], cap, &ends[i]);
		program.fds[1 + i] = ends[i];
		if (!error)
			error = box_watch_capture(box, &outputs[i]);
	}
	if (!error)
		error = box_start(box, &program, ret);
	for (int i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
	return error;
}

static void pass_on(struct capture *capture, int fd)
{
	size_t done = 0;

	while (done < capture->length) {
		ssize_t put = write(fd, capture->bytes + done, capture->length - done);

		if (put < 0 && errno != EINTR)
			break;
		done += put > 0 ? (size_t)put : 0;
	}
	capture_release(capture);
}

int main(int argc, char **argv)
{
	struct request request = { .options = { .mechanisms = FILTER_ALL_MECHANISMS } };
	char why[BOX_WHY];
	char path[4096];
	struct box *box;
	struct box_peer *peer;
	struct capture outputs[2] = { { .fd = -1 }, { .fd = -1 } };
	char *left = NULL;
	int status;

	parse(&request, argc, argv);
	if (box_open(&box, &request.options, why) < 0) {
		fprintf(stderr, "box: %s\n", why);
		return EXIT_BROKEN;
	}
	for (size_t i = 0; i < request.puts_count; i++)
		put(box, request.puts[i], path, sizeof(path));
	if (strchr(request.argv[0], '/') && strncmp(request.argv[0], "/usr/", 5) != 0 &&
		strncmp(request.argv[0], "/bin/", 5) != 0) {
		put(box, request.argv[0], path, sizeof(path));
		request.argv[0] = path;
	}
	status = start(box, &request, outputs, &peer);
	if (status < 0)
		broken("cannot start the program", status);
	run_to_the_end(box, peer, request.witness, &left);
	pass_on(&outputs[0], STDOUT_FILENO);
	pass_on(&outputs[1], STDERR_FILENO);
	if (request.witness)
		tell_spins(box);
	if (!request.quiet)
		tell(box, peer, left ? left : "");
	status = exit_status(peer->outcome);
	free(left);
	box_close(box);
	return status;
}
