const char interpreter[] __attribute__((section(".interp"), used)) = "/box/../tmp/own-loader";

int main(void) { return 0; }
