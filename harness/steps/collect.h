/*
 * The first step of a grade: what a student handed in becomes a folder that the
 * other steps can trust in name and size, if in nothing else.
 *
 * Handed in may be a folder, a single .c file, or a .zip, .tar, .tar.gz (.tgz),
 * .tar.xz or .tar.bz2 archive.  DIR is the results folder of the submission:
 *
 *	DIR/source/        regular files only, with safe names (collect_name.h)
 *	DIR/collect.jsonl  written last: where it is, all is there
 *
 * Lines of collect.jsonl, with `?` where a key may be missing:
 *
 *	{ "file": "a_b.c", "was"?: "a b.c", "bytes": 120, "sha256": "…" }
 *	{ "left_out": ".git", "why": "version control" }
 *	{ "stage": "collect", "name": "ann", "from": "folder|file|zip|tar",
 *	  "top"?: "hw1", "files": 3, "bytes": 420, "digest": "…" }
 *
 * A folder that holds one sub-folder and nothing else (the usual shape of a zip)
 * is stripped to it: `top` says what was stripped, `file` and `was` are relative
 * to it, `left_out` is as handed in.  An archive alone in a folder is unpacked in its
 * place.  `digest` is digest_tree() of DIR/source.
 *
 * Left out and noted: links of both kinds, FIFOs, sockets, devices, compiled
 * programs, version control, what editors and systems leave behind, archives
 * beside other files, results of an earlier grade.  Refused as a whole: an
 * archive with a name that leads out of it, and whatever is over a cap.
 */
#ifndef PROCTOR_STEPS_COLLECT_H
#define PROCTOR_STEPS_COLLECT_H

#include "harness/base/buf.h"

/* The two names in the results folder. */
#define COLLECT_TREE "source"
#define COLLECT_LINES "collect.jsonl"

/* What is taken at most; whoever hands in more is told the number. */
enum {
	COLLECT_FILES = 1000, /* files */
	COLLECT_FILE_SIZE = 8 << 20, /* bytes of one file */
	COLLECT_TOTAL_SIZE = 64 << 20, /* bytes of all files */
	COLLECT_DEPTH = 16, /* folders inside one another */
	COLLECT_NAME = 200, /* bytes of the name of a file or folder */
	COLLECT_PATH = 1000, /* bytes of a name with its folders */
	COLLECT_ENTRIES = 10000, /* files, folders and others, taken or not */
	COLLECT_ARCHIVE = 64 << 20, /* bytes of an archive */
	COLLECT_UNPACKED = 128 << 20, /* bytes of an archive's content, taken or not */
};

/*
 * Collects `path` (it may end in a slash) into the results folder `dir`, which is
 * made when it is not there; results of an earlier collect in it are replaced.
 *
 * Returns 0, or
 *	-EINVAL   bad input: `why` says in one sentence what is wrong with it and
 *	          names the cap where there is one;
 *	another negative errno: our own world failed (disk full, DIR not writable):
 *	          `why` names the file.
 * After an error DIR holds neither source/ nor collect.jsonl; only a `path` inside
 * DIR is refused without touching either, since that may be what to grade.
 */
int collect(const char *path, const char *dir, struct buf *why);

#endif
