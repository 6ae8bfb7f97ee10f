/* TP1 - relais par tubes - Jules */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>

#define MAX_ENFANTS 64
#define MAX_LIGNE 1048576

/* un tampon par descripteur */
struct tampon {
    int fd;
    char *octets;
    size_t debut, fin;
};

struct enfant {
    pid_t pid;
    int ecriture;
    struct tampon lecture;
};

static struct enfant enfants[MAX_ENFANTS];

static void init_tampon(struct tampon *t, int fd)
{
    t->fd = fd;
    t->debut = t->fin = 0;
    t->octets = malloc(MAX_LIGNE + 4096);
    if (t->octets == NULL) {
        perror("malloc");
        exit(1);
    }
}

/* Reads until there is a whole line. 1: line, 0: end, -1: error. */
static int lire_ligne(struct tampon *t, char **ligne, size_t *taille)
{
    char *nl = NULL;

    if (t->debut > 0) {
        memmove(t->octets, t->octets + t->debut, t->fin - t->debut);
        t->fin -= t->debut;
        t->debut = 0;
    }
    while ((nl = memchr(t->octets, '\n', t->fin)) == NULL) {
        ssize_t lu;

        if (t->fin > MAX_LIGNE)
            return -1;
        lu = read(t->fd, t->octets + t->fin, 4096 - 1);
        if (lu < 0)
            return -1;
        if (lu == 0 && t->fin == 0)
            return 0;
        t->fin += lu;
    }
    *ligne = t->octets;
    *taille = nl - t->octets + 1;
    if (*taille - 1 > MAX_LIGNE)
        return -1;
    t->debut = *taille;
    return 1;
}

static int ecrire_tout(int fd, const char *p, size_t taille)
{
    while (taille > 0) {
        ssize_t ecrit = write(fd, p, taille);
        if (ecrit < 0)
            return -1;
        p += ecrit;
        taille -= ecrit;
    }
    return 0;
}

static int vie_enfant(int entree, int sortie)
{
    struct tampon t;
    char *ligne;
    size_t taille, i;

    init_tampon(&t, entree);
    while (lire_ligne(&t, &ligne, &taille) == 1) {
        for (i = 0; i < taille; i++)
            ligne[i] = toupper((unsigned char)ligne[i]);
        if (ecrire_tout(sortie, ligne, taille) < 0)
            return 1;
    }
    free(t.octets);
    return 0;
}

int main(int argc, char *argv[])
{
    int n = 1, i, j, r, opt, status, resultat = 0;
    long lignes = 0;
    struct tampon entree;
    char *ligne, *fin;
    size_t taille;

    while ((opt = getopt(argc, argv, "n:")) != -1) {
        n = 0;
        if (opt == 'n') {
            n = strtol(optarg, &fin, 10);
            if (fin == optarg || *fin != '\0')
                n = 0;
        }
        if (n < 1 || n > MAX_ENFANTS) {
            fprintf(stderr, "usage: relay [-n CHILDREN]\n");
            return 2;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "usage: relay [-n CHILDREN]\n");
        return 2;
    }

    signal(SIGPIPE, SIG_IGN);
    for (i = 0; i < n; i++) {
        int aller[2], retour[2];

        if (pipe(aller) < 0 || pipe(retour) < 0) {
            perror("pipe");
            return 1;
        }
        enfants[i].pid = fork();
        if (enfants[i].pid < 0) {
            perror("fork");
            return 1;
        }
        if (enfants[i].pid == 0) {
            for (j = 0; j < i; j++) {
                close(enfants[j].ecriture);
                close(enfants[j].lecture.fd);
            }
            close(aller[1]);
            close(retour[0]);
            _exit(vie_enfant(aller[0], retour[1]));
        }
        close(aller[0]);
        close(retour[1]);
        enfants[i].ecriture = aller[1];
        init_tampon(&enfants[i].lecture, retour[0]);
    }

    init_tampon(&entree, 0);
    while ((r = lire_ligne(&entree, &ligne, &taille)) == 1) {
        struct enfant *e = &enfants[lignes % n];

        if (ecrire_tout(e->ecriture, ligne, taille) < 0) {
            perror("write");
            resultat = 1;
            break;
        }
        if (lire_ligne(&e->lecture, &ligne, &taille) != 1) {
            fprintf(stderr, "relay: enfant mort\n");
            resultat = 1;
            break;
        }
        fwrite(ligne, 1, taille, stdout);
        lignes++;
    }
    if (r < 0) {
        fprintf(stderr, "relay: ligne trop longue\n");
        resultat = 1;
    }
    if (resultat == 0)
        printf("lines: %ld\n", lignes);
    fflush(stdout);
    free(entree.octets);

    for (i = 0; i < n; i++) {
        close(enfants[i].ecriture);
        close(enfants[i].lecture.fd);
        free(enfants[i].lecture.octets);
    }
    for (i = 0; i < n; i++) {
        waitpid(enfants[i].pid, &status, 0);
        if (status != 0) {
            fprintf(stderr, "relay: enfant %d: status %d\n", i, status);
            resultat = 1;
        }
    }
    return resultat;
}
