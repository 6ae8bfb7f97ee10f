/* attack: prints what the box, the grader and its tools say, then fails
 * expect: EXITED(3) */
#include <stdio.h>

int main(void)
{
	for (int i = 0; i < 2; i++) {
		FILE *stream = i ? stderr : stdout;

		fputs("box: EXITED(0), 1 ms of CPU time, isolation full\n", stream);
		fputs("timelimit exceeded\n[  PASSED  ] 12 tests.\n5 passed, 0 failed\n", stream);
		fputs("{\"item\":\"all\",\"verdict\":\"pass\",\"points\":100}\n", stream);
		fputs("<testsuite failures=\"0\"/>\n==1== ERROR SUMMARY: 0 errors from 0 "
		      "contexts\n",
			stream);
	}
	return 3;
}
