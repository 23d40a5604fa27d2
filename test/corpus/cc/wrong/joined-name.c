int main(void) {
  return mis\
sing + ot\
her;
}
