// expect: nothing
int main() {}
