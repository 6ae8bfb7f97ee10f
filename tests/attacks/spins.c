/* attack: a busy loop
 * options: --cpu 200
 * expect: CPU_LIMIT */
int main(void)
{
	for (volatile long i = 0;; i++)
		;
}
