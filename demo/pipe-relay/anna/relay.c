// Anna, IPC course, assignment 1: pipe relay
//
// My idea: always one line on its way. Write it to child i, read the answer
// from child i, print it, next child. This way nobody can block anybody,
// because the child reads the complete line before it writes.

#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <unistd.h>
#include <sys/types.h>
#include <sys/wait.h>

#define MAX_CHILDREN 64
#define MAX_LINE (1024 * 1024)

typedef struct {
    pid_t pid;
    FILE *in;   // we read answers here
    FILE *out;  // we write lines here
} child_t;

static child_t child[MAX_CHILDREN];
static int nchildren = 0;

static void child_loop(int rfd, int wfd)
{
    FILE *r = fdopen(rfd, "r");
    FILE *w = fdopen(wfd, "w");
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;

    if (r == NULL || w == NULL)
        _exit(1);
    while ((len = getline(&line, &cap, r)) > 0) {
        for (ssize_t i = 0; i < len; i++)
            line[i] = toupper((unsigned char)line[i]);
        if (fwrite(line, 1, len, w) != (size_t)len || fflush(w) != 0)
            _exit(1);
    }
    free(line);
    _exit(0);
}

static int spawn(void)
{
    int down[2], up[2];

    if (pipe(down) == -1 || pipe(up) == -1) {
        perror("pipe");
        return -1;
    }
    pid_t pid = fork();
    if (pid == -1) {
        perror("fork");
        return -1;
    }
    if (pid == 0) {
        // close the pipes of my older brothers, otherwise they never get EOF!
        for (int i = 0; i < nchildren; i++) {
            close(fileno(child[i].in));
            close(fileno(child[i].out));
        }
        close(down[1]);
        close(up[0]);
        child_loop(down[0], up[1]);
    }
    close(down[0]);
    close(up[1]);
    child[nchildren].pid = pid;
    child[nchildren].in = fdopen(up[0], "r");
    child[nchildren].out = fdopen(down[1], "w");
    nchildren++;
    return 0;
}

static int cleanup(void)
{
    int bad = 0;

    for (int i = 0; i < nchildren; i++) {
        fclose(child[i].out);
        fclose(child[i].in);
    }
    for (int i = 0; i < nchildren; i++) {
        int st;
        if (waitpid(child[i].pid, &st, 0) == -1 || !WIFEXITED(st) || WEXITSTATUS(st) != 0)
            bad = 1;
    }
    return bad;
}

static void usage(void)
{
    fprintf(stderr, "usage: relay [-n CHILDREN]   (1..64)\n");
    exit(2);
}

int main(int argc, char *argv[])
{
    int n = 1, opt, err = 0;
    char *end;

    while ((opt = getopt(argc, argv, "n:")) != -1) {
        if (opt != 'n')
            usage();
        long v = strtol(optarg, &end, 10);
        if (*optarg == '\0' || *end != '\0' || v < 1 || v > MAX_CHILDREN)
            usage();
        n = v;
    }
    if (optind != argc)
        usage();

    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < n && !err; i++)
        if (spawn() == -1)
            err = 1;

    char *line = NULL, *answer = NULL;
    size_t cap = 0, acap = 0;
    ssize_t len;
    long count = 0;

    while (!err && (len = getline(&line, &cap, stdin)) > 0) {
        child_t *c = &child[count % n];

        if (line[len - 1] == '\n')
            len--;
        if (len > MAX_LINE) {
            fprintf(stderr, "relay: line too long\n");
            err = 1;
            break;
        }
        fwrite(line, 1, len, c->out);
        fputc('\n', c->out);
        if (fflush(c->out) != 0) {
            perror("relay: writing to child");
            err = 1;
            break;
        }
        len = getline(&answer, &acap, c->in);
        if (len <= 0 || answer[len - 1] != '\n') {
            fprintf(stderr, "relay: child died\n");
            err = 1;
            break;
        }
        fwrite(answer, 1, len, stdout);
        count++;
    }
    if (!err)
        printf("lines: %ld\n", count);
    free(line);
    free(answer);
    if (fflush(stdout) != 0)
        err = 1;
    if (cleanup()) {
        fprintf(stderr, "relay: a child did not exit normally\n");
        err = 1;
    }
    return err;
}
