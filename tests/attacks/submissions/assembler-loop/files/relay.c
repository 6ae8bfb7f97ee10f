__asm__(".rept 2000000000\n.long 1\n.endr");
int main(void) { return 0; }
