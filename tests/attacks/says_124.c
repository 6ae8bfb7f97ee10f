/* attack: ends with the number that the box itself uses for a limit
 * expect: EXITED(124)
 * own: yes */

int main(void)
{
	return 124;
}
