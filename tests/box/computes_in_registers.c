/* box: a program that computes is no SPINNING: a sum of fractions, in registers alone
 * options: --cpu 400 --witness
 * expect: CPU_LIMIT
 * says: spin.[0-9]+.[0-9]+.none */
int main(void)
{
	register double sum = 1.0;

	while (sum > 0.5)
		sum += sum * 1e-16 + 1e-9;
	return 0;
}
