/*
 * What the tool `values` writes down of one process: PID.values, in the folder that it is told.
 *
 * A *label* stands for where a value comes from:
 *
 *	0                       not known, or of no interest
 *	below VALUES_NODES      a constant in the program's own code; `static` tells where
 *	below VALUES_PACKS      a value that the program made, read or wrote: a node
 *	from VALUES_INPUT on    a byte that a system call received
 *
 * One record a line, its word first, fields apart by blanks.  PLACE is an address in the
 * program's own code, less where it lies in memory, in hexadecimal, 0: none; all else is decimal.
 *
 *	static LABEL PLACE
 *	node LABEL KIND PLACE FIRST SECOND BEGAN TIMES ADDRESS LOOKS
 *	before LABEL PLACE:LABEL …
 *	    branches of the same call of the same function that came before the node, which is the
 *	    record above, the latest first, and what decided each
 *	input LABEL LENGTH INODE OFFSET PLACE
 *	    LENGTH bytes, each with a label of its own from LABEL on, that the process received
 *	    from INODE behind OFFSET others
 *	output INODE OFFSET LENGTH LABEL STEP
 *	    LENGTH bytes behind OFFSET others that the process sent; each has the label of
 *	    the one before and STEP more
 *	shared ADDRESS LENGTH LABEL
 *	    this process stored it, the last of what itself has stored there
 *	exit STATUS LABEL
 *	over
 *	    not all is here
 *
 * Of a node KIND is one of
 *
 *	o    computed of FIRST and SECOND
 *	s    FIRST was stored; the pointer was SECOND
 *	l    FIRST was loaded; the pointer was SECOND
 *	m    the same, from memory that processes share
 *	c    a system call gave it
 *
 * BEGAN: where o made it of its own last value, what that began as, and how many TIMES.  LOOKS:
 * places of branches that it decided, the latest last, apart by commas; "-": none.
 *
 * It is written in the submission's own process: hostile input.
 */
#ifndef PROCTOR_VALUES_RECORD_H
#define PROCTOR_VALUES_RECORD_H

#define VALUES_SUFFIX ".values"
#define VALUES_NODES (1U << 24)
#define VALUES_PACKS (1U << 30)
#define VALUES_INPUT (1U << 31)

enum {
	VALUES_LOOKS = 8, /* of a node */
	VALUES_BRANCHES = 12, /* of a `before` */
};

#endif
