/*
 * A parsed YAML document held against a libcyaml schema: the part of yaml.c
 * that finds what is wrong, and in which line.  Nobody else needs it.
 */
#ifndef PROCTOR_CORE_YAML_CHECK_H
#define PROCTOR_CORE_YAML_CHECK_H

#include <yaml.h>

#include "harness/core/yaml.h"

/*
 * Unknown, doubled and missing keys, and values that do not fit.  0, or
 * -EINVAL with a sentence in `why`.  Types that rubrics and assignments do not
 * use (CYAML_INT, CYAML_FLAGS, …) and upper bounds of lists are left to libcyaml.
 */
int yaml_check(const struct yaml_file *file, yaml_document_t *document,
	const cyaml_schema_value_t *schema, struct buf *why);

/* The line where a node begins, from 1. */
unsigned yaml_check_line(const yaml_node_t *node);

/* The pair of that key in a mapping, searched up to `end`; NULL: none. */
const yaml_node_pair_t *yaml_check_pair(yaml_document_t *document, const yaml_node_t *mapping,
	const char *key, const yaml_node_pair_t *end);

#endif
