#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>

struct worker
{
    pid_t pid;
    FILE *send;
    FILE *receive;
    long lines; // how many lines this worker has done
};

struct worker *workers;
int count = 1;

void work(int from, int to)
{
    FILE *f = fdopen(from, "r");
    FILE *t = fdopen(to, "w");
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    while ((length = getline(&line, &size, f)) != -1) {
        for (ssize_t i = 0; i < length; i++)
            putc(toupper((unsigned char)line[i]), t);
        if (fflush(t) != 0)
            _exit(1);
    }
    free(line);
    fclose(f);
    fclose(t);
    _exit(0);
}

void create_workers(void)
{
    workers = malloc(count * sizeof(struct worker));
    for (int i = 0; i < count; i++) {
        int request[2], reply[2];

        if (pipe(request) < 0 || pipe(reply) < 0) {
            perror("relay: pipe");
            exit(1);
        }
        workers[i].pid = fork();
        if (workers[i].pid < 0) {
            perror("relay: fork");
            exit(1);
        }
        if (workers[i].pid == 0) {
            close(request[1]);
            close(reply[0]);
            for (int j = 0; j < i; j++) {
                close(fileno(workers[j].send));
                close(fileno(workers[j].receive));
            }
            work(request[0], reply[1]);
        }
        close(request[0]);
        close(reply[1]);
        workers[i].send = fdopen(request[1], "w");
        workers[i].receive = fdopen(reply[0], "r");
    }
}

int relay_all(void)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    int turn = 0;

    while ((length = getline(&line, &size, stdin)) != -1) {
        struct worker *w = &workers[turn];

        if (line[length - 1] == '\n')
            length--;
        if (length > 1024 * 1024) {
            fprintf(stderr, "relay: line too long\n");
            free(line);
            return 1;
        }
        fwrite(line, 1, length, w->send);
        putc('\n', w->send);
        if (fflush(w->send) != 0 || (length = getline(&line, &size, w->receive)) == -1) {
            fprintf(stderr, "relay: worker %d has died\n", turn);
            free(line);
            return 1;
        }
        fwrite(line, 1, length, stdout);
        w->lines++;
        turn = (turn + 1) % count;
    }
    free(line);
    return 0;
}

int finish(void)
{
    int result = 0;

    for (int i = 0; i < count; i++) {
        int status = 0;

        fclose(workers[i].send);
        fclose(workers[i].receive);
        waitpid(workers[i].pid, &status, 0);
        if (status != 0) {
            fprintf(stderr, "relay: worker %d: wait status %d\n", i, status);
            result = 1;
        }
    }
    free(workers);
    return result;
}

int main(int argc, char **argv)
{
    int result, option;
    char *end;

    while ((option = getopt(argc, argv, "n:")) != -1) {
        count = 0;
        if (option == 'n') {
            count = strtol(optarg, &end, 10);
            if (end == optarg || *end != '\0')
                count = 0;
        }
        if (count < 1 || count > 64) {
            fprintf(stderr, "usage: relay [-n CHILDREN]\n");
            return 2;
        }
    }
    if (optind != argc) {
        fprintf(stderr, "usage: relay [-n CHILDREN]\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    create_workers();
    result = relay_all();
    if (result == 0) {
        long total = 0;
        for (int i = 0; i < count; i++)
            total += workers[i].lines;
        printf("lines: %ld\n", total);
        fflush(stdout);
    }
    if (finish() != 0)
        result = 1;
    return result;
}
