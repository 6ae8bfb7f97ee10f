/*
 * What libmisuse.so writes down: one file a process, MISUSE_EVIDENCE/PID.misuse.
 *
 * The library (misuse.h) is loaded in front of a program and notes what the program
 * does that no compiler sees.  It judges nothing: harness/analyse/misuse.c reads the
 * records of all processes of a run together.
 *
 * One record a line, its word first, fields apart by tabs.  A PLACE is the address
 * behind a call in the program's own code, less the address that it was loaded at,
 * in hexadecimal; 0 stands for code that is not the program's.  SIGNAL, PID, FD and
 * other numbers are decimal.
 *
 *	start PID PARENT HOW PROGRAM      HOW: exec, fork; PROGRAM: its path
 *	unsafe SIGNAL ORIGIN CALL PLACE HANDLER
 *	                                  in a handler: CALL, which no handler may make
 *	open SIGNAL CALL PLACE HANDLER    outside of it: CALL while that signal could come
 *	errno SIGNAL ORIGIN HANDLER       the handler returned with another errno
 *	errno-used SIGNAL PLACE HANDLER   the program looks at errno while it could come
 *	pending ID FD BYTES FORK PRINT    bytes in a stream's buffer when fork() copied it
 *	written ID WAY                    this process wrote them; WAY: exit, flush, exec-failed
 *	left PID PLACE WAITED CLOSED      at its end: a child that it has not waited for, started at
 *	                                  PLACE; WAITED: of the last wait that fetched one, CLOSED:
 *of the last close() of a pipe since a child was started; 0: none session it left its parent's
 *session on purpose leaked FD OF PLACE MADE           at exec: FD, made at MADE, stays open.  OF:
 *end0 …, the other end of what 0 … is; copy0 …, the same end exec-failed                       what
 *was leaked since start did not go anywhere lock-lost USE CLOSE LOCK AT       close() dropped a
 *record lock, then USE: write, unlock kill-all PLACE FORK               kill(-1), when fork() had
 *failed created KIND NAME PLACE           an object; KIND as in the census of the box end HOW LOST
 *HOW: exit, _exit; LOST: records that could not be written
 *
 * ORIGIN is why the signal came:
 *
 *	t  an interval timer       c  a child's change of state     o  from outside of the program
 *	s  sent by itself          f  a fault                       p  another process, or unknown
 */
#ifndef PROCTOR_MISUSE_RECORD_H
#define PROCTOR_MISUSE_RECORD_H

/* The folder for the records; without it in the environment the library is silent. */
#define MISUSE_EVIDENCE "MISUSE_EVIDENCE"
#define MISUSE_SUFFIX ".misuse"

enum {
	MISUSE_FIELDS = 6, /* of a record, its word included */
	MISUSE_RECORDS = 400, /* of one program image; more are counted as lost */
	MISUSE_LINE = 512, /* bytes of a record with its newline */
};

#endif
