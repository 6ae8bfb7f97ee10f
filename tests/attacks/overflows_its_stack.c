/* attack: recursion without end
 * expect: SIGNALLED(11)
 * own: yes */
static int deeper(volatile char *above)
{
	volatile char frame[4096];

	frame[0] = above[0];
	return deeper(frame) + frame[0];
}

int main(void)
{
	volatile char first[1] = { 0 };

	return deeper(first);
}
