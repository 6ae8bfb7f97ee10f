__asm__(".fill 0x10000000000, 1, 1\n.org 0x20000000000, 0");
int main(void) { return 0; }
