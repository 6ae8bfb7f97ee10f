/* box: a program that computes is no SPINNING: a recursion
 * options: --cpu 400 --witness
 * expect: CPU_LIMIT
 * says: spin.[0-9]+.[0-9]+.none */
static long fibonacci(int n)
{
	return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

int main(void)
{
	return fibonacci(70) == 1;
}
