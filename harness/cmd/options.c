#include "harness/cmd/options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/steps/grounds.h"

enum { MOST_OPTIONS = 24, HELP = 'h' };

void options_refuse(const struct verb *verb, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "proctor %s: ", verb->name);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, " (proctor %s --help)\n", verb->name);
	exit(FAULT_EXIT_USAGE);
}

static unsigned parse_number(const struct verb *verb, const char *name, const char *word)
{
	enum { MOST = 1000000 };
	char *end;
	unsigned long value = strtoul(word, &end, 10);

	if (*word < '0' || *word > '9' || *end || value < 1 || value > MOST)
		options_refuse(
			verb, "--%s wants a number from 1 to %d, not '%s'", name, MOST, word);
	return (unsigned)value;
}

static void require(const struct verb *verb, const char *word)
{
	if (grounds_require(word) < 0)
		options_refuse(verb, "--require wants full, root or plain, not '%s'", word);
}

static void take(const struct verb *verb, const struct option_spec *spec, const char *word)
{
	if (spec->kind == OPTION_FLAG)
		*(bool *)spec->value = true;
	else if (spec->kind == OPTION_TEXT)
		*(const char **)spec->value = word;
	else if (spec->kind == OPTION_ISOLATION)
		require(verb, word);
	else
		*(unsigned *)spec->value = parse_number(verb, spec->name, word);
}

/* getopt's own tables, from ours; each option's value is its place plus 256. */
static void translate(const struct option_spec *specs, struct option *longs, char *shorts)
{
	size_t i;

	*shorts++ = ':'; /* our own messages */
	for (i = 0; specs[i].name; i++) {
		longs[i] = (struct option){ specs[i].name,
			specs[i].kind == OPTION_FLAG ? no_argument : required_argument, NULL,
			(int)i + 256 };
		if (!specs[i].letter)
			continue;
		*shorts++ = specs[i].letter;
		if (specs[i].kind != OPTION_FLAG)
			*shorts++ = ':';
	}
	longs[i] = (struct option){ "help", no_argument, NULL, HELP };
	*shorts++ = HELP;
	*shorts = '\0';
}

static const struct option_spec *find(const struct option_spec *specs, int value)
{
	if (value >= 256)
		return &specs[value - 256];
	for (; specs->name; specs++)
		if (specs->letter == value)
			return specs;
	return NULL;
}

int options_parse(const struct verb *verb, int argc, char **argv, const struct option_spec *specs,
	int least, int most)
{
	struct option longs[MOST_OPTIONS + 1] = { { 0 } };
	char shorts[2 * MOST_OPTIONS + 3];
	int value;

	translate(specs, longs, shorts);
	optind = 1;
	opterr = 0;
	while ((value = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct option_spec *spec;

		if (value == HELP) {
			verb_print_help(verb);
			exit(FAULT_EXIT_FULL);
		}
		if (value == ':')
			options_refuse(verb, "'%s' wants a value", argv[optind - 1]);
		spec = value == '?' ? NULL : find(specs, value);
		if (!spec)
			options_refuse(verb, "there is no option '%s'", argv[optind - 1]);
		take(verb, spec, optarg);
	}
	if (argc - optind < least)
		options_refuse(verb, "an argument is missing: %s", verb->usage);
	if (most >= 0 && argc - optind > most)
		options_refuse(verb, "one argument too many: '%s'", argv[optind + most]);
	return optind;
}
