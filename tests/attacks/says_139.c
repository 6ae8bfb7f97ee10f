/* attack: ends with the number that a shell shows for a crash
 * expect: EXITED(139) */

int main(void)
{
	return 139;
}
