/* box: a program that computes is no SPINNING, however long it says nothing: numbers in memory
 * options: --cpu 400 --witness
 * expect: CPU_LIMIT
 * says: spin.[0-9]+.[0-9]+.none */
#include <stdlib.h>
#include <string.h>

int main(void)
{
	size_t size = 4 << 20, primes = 0;
	char *sieve = malloc(size);

	for (;;) {
		memset(sieve, 1, size);
		for (size_t i = 2; i < size; i++)
			if (sieve[i])
				for (size_t j = 2 * i; j < size; j += i)
					sieve[j] = 0;
		for (size_t i = 2; i < size; i++)
			primes += sieve[i];
		if (primes == 0)
			return 1;
	}
}
