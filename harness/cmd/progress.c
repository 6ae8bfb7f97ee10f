#include "harness/cmd/progress.h"

#include <stdio.h>
#include <string.h>

#include "harness/cmd/screen.h"

enum { BAR = 30 };

/* Back to the line's start, and clear it (ECMA-48 EL). */
#define CLEAR "\r\033[K"

static double since(const struct timespec *begun)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - begun->tv_sec) + (double)(now.tv_nsec - begun->tv_nsec) / 1e9;
}

static void draw(const struct progress *progress, size_t done)
{
	size_t filled = progress->total ? done * BAR / progress->total : BAR;
	size_t here = done - progress->before;
	double left =
		here ? since(&progress->begun) / (double)here * (double)(progress->total - done)
		     : 0;

	fputs(CLEAR "[", stderr);
	for (size_t i = 0; i < BAR; i++)
		fputc(i < filled ? '#' : '.', stderr);
	fprintf(stderr, "] %zu of %zu", done, progress->total);
	if (here && done < progress->total)
		fprintf(stderr, ", %d:%02d left", (int)left / 60, (int)left % 60);
	fflush(stderr);
}

void progress_begin(struct progress *progress, size_t total, size_t before)
{
	*progress = (struct progress){
		.bar = screen_has_progress(),
		.total = total,
		.before = before,
	};
	clock_gettime(CLOCK_MONOTONIC, &progress->begun);
	if (progress->bar)
		draw(progress, before);
}

void progress_step(const struct progress *progress, size_t done, const char *what)
{
	if (progress->bar)
		draw(progress, done);
	else
		fprintf(stderr, "[%zu/%zu] %s\n", done, progress->total, what);
}

void progress_end(const struct progress *progress)
{
	if (progress->bar)
		fputs(CLEAR, stderr);
}
