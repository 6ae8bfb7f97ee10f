#include "sandbox/witness_types.h"

#include <dwarf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What a linker wrote may lead in circles. */
enum { DEEPEST = 12, MOST_MEMBERS = 4096 };

void witness_append(struct witness_name *name, const char *format, ...)
{
	size_t length = strlen(name->text);
	va_list args;

	va_start(args, format);
	vsnprintf(name->text + length, sizeof(name->text) - length, format, args);
	va_end(args);
}

bool witness_type_of(Dwarf_Die *die, Dwarf_Die *ret)
{
	Dwarf_Attribute attribute;

	return dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attribute), ret) != NULL;
}

/* Types that are told as a whole: what is inside of them is libc's. */
static const char *whole_type(Dwarf_Die *type)
{
	static const char *const names[] = { "pthread_mutex_t", "pthread_cond_t",
		"pthread_rwlock_t", "pthread_barrier_t", "pthread_spinlock_t", "sem_t", "mtx_t",
		"cnd_t" };
	const char *own = dwarf_tag(type) == DW_TAG_typedef ? dwarf_diename(type) : NULL;

	for (size_t i = 0; own && i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(own, names[i]) == 0)
			return names[i];
	return NULL;
}

static bool is_qualifier(int tag)
{
	return tag == DW_TAG_typedef || tag == DW_TAG_const_type || tag == DW_TAG_volatile_type ||
	       tag == DW_TAG_restrict_type || tag == DW_TAG_atomic_type;
}

bool witness_peel(Dwarf_Die *type)
{
	Dwarf_Die next;

	for (int i = 0; i < DEEPEST && is_qualifier(dwarf_tag(type)); i++) {
		if (whole_type(type))
			return true;
		if (!witness_type_of(type, &next))
			return false;
		*type = next;
	}
	return true;
}

Dwarf_Word witness_size_of(Dwarf_Die *type)
{
	Dwarf_Word size = 0;

	return dwarf_aggregate_size(type, &size) == 0 ? size : 0;
}

/* The member that the offset lies in; leaves the rest of the offset. */
static bool enter_member(Dwarf_Die *type, unsigned long *offset, Dwarf_Die *ret)
{
	Dwarf_Die member, own;
	int left = MOST_MEMBERS;

	if (dwarf_child(type, &member) != 0)
		return false;
	do {
		Dwarf_Attribute attribute;
		Dwarf_Word at = 0;

		if (dwarf_tag(&member) != DW_TAG_member || !witness_type_of(&member, &own))
			continue;
		/* Members of a union have no place of their own. */
		dwarf_formudata(dwarf_attr(&member, DW_AT_data_member_location, &attribute), &at);
		if (at <= *offset && *offset - at < witness_size_of(&own)) {
			*offset -= at;
			*ret = member;
			return true;
		}
	} while (left-- > 0 && dwarf_siblingof(&member, &member) == 0);
	return false;
}

void witness_describe(
	struct witness_name *name, Dwarf_Die type, unsigned long offset, const char *joint)
{
	for (int depth = 0; depth < DEEPEST && witness_peel(&type); depth++) {
		const char *whole = whole_type(&type);
		int tag = dwarf_tag(&type);
		Dwarf_Die inner;

		if (whole)
			snprintf(name->type, sizeof(name->type), "%s", whole);
		if (whole || !(tag == DW_TAG_structure_type || tag == DW_TAG_union_type ||
				     tag == DW_TAG_array_type))
			break;
		if (tag == DW_TAG_array_type) {
			Dwarf_Word size =
				witness_type_of(&type, &inner) ? witness_size_of(&inner) : 0;

			if (size == 0)
				break;
			witness_append(name, "[%lu]", offset / (unsigned long)size);
			offset %= size;
		} else {
			Dwarf_Die member;
			const char *own;

			if (!enter_member(&type, &offset, &member) ||
				!witness_type_of(&member, &inner))
				break;
			own = dwarf_diename(&member);
			if (own)
				witness_append(name, "%s%s", joint, own);
			joint = ".";
		}
		type = inner;
		joint = ".";
	}
	name->offset = offset;
}
