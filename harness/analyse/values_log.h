/*
 * What the tool `values` wrote down of one process (values/record.h): a graph of where its values
 * came from.
 *
 * Hostile input, as trace_log.h says.
 */
#ifndef PROCTOR_ANALYSE_VALUES_LOG_H
#define PROCTOR_ANALYSE_VALUES_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/base/buf.h"
#include "values/record.h"

enum values_kind {
	VALUES_CONSTANT,
	VALUES_OPERATION,
	VALUES_STORE,
	VALUES_LOAD,
	VALUES_SHARED, /* a load from memory that processes share */
	VALUES_CALL, /* a system call gave it */
};

struct values_node {
	uint32_t label;
	enum values_kind kind;
	uint64_t place;
	unsigned function; /* a number for it that whoever walks gives; 0: not known */
	uint32_t first, second, began, times;
	uint64_t address;
	uint64_t looks[VALUES_LOOKS];
	size_t looks_count;
	uint32_t branches[VALUES_BRANCHES]; /* labels that decided, the latest first */
	size_t branches_count;
};

/* Bytes that were received. */
struct values_input {
	uint32_t label, length;
	uint64_t inode, offset, place;
};

/* Bytes that were sent. */
struct values_output {
	uint64_t inode, offset;
	uint32_t length, label, step;
};

struct values_shared {
	uint64_t address, length;
	uint32_t label;
};

struct values_log {
	int pid;
	struct values_node *nodes; /* by label, ascending */
	size_t nodes_count;
	struct values_input *inputs;
	size_t inputs_count;
	struct values_output *outputs;
	size_t outputs_count;
	struct values_shared *shared;
	size_t shared_count;
	int status; /* that it ended with … */
	uint32_t status_label; /* … and where that came from; 0: not known */
};

#define VALUES_LOG_INIT                                                                            \
	{                                                                                          \
		.nodes = NULL                                                                      \
	}
#define cleanup_values_log __attribute__((cleanup(values_log_release)))

/* 0, or a negative errno with a sentence in `why`. A last line that was cut is passed over. */
int values_log_load(const char *path, struct values_log *ret, struct buf *why);
void values_log_release(struct values_log *log);

/* NULL: not known. */
const struct values_node *values_log_node(const struct values_log *log, uint32_t label);

/* The label of that byte of what the process sent to the file; 0: not known. */
uint32_t values_log_sent(const struct values_log *log, uint64_t inode, uint64_t offset);

/* The input that the label is a byte of, NULL: none. */
const struct values_input *values_log_received(const struct values_log *log, uint32_t label);

/* Whether it sent, or received, anything by that file. */
bool values_log_sends(const struct values_log *log, uint64_t inode);
bool values_log_receives(const struct values_log *log, uint64_t inode);

/* What it stored there; 0: nothing. */
uint32_t values_log_stored(const struct values_log *log, uint64_t address);

#endif
