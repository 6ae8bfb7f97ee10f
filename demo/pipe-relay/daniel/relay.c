#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <ctype.h>
#include <signal.h>
#include <sys/wait.h>

#define READ_END  0
#define WRITE_END 1

int    to_child[64][2];
int    to_parent[64][2];
pid_t  pids[64];

void run_child(int i)
{
    /* child: read from to_child, write to to_parent */
    close(to_parent[i][READ_END]);

    FILE *in  = fdopen(to_child[i][READ_END], "r");
    FILE *out = fdopen(to_parent[i][WRITE_END], "w");
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    while ((len = getline(&line, &size, in)) != -1)
    {
        for (ssize_t k = 0; k < len; k++)
        {
            line[k] = toupper((unsigned char) line[k]);
        }
        fwrite(line, 1, len, out);
        if (fflush(out) != 0)
        {
            _exit(1);
        }
    }
    _exit(0);
}

int main(int argc, char **argv)
{
    int n = 1;
    int c;
    int failed = 0;

    while ((c = getopt(argc, argv, "n:")) != -1)
    {
        char *end = NULL;
        if (c == 'n')
        {
            n = strtol(optarg, &end, 10);
        }
        if (c != 'n' || end == optarg || *end != 0 || n < 1 || n > 64)
        {
            fprintf(stderr, "usage: relay [-n CHILDREN]\n");
            exit(2);
        }
    }
    if (optind < argc)
    {
        fprintf(stderr, "usage: relay [-n CHILDREN]\n");
        exit(2);
    }

    signal(SIGPIPE, SIG_IGN);

    for (int i = 0; i < n; i++)
    {
        if (pipe(to_child[i]) == -1 || pipe(to_parent[i]) == -1)
        {
            perror("pipe");
            exit(1);
        }
        pids[i] = fork();
        if (pids[i] == -1)
        {
            perror("fork");
            exit(1);
        }
        if (pids[i] == 0)
        {
            for (int j = 0; j < i; j++)
            {
                close(to_child[j][WRITE_END]);
                close(to_parent[j][READ_END]);
            }
            run_child(i);
        }
        close(to_child[i][READ_END]);
        close(to_parent[i][WRITE_END]);
    }

    FILE *send[64], *recv[64];
    for (int i = 0; i < n; i++)
    {
        send[i] = fdopen(to_child[i][WRITE_END], "w");
        recv[i] = fdopen(to_parent[i][READ_END], "r");
    }

    char *line = NULL, *back = NULL;
    size_t size = 0, bsize = 0;
    ssize_t len;
    long lines = 0;

    while ((len = getline(&line, &size, stdin)) != -1)
    {
        int i = lines % n;

        if (len - (line[len - 1] == '\n') > 1024 * 1024)
        {
            fprintf(stderr, "relay: line is too long\n");
            failed = 1;
            break;
        }
        fwrite(line, 1, len, send[i]);
        if (line[len - 1] != '\n')
        {
            fputc('\n', send[i]);
        }
        if (fflush(send[i]) != 0)
        {
            perror("write");
            failed = 1;
            break;
        }
        len = getline(&back, &bsize, recv[i]);
        if (len == -1)
        {
            fprintf(stderr, "relay: child %d did not answer\n", i);
            failed = 1;
            break;
        }
        fwrite(back, 1, len, stdout);
        lines++;
    }
    if (!failed)
    {
        printf("lines: %ld\n", lines);
    }
    fflush(stdout);

    for (int i = 0; i < n; i++)
    {
        int status;
        fclose(send[i]);
        fclose(recv[i]);
        waitpid(pids[i], &status, 0);
        if (status != 0)
        {
            fprintf(stderr, "relay: child %d failed\n", i);
            failed = 1;
        }
    }
    free(line);
    free(back);
    return failed;
}
