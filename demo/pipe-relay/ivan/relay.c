#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <ctype.h>
#include <unistd.h>
#include <sys/wait.h>

#define DIE(msg) do { perror(msg); return 1; } while (0)

struct Child { pid_t pid; int w; FILE *r; } ch[64];

int toupper_child(int in, int out)
{
	FILE *f = fdopen(in, "r");
	char *s = 0; size_t cap = 0; ssize_t len, done, k;

	while ((len = getline(&s, &cap, f)) > 0) {
		for (k = 0; k < len; k++) s[k] = toupper((unsigned char)s[k]);
		for (done = 0; done < len; done += k)
			if ((k = write(out, s + done, len - done)) == -1) return 1;
	}
	free(s);
	return 0;
}

int main(int argc, char *argv[])
{
	int n = 1, i, j, opt, st, ret = 0;
	char *s = 0, *ans = 0, *e; size_t cap = 0, acap = 0; ssize_t len, done, k;
	unsigned long lines = 0;

	while ((opt = getopt(argc, argv, "n:")) != -1) {
		if (opt != 'n') return 2;   /* getopt has already printed a message */
		n = strtol(optarg, &e, 10);
		if (e == optarg || *e || n < 1 || n > 64) {
			fprintf(stderr, "relay: -n must be 1..64\n");
			return 2;
		}
	}
	if (argc > optind) { fprintf(stderr, "relay: unexpected argument %s\n", argv[optind]); return 2; }

	for (i = 0; i < n; i++) {
		int p1[2], p2[2];
		if (pipe(p1) == -1 || pipe(p2) == -1) DIE("pipe");
		if ((ch[i].pid = fork()) == -1) DIE("fork");
		if (!ch[i].pid) {
			for (j = 0; j < i; j++) { close(ch[j].w); close(fileno(ch[j].r)); }
			close(p1[1]); close(p2[0]);
			_exit(toupper_child(p1[0], p2[1]));
		}
		close(p1[0]); close(p2[1]);
		ch[i].w = p1[1];
		ch[i].r = fdopen(p2[0], "r");
	}

	while (!ret && (len = getline(&s, &cap, stdin)) > 0) {
		struct Child *c = &ch[lines % n];
		if (s[len-1] != '\n') s[len++] = '\n';    /* there is room: the \0 was there */
		if (len - 1 > 1048576) { fprintf(stderr, "relay: line too long\n"); ret = 1; break; }
		for (done = 0; done < len; done += k)
			if ((k = write(c->w, s + done, len - done)) == -1) {
				perror("relay: write");
				ret = 1;
				goto end;
			}
		if ((len = getline(&ans, &acap, c->r)) <= 0) {
			fprintf(stderr, "relay: no answer\n");
			ret = 1;
			goto end;
		}
		fwrite(ans, 1, len, stdout);
		lines++;
	}
end:
	if (!ret) printf("lines: %lu\n", lines);
	free(s); free(ans);
	fflush(stdout);
	for (i = 0; i < n; i++) { close(ch[i].w); fclose(ch[i].r); }
	for (i = 0; i < n; i++) {
		waitpid(ch[i].pid, &st, 0);
		if (!WIFEXITED(st) || WEXITSTATUS(st)) {
			fprintf(stderr, "relay: child %d: bad exit\n", i);
			ret = 1;
		}
	}
	return ret;
}
