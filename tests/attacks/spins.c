/* attack: a busy loop
 * options: --cpu 200
 * expect: SPINNING */
int main(void)
{
	for (volatile long i = 0;; i++)
		;
}
