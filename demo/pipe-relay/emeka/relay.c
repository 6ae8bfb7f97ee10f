/*
 * Emeka - relay
 *
 * Part 1: start the children
 * Part 2: send all the lines
 * Part 3: get all the lines back, in the same order
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct kid {
  pid_t pid;
  FILE *to, *from;
};

struct kid kids[64];

static void be_a_kid(FILE *from, FILE *to) {
  char *s = NULL;
  size_t room = 0;
  ssize_t n, i;
  while ((n = getline(&s, &room, from)) > 0) {
    for (i = 0; i < n; ++i) s[i] = toupper((unsigned char)s[i]);
    fwrite(s, 1, n, to);
    if (fflush(to)) _exit(1);
  }
  free(s);
  _exit(0);
}

static int usage() {
  fputs("usage: relay [-n CHILDREN]\n", stderr);
  return 2;
}

int main(int argc, char **argv) {
  long n = 1, i, j, lines = 0;
  int err = 0, st;
  char *rest = "", *s = NULL;
  size_t room = 0;
  ssize_t len;

  if (argc > 1) {
    if (argc != 3 || strcmp(argv[1], "-n") != 0) return usage();
    n = strtol(argv[2], &rest, 10);
    if (rest == argv[2] || *rest || n < 1 || n > 64) return usage();
  }
  signal(SIGPIPE, SIG_IGN);

  /* Part 1 */
  for (i = 0; i < n; ++i) {
    int p[2], q[2];
    if (pipe(p) || pipe(q)) { perror("relay: pipe"); return 1; }
    kids[i].pid = fork();
    if (kids[i].pid < 0) { perror("relay: fork"); return 1; }
    if (kids[i].pid == 0) {
      for (j = 0; j < i; ++j) {
        close(fileno(kids[j].to));
        close(fileno(kids[j].from));
      }
      close(p[1]);
      close(q[0]);
      be_a_kid(fdopen(p[0], "r"), fdopen(q[1], "w"));
    }
    close(p[0]);
    close(q[1]);
    kids[i].to = fdopen(p[1], "w");
    kids[i].from = fdopen(q[0], "r");
  }

  /* Part 2 */
  while (!err && (len = getline(&s, &room, stdin)) > 0) {
    FILE *to = kids[lines % n].to;
    if (s[len - 1] == '\n') --len;
    if (len > 1 << 20) {
      fputs("relay: line too long\n", stderr);
      err = 1;
      break;
    }
    fwrite(s, 1, len, to);
    fputc('\n', to);
    if (fflush(to)) {
      perror("relay: child");
      err = 1;
    }
    ++lines;
  }

  /* Part 3 */
  for (i = 0; i < lines && !err; ++i) {
    len = getline(&s, &room, kids[i % n].from);
    if (len > 0) {
      fwrite(s, 1, len, stdout);
    } else {
      fputs("relay: a line did not come back\n", stderr);
      err = 1;
    }
  }
  if (!err) printf("lines: %ld\n", lines);
  fflush(stdout);
  free(s);

  for (i = 0; i < n; ++i) {
    fclose(kids[i].to);
    fclose(kids[i].from);
  }
  for (i = 0; i < n; ++i) {
    waitpid(kids[i].pid, &st, 0);
    if (st) {
      fprintf(stderr, "relay: child %ld: status %d\n", i, st);
      err = 1;
    }
  }
  return err;
}
