/*
 * What libmisuse.so writes down where it is asked to trace: one file a process,
 * MISUSE_EVIDENCE/PID.trace, beside its records (record.h).
 *
 * A run that showed a fault without a line is run once more with MISUSE_TRACE in the
 * environment: then it is known which call wrote which byte, where each process ended, and what
 * came before.  harness/analyse/trace.h reads it.
 *
 * One record a line, its word first, fields apart by tabs; put and write are followed by
 * LENGTH bytes (none where KNOWN is 0) and a newline.  A CHAIN has the places (record.h) that
 * the call stands at in the program's own code, the innermost first, apart by commas; numbers
 * are decimal.  LOW and HIGH are readings of a clock that all processes of the box share: it
 *counts, and what ends before another thing begins has the lower one.
 *
 *	start PID PARENT PROGRAM
 *	put STREAM INODE LENGTH KNOWN CALL CHAIN
 *	                              into a stream's buffer; CALL is "" for what fork() copied
 *	flush STREAM INODE LENGTH LOW HIGH
 *	                              so many of the oldest bytes of it went out; HIGH 0: at the end
 *	write INODE LENGTH LOW HIGH CALL CHAIN
 *	child PID CHAIN               fork()
 *	waited PID STATUS CALL CHAIN  a child was waited for; STATUS as wait(2) gives it
 *	number CALL USED VALUE CHAIN TEXT
 *	                              CALL made VALUE of the first USED bytes of TEXT
 *	busy CALL                     the first call behind a number that is seen at all, and prints
 *	                              nothing
 *	died SIGNAL CHAIN             by a signal that nothing handles
 *	end HOW STATUS CALL CHAIN     HOW: exit, _exit, abort; or return, from main: then CALL is
 *the last one that was noted, and STATUS is not known (0) over                          there was
 *more than is kept
 */
#ifndef PROCTOR_MISUSE_TRACE_H
#define PROCTOR_MISUSE_TRACE_H

/* In the environment: trace as well; with MISUSE_TRACE_BRIEFLY every CHAIN is empty. */
#define MISUSE_TRACE "MISUSE_TRACE"
#define MISUSE_TRACE_BRIEFLY "briefly"
#define MISUSE_TRACE_SUFFIX ".trace"

enum {
	MISUSE_TRACE_FIELDS = 7, /* of a record, its word included */
	MISUSE_TRACE_RECORDS = 120000, /* of one process */
	MISUSE_TRACE_BYTES = 12 << 20, /* of all processes together */
	MISUSE_CHAIN = 12, /* places of a chain */
	MISUSE_NUMBER_TEXT = 60, /* bytes of TEXT */
};

#endif
