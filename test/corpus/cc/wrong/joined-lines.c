int main(void) {
  int a = 1 + \
  2 + /* a comment
  */ 3 + \
  missing;
  return a;
}
