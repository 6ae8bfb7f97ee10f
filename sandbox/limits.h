/*
 * What a box may use.  Zero in a field takes the default of the same name.
 *
 * CPU time and settling decide; the two wall limits are last resorts and are
 * reported as such (OUTCOME_WALL_LIMIT).
 */
#ifndef PROCTOR_SANDBOX_LIMITS_H
#define PROCTOR_SANDBOX_LIMITS_H

struct limits {
	unsigned cpu_ms; /* CPU time of all tasks together */
	unsigned idle_ms; /* time in which every task only waits for its own timers */
	unsigned wall_ms; /* in which no task wants a CPU: very long, for what nothing else ends */
	unsigned memory_mib; /* resident memory of all tasks together */
	unsigned tasks; /* processes and threads alive at once */
	unsigned output_kib; /* standard output, and standard error, of each peer */
	unsigned disk_mib; /* each writable file system of the box */
	unsigned files; /* files in each of them */
	unsigned descriptors; /* RLIMIT_NOFILE of each process */
};

#define LIMITS_DEFAULT                                                                             \
	{                                                                                          \
		.cpu_ms = 10000, .idle_ms = 10000, .wall_ms = 300000, .memory_mib = 512,           \
		.tasks = 128, .output_kib = 65536, .disk_mib = 128, .files = 8192,                 \
		.descriptors = 1024,                                                               \
	}

#endif
