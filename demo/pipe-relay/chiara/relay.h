#ifndef RELAY_H
#define RELAY_H

#include <stddef.h>
#include <sys/types.h>

#define MAX_LEN 1048576

/* line buffer for a file descriptor */
struct linebuf {
	int    fd;
	char   chunk[4096];
	size_t pos, len;
	char  *line;   /* current line without newline */
	size_t size;   /* its length */
	size_t cap;
};

void linebuf_init(struct linebuf *lb, int fd);
void linebuf_free(struct linebuf *lb);
/* 1 = line, 2 = line without newline (end of file), 0 = end of file, -1 = error, -2 = too long */
int  linebuf_next(struct linebuf *lb);

int  send_line(int fd, const char *line, size_t size);
int  worker_main(int in, int out);

#endif
