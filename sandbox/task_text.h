/*
 * The texts of /proc that tell of one task, read into a struct task.
 *
 * The name in them is the task's own choice and may hold any byte; the kernel
 * escapes newlines and backslashes in status, and nothing at all in stat.
 *
 * Source: proc(5): /proc/PID/{status,syscall,stat,io,timers}, /proc/PID/fdinfo, /proc/loadavg.
 */
#ifndef PROCTOR_SANDBOX_TASK_TEXT_H
#define PROCTOR_SANDBOX_TASK_TEXT_H

#include <stdbool.h>

#include "sandbox/tasks.h"

/* Fills what /proc/PID/task/TID/status tells: name, state, parent, memory, switches, signals. */
void task_text_status(const char *text, struct task *task);

/* Fills the call with its arguments, from /proc/PID/task/TID/syscall. */
void task_text_syscall(const char *text, struct task *task);

/*
 * Clock ticks of a process and of the children that it waited for: fields 14 to 17
 * of /proc/PID/stat; 0 when they are not there.
 */
unsigned long long task_text_ticks(const char *text);

/* Those of one task alone, fields 14 and 15, from /proc/PID/task/TID/stat. */
unsigned long long task_text_own_ticks(const char *text);

/* Bytes read and written, from /proc/PID/io. */
unsigned long long task_text_bytes(const char *text);

/* The number given to a task last, the last word of /proc/loadavg; 0 when it is not there. */
unsigned long long task_text_youngest(const char *text);

/*
 * The POSIX timers of a process, from /proc/PID/timers, without those that notify nobody or
 * run on CPU time; how many, at most `room`.
 */
size_t task_text_timers(const char *text, int *ret, size_t room);

/* Whether an fdinfo is that of a timerfd that will fire. */
bool task_text_timer_armed(const char *text);

#endif
