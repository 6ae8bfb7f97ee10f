/* attack: writes through a null pointer
 * expect: SIGNALLED(11) */

int main(void)
{
	*(volatile int *)0 = 1;
}
