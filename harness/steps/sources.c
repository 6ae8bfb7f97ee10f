#include "harness/steps/sources.h"

#include <fnmatch.h>

#include "harness/base/text.h"

bool sources_of_program(const struct assignment_program *program, const char *file)
{
	for (unsigned i = 0; i < program->sources_count; i++)
		if (fnmatch(program->sources[i], file, FNM_PATHNAME) == 0)
			return true;
	return false;
}

bool sources_compiled(const struct assignment *assignment, const char *file)
{
	if (assignment->build == ASSIGNMENT_MAKE)
		return text_ends(file, ".c");
	for (unsigned i = 0; i < assignment->programs_count; i++)
		if (sources_of_program(&assignment->programs[i], file))
			return text_ends(file, ".c");
	return false;
}
