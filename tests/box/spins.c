/* box: CPU time is limited, not the time on the wall
 * options: --cpu 300
 * expect: CPU_LIMIT */
int main(void)
{
	for (volatile unsigned i = 0;; i++)
		;
}
