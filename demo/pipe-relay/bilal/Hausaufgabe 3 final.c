/* pipe relay -- final version (now really) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <poll.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>

#define LIMIT 1048576

int n = 1, started = 0;
int wr[64], rd[64], pids[64];

/* what still has to go to child i, and what came back and is not printed */
char *out[64]; size_t outlen[64], outcap[64], outpos[64];
char *in[64];  size_t inlen[64], incap[64], inpos[64];

void finish(int code)
{
  int i, st;
  for (i = 0; i < started; i++) { close(wr[i]); close(rd[i]); }
  for (i = 0; i < started; i++) {
    if (waitpid(pids[i], &st, 0) < 0 || st != 0) {
      fprintf(stderr, "relay: child %d ended badly\n", i);
      code = 1;
    }
  }
  for (i = 0; i < n; i++) { free(out[i]); free(in[i]); }
  exit(code);
}

void die(const char *s)
{
  fprintf(stderr, "relay: %s (%s)\n", s, strerror(errno));
  fflush(stdout);
  finish(1);
}

void child(int r, int w)
{
  char b[8192];
  int k, i, j;
  while ((k = read(r, b, sizeof b)) > 0) {
    for (i = 0; i < k; i++)
      if (b[i] >= 'a' && b[i] <= 'z') b[i] -= 32;
    for (i = 0; i < k; i += j) {
      j = write(w, b + i, k - i);
      if (j < 0) _exit(1);
    }
  }
  _exit(k < 0);
}

void add(char **p, size_t *len, size_t *cap, const char *b, size_t k)
{
  while (*len + k > *cap) {
    *cap = *cap ? *cap * 2 : 16384;
    *p = realloc(*p, *cap);
    if (!*p) die("no memory");
  }
  memcpy(*p + *len, b, k);
  *len += k;
}

int main(int argc, char **argv)
{
  int i, j, k;
  char *e = "";
  static char b[65536];

  if (argc == 3 && !strcmp(argv[1], "-n")) {
    n = strtol(argv[2], &e, 10);
    if (!*argv[2]) n = 0;
  }
  else if (argc != 1) n = 0;
  if (n < 1 || n > 64 || *e) {
    fprintf(stderr, "usage: %s [-n 1..64]\n", argv[0]);
    return 2;
  }

  signal(SIGPIPE, SIG_IGN);
  for (i = 0; i < n; i++) {
    int a[2], c[2];
    if (pipe(a) || pipe(c)) die("pipe");
    pids[i] = fork();
    if (pids[i] < 0) die("fork");
    if (pids[i] == 0) {
      for (j = 0; j < i; j++) { close(wr[j]); close(rd[j]); }
      close(a[1]); close(c[0]);
      child(a[0], c[1]);
    }
    close(a[0]); close(c[1]);
    wr[i] = a[1]; rd[i] = c[0];
    started++;
    /* so that write() never blocks me */
    fcntl(wr[i], F_SETFL, O_NONBLOCK);
  }

  long given = 0, printed = 0;
  size_t cur = 0, waiting = 0;
  int eof = 0;

  while (!eof || printed < given) {
    struct pollfd p[129];
    for (i = 0; i < n; i++) {
      p[2*i].fd = rd[i];   p[2*i].events = POLLIN;
      p[2*i+1].fd = outpos[i] < outlen[i] ? wr[i] : -1; p[2*i+1].events = POLLOUT;
    }
    p[2*n].fd = (eof || waiting > 2*LIMIT) ? -1 : 0; p[2*n].events = POLLIN;
    if (poll(p, 2*n+1, -1) < 0) { if (errno == EINTR) continue; die("poll"); }

    if (p[2*n].revents) {
      char *s = b, *q;
      k = read(0, b, sizeof b);
      if (k < 0) die("read");
      if (k == 0) { eof = 1; if (cur > 0) { b[0] = '\n'; k = 1; } }
      while (k > 0) {
        q = memchr(s, '\n', k);
        int part = q ? q - s + 1 : k;
        int c = given % n;
        add(&out[c], &outlen[c], &outcap[c], s, part);
        waiting += part;
        cur += part;
        if (cur - (q != NULL) > LIMIT) die("line longer than 1 MiB");
        if (q) { given++; cur = 0; }
        s += part; k -= part;
      }
    }
    for (i = 0; i < n; i++) {
      if (p[2*i+1].revents) {
        k = write(wr[i], out[i] + outpos[i], outlen[i] - outpos[i]);
        if (k < 0 && errno != EAGAIN && errno != EINTR) die("child is gone");
        if (k > 0) { outpos[i] += k; waiting -= k; }
        if (outpos[i] == outlen[i]) outpos[i] = outlen[i] = 0;
      }
      if (p[2*i].revents) {
        k = read(rd[i], b, sizeof b);
        if (k <= 0) die("child is gone");
        add(&in[i], &inlen[i], &incap[i], b, k);
      }
    }
    while (printed < given) {
      i = printed % n;
      char *q = inlen[i] > inpos[i] ? memchr(in[i] + inpos[i], '\n', inlen[i] - inpos[i]) : NULL;
      if (!q) break;
      size_t l = q + 1 - (in[i] + inpos[i]);
      fwrite(in[i] + inpos[i], 1, l, stdout);
      inpos[i] += l;
      if (inpos[i] == inlen[i]) inpos[i] = inlen[i] = 0;
      printed++;
    }
  }
  printf("lines: %ld\n", printed);
  if (fflush(stdout)) die("stdout");
  finish(0);
}
