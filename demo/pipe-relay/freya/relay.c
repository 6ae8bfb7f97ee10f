#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>

#define BUFSIZE 4096   /* lines are not longer than this */

pid_t pid[64];
FILE *toChild[64];
FILE *fromChild[64];

void childProcess(int readFd, int writeFd) {
    char buffer[BUFSIZE];
    FILE *input = fdopen(readFd, "r");
    FILE *output = fdopen(writeFd, "w");

    while (fgets(buffer, BUFSIZE, input) != NULL) {
        for (int i = 0; buffer[i] != '\0'; i++) {
            buffer[i] = toupper((unsigned char)buffer[i]);
        }
        fputs(buffer, output);
        if (fflush(output) == EOF) {
            _exit(1);
        }
    }
    _exit(0);
}

int startChild(int number) {
    int there[2], back[2];

    if (pipe(there) != 0 || pipe(back) != 0) {
        perror("pipe");
        return 0;
    }
    pid[number] = fork();
    if (pid[number] < 0) {
        perror("fork");
        return 0;
    }
    if (pid[number] == 0) {
        close(there[1]);
        close(back[0]);
        for (int i = 0; i < number; i++) {
            close(fileno(toChild[i]));
            close(fileno(fromChild[i]));
        }
        childProcess(there[0], back[1]);
    }
    close(there[0]);
    close(back[1]);
    toChild[number] = fdopen(there[1], "w");
    fromChild[number] = fdopen(back[0], "r");
    return 1;
}

int main(int argc, char *argv[]) {
    int children = 1;
    int lines = 0;
    int error = 0;
    char buffer[BUFSIZE];

    if (argc == 3 && strcmp(argv[1], "-n") == 0) {
        char *end;
        children = strtol(argv[2], &end, 10);
        if (end == argv[2] || *end != '\0') {
            children = 0;
        }
    } else if (argc != 1) {
        children = 0;
    }
    if (children < 1 || children > 64) {
        fprintf(stderr, "Usage: relay [-n CHILDREN]\n");
        return 2;
    }

    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < children; i++) {
        if (!startChild(i)) {
            return 1;
        }
    }

    while (fgets(buffer, BUFSIZE, stdin) != NULL) {
        int current = lines % children;

        buffer[strcspn(buffer, "\n")] = '\0';
        fprintf(toChild[current], "%s\n", buffer);
        if (fflush(toChild[current]) == EOF) {
            perror("writing to child");
            error = 1;
            break;
        }
        if (fgets(buffer, BUFSIZE, fromChild[current]) == NULL) {
            fprintf(stderr, "no answer from child %d\n", current);
            error = 1;
            break;
        }
        buffer[strcspn(buffer, "\n")] = '\0';
        printf("%s\n", buffer);
        lines++;
    }
    if (!error) {
        printf("lines: %d\n", lines);
    }
    fflush(stdout);

    for (int i = 0; i < children; i++) {
        int status;

        fclose(toChild[i]);
        fclose(fromChild[i]);
        waitpid(pid[i], &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            fprintf(stderr, "child %d ended abnormally\n", i);
            error = 1;
        }
    }
    return error;
}
