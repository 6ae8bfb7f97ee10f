/*
 * relay.c
 * author: Hana
 *
 * The number of lines is the number of '\n' in the input (like wc -l).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <signal.h>
#include <unistd.h>
#include <ctype.h>
#include <sys/types.h>
#include <sys/wait.h>

#define MAXLINE 1048576

typedef struct {
  int fd;
  char buf[65536];
  int pos;
  int len;
} reader;

/* returns next byte or -1 */
int nextByte(reader *r)
{
  if (r->pos == r->len) {
    do
      r->len = read(r->fd, r->buf, sizeof(r->buf));
    while (r->len < 0 && errno == EINTR);
    r->pos = 0;
    if (r->len <= 0) {
      r->len = 0;
      return -1;
    }
  }
  return (unsigned char) r->buf[r->pos++];
}

/* returns length of line (with newline), 0 at the end, -1 if it is too long */
int readLine(reader *r, char *line)
{
  int n = 0, c;

  while ((c = nextByte(r)) != -1) {
    if (n == MAXLINE && c != '\n')
      return -1;
    line[n++] = c;
    if (c == '\n')
      break;
  }
  return n;
}

int writeAll(int fd, char *p, int n)
{
  while (n > 0) {
    int k = write(fd, p, n);
    if (k < 0)
      return 0;
    p += k;
    n -= k;
  }
  return 1;
}

static char line[MAXLINE + 2];
static reader input;
static reader *answers[64];
static int sendFd[64];
static pid_t pid[64];

int main(int argc, char **argv)
{
  int n = 1, i, j, opt, len, status;
  int failed = 0;
  long newlines = 0, number = 0;
  char *p;

  while ((opt = getopt(argc, argv, "n:")) != -1) {
    if (opt == 'n') {
      n = (int) strtol(optarg, &p, 10);
      if (*p != '\0' || p == optarg)
        n = 0;
    } else {
      n = 0;
    }
    if (n <= 0 || n > 64) {
      fprintf(stderr, "usage: %s [-n CHILDREN]\n", argv[0]);
      return 2;
    }
  }
  if (optind != argc) {
    fprintf(stderr, "usage: %s [-n CHILDREN]\n", argv[0]);
    return 2;
  }

  signal(SIGPIPE, SIG_IGN);
  for (i = 0; i < n; i++) {
    int down[2], up[2];

    if (pipe(down) < 0 || pipe(up) < 0) {
      perror("pipe");
      return 1;
    }
    pid[i] = fork();
    if (pid[i] < 0) {
      perror("fork");
      return 1;
    }
    if (pid[i] == 0) {
      close(down[1]);
      close(up[0]);
      for (j = 0; j < i; j++) {
        close(sendFd[j]);
        close(answers[j]->fd);
      }
      input.fd = down[0];
      while ((len = readLine(&input, line)) > 0) {
        for (j = 0; j < len; j++)
          line[j] = toupper((unsigned char) line[j]);
        if (!writeAll(up[1], line, len))
          _exit(1);
      }
      _exit(0);
    }
    close(down[0]);
    close(up[1]);
    sendFd[i] = down[1];
    answers[i] = calloc(1, sizeof(reader));
    answers[i]->fd = up[0];
  }

  input.fd = 0;
  while ((len = readLine(&input, line)) > 0) {
    i = number % n;
    number++;
    if (line[len - 1] == '\n')
      newlines++;
    else
      line[len++] = '\n';
    if (!writeAll(sendFd[i], line, len)) {
      perror("relay: write");
      failed = 1;
      break;
    }
    len = readLine(answers[i], line);
    if (len <= 0 || line[len - 1] != '\n') {
      fprintf(stderr, "relay: child died\n");
      failed = 1;
      break;
    }
    fwrite(line, 1, len, stdout);
  }
  if (len < 0) {
    fprintf(stderr, "relay: line too long\n");
    failed = 1;
  }
  if (!failed)
    printf("lines: %ld\n", newlines);
  fflush(stdout);

  for (i = 0; i < n; i++) {
    close(sendFd[i]);
    close(answers[i]->fd);
    free(answers[i]);
  }
  for (i = 0; i < n; i++) {
    waitpid(pid[i], &status, 0);
    if (status != 0) {
      fprintf(stderr, "relay: child %d has failed\n", (int) pid[i]);
      failed = 1;
    }
  }
  return failed;
}
