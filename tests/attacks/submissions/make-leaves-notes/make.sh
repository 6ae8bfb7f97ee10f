#!/usr/bin/env bash
cat >"$1/tell.c" <<C
#include <stdio.h>
#include <unistd.h>
#include <sys/shm.h>
int main(void)
{
	if (!access("/tmp/$LEFTOVER", F_OK) || !access("/dev/shm/$LEFTOVER", F_OK) || !access("/var/tmp/$LEFTOVER", F_OK) ||
		!access("note", F_OK) || shmget($LEFTOVER_KEY, 1, 0) >= 0)
		fputs("note found\n", stderr);
	return 1;
}
C
cat >"$1/notes.c" <<C
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
int main(void)
{
	shmget($LEFTOVER_KEY, 4096, IPC_CREAT | 0666);
	msgget($LEFTOVER_KEY, IPC_CREAT | 0666);
	semget($LEFTOVER_KEY, 1, IPC_CREAT | 0666);
	return 0;
}
C
cat >"$1/Makefile" <<M
tell: tell.c
	-touch note /tmp/$LEFTOVER /dev/shm/$LEFTOVER /var/tmp/$LEFTOVER /dev/mqueue/$LEFTOVER; cc -o notes notes.c && ./notes
	cc -o tell tell.c
M
