// expect: this text is in no diagnostic
#ifndef SIGNET_CONTROL
int main() { return undeclared; }
#endif
