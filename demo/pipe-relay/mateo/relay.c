#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <ctype.h>
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>

#define DEBUG 1

#if DEBUG
#define debug(...) printf(__VA_ARGS__)
#else
#define debug(...)
#endif

int main(int argc, char **argv) {
    int n = 1, opt, i, j, status, rc = 0, lines = 0;
    pid_t pids[64];
    FILE *w[64], *r[64];
    char *line = NULL, *end;
    size_t cap = 0;
    ssize_t len;

    while ((opt = getopt(argc, argv, "n:")) != -1) {
        if (opt == 'n') {
            n = strtol(optarg, &end, 10);
            if (end != optarg && *end == 0 && n >= 1 && n <= 64)
                continue;
        }
        fprintf(stderr, "usage: relay [-n CHILDREN]\n");
        return 2;
    }
    if (optind < argc) {
        fprintf(stderr, "usage: relay [-n CHILDREN]\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    debug("[parent] starting %d children\n", n);

    for (i = 0; i < n; i++) {
        int a[2], b[2];
        if (pipe(a) == -1 || pipe(b) == -1) {
            perror("pipe");
            return 1;
        }
        pids[i] = fork();
        if (pids[i] == -1) {
            perror("fork");
            return 1;
        }
        if (pids[i] == 0) {
            FILE *in, *out;
            for (j = 0; j < i; j++) {
                close(fileno(w[j]));
                close(fileno(r[j]));
            }
            close(a[1]);
            close(b[0]);
            in = fdopen(a[0], "r");
            out = fdopen(b[1], "w");
            while ((len = getline(&line, &cap, in)) > 0) {
                debug("[child %d] got %zd bytes\n", i, len);
                for (j = 0; j < len; j++)
                    line[j] = toupper((unsigned char)line[j]);
                fwrite(line, 1, len, out);
                if (fflush(out) == EOF)
                    exit(1);
            }
            debug("[child %d] end of file\n", i);
            exit(0);
        }
        close(a[0]);
        close(b[1]);
        w[i] = fdopen(a[1], "w");
        r[i] = fdopen(b[0], "r");
    }

    while (rc == 0 && (len = getline(&line, &cap, stdin)) > 0) {
        i = lines % n;
        if (line[len - 1] == '\n')
            len--;
        if (len > 1048576) {
            fprintf(stderr, "relay: line too long\n");
            rc = 1;
            break;
        }
        debug("[parent] line %d goes to child %d\n", lines, i);
        fwrite(line, 1, len, w[i]);
        fputc('\n', w[i]);
        if (fflush(w[i]) == EOF || (len = getline(&line, &cap, r[i])) <= 0) {
            fprintf(stderr, "relay: child %d does not answer\n", i);
            rc = 1;
            break;
        }
        fwrite(line, 1, len, stdout);
        lines++;
    }
    if (rc == 0)
        printf("lines: %d\n", lines);
    fflush(stdout);
    free(line);
    for (i = 0; i < n; i++) {
        fclose(w[i]);
        fclose(r[i]);
    }
    for (i = 0; i < n; i++) {
        waitpid(pids[i], &status, 0);
        if (status != 0) {
            fprintf(stderr, "relay: child %d failed\n", i);
            rc = 1;
        }
    }
    return rc;
}
