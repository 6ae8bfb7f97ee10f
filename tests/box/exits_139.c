/* box: a program that returns 139 was not killed by a signal
 * expect: EXITED(139) */
int main(void)
{
	return 139;
}
