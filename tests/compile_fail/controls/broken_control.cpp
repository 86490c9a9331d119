// expect: was not declared|use of undeclared identifier
int main() { return undeclared; }
