/* Lena, group 4. I renamed some things at the end to make it easier to read. */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX 64

struct child {
    pid_t pid;
    int fd_out;
    FILE *in;
};

struct child children[MAX];
int num_children = 1;

void child_main(int in, int out)
{
    FILE *f = fdopen(in, "r");
    char *buf = NULL;
    size_t n = 0;
    ssize_t len;

    while ((len = getline(&buf, &n, f)) > 0) {
        for (int i = 0; i < len; i++)
            buf[i] = toupper(buf[i]);
        write(out, buf, len);
    }
    _exit(0);
}

void make_children()
{
    for (int i = 0; i < num_children; i++) {
        int p[2], q[2];
        pipe(p);
        pipe(q);
        children[i].pid = fork();
        if (children[i].pid == 0) {
            for (int j = 0; j < i; j++) {
                close(children[j].fd_out);
                fclose(children[j].in);
            }
            close(p[1]);
            close(q[0]);
            child_main(p[0], q[1]);
        }
        close(p[0]);
        close(q[1]);
        childs[i].fd_out = p[1];
        childs[i].in = fdopen(q[0], "r");
    }
}

int main(int argc, char *argv[])
{
    char *line = NULL;
    size_t n = 0;
    ssize_t len;
    int count = 0;

    if (argc > 2 && strcmp(argv[1], "-n") == 0)
        num_children = atoi(argv[2]);
    if (num_children < 1 || num_children > MAX) {
        fprintf(stderr, "usage: relay [-n CHILDREN]\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    make_children();
    while ((len = getline(&line, &n, stdin)) > 0) {
        int i = count % num_children;
        write(children[i].fd_out, line, len);
        if (line[len - 1] != '\n')
            write(children[i].fd_out, "\n", 1);
        len = getline(&line, &n, children[i].in);
        fwrite(line, 1, len, stdout);
        count++
    }
    printf("lines: %d\n", count);
    for (int i = 0; i < num_children; i++) {
        close(children[i].fd_out);
        waitpid(children[i].pid, NULL, 0);
    }
    return 0;
}
