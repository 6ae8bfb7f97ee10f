/*
 * What the controller in a box tells: one line of JSON for each thing.
 *
 *	{ "fault": "race|deadlock|lost-wakeup|livelock|crash",
 *	  "text": "…",                     sentences, a line each
 *	  "places": [ { "file": "buffer.c", "line": 156, "function": "put" } ],  the first says most
 *	  "subject"?: "SIGNALLED(11)",     of a crash
 *	  "seen": 53, "first": 1,          in how many schedules, and first in which
 *	  "schedule": "pct:1:58",          of the first (explore/schedule_name.h)
 *	  "again": true,                   it was seen again there
 *	  "story": "…",                    how it comes to it, a line a step (explore/story.h)
 *	  "kept"?: { … } }                 its shortest schedule (explore/kept.h), as paths are in
 *here
 *
 *	{ "status": 0,                     of the first process, as wait(2) tells it
 *	  "stdout": "…", "bytes": 10,      its first bytes, and how many there were
 *	  "hex": false,                    they are told in hexadecimal
 *	  "stderr": "first bytes",
 *	  "clock": false,                  time had to pass before it ended: sleeps, time-outs
 *	  "seen": …, "first": …, "schedule": …, "again": … }
 *
 *	{ "end": true, "asked": 60, "schedules": 60, "unfinished": 0, "steps": 58,
 *	  "cut_short": false,              by CPU time
 *	  "more": false,                   there were more different ends than are told
 *	  "limits": "…" }                  what was not followed, in sentences
 *	{ "end": true, "refused": "…" }    the program cannot be explored
 *
 * Each fault is told once, and each end (status and standard output) once.
 */
#ifndef PROCTOR_BOXED_REPORT_H
#define PROCTOR_BOXED_REPORT_H

#include "harness/explore/campaign.h"

struct report;

/* Lines go to that descriptor, which nobody inherits. Never NULL. */
struct report *report_open(int fd);

/* Has the campaign tell the report of its runs, its faults and ends. */
void report_listen(struct report *report, struct campaign_options *options);

/* The last line: one of these. */
void report_end(struct report *report, const struct campaign *campaign);
void report_refusal(struct report *report, const char *why);

/* Writes it and frees all. 0 or a negative errno. */
int report_close(struct report *report);

#endif
