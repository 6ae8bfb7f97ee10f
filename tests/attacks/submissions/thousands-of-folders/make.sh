#!/usr/bin/env bash
seq -f 'd%g/' 20000 | perl -ne 'chomp; print "$_\0"' | perl -0ne '
	chomp; my $head = pack("a100 a8 a8 a8 a12 a12 a8 a1 a100 a6 a2 x247", $_, "0000755", "0001750", "0001750",
		"00000000000", "14000000000", " " x 8, "5", "", "ustar", "00");
	substr($head, 148, 8) = sprintf("%06o\0 ", unpack("%32C*", $head)); print $head; END { print "\0" x 1024 }' |
	gzip >"$1/hw.tar.gz"
