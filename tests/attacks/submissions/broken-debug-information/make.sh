#!/usr/bin/env bash
{
	printf '#include <unistd.h>\n'
	for section in info abbrev line str ranges rnglists line_str loc frame aranges; do
		printf '__asm__(".pushsection .debug_%s,\\"\\",@progbits\\n.long 0xfffffff0, 0x11010005, 0x0801, 0x25257f00\\n.fill 3000, 1, 0x%x\\n.popsection");\n' \
			$section 173
	done
	printf '__asm__(".pushsection .eh_frame,\\"a\\",@progbits\\n.long 0x14, 0, 0x00527a01, 0x01107801, 0x90080c1b, 1, 0x7fffffff, 0x1c, 0, 0, 0\\n.popsection");\n'
	printf 'int main(void) { char c; int p[2]; pipe(p); read(p[0], &c, 1); return 0; }\n'
} >"$1/relay.c"
