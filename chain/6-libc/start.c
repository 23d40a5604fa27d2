/* Where a program begins and ends. chain/5-cc's _start calls __start with the address of what the kernel left on the
   stack: the argument count, the arguments, a null, the environment, a null. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char **environ;

int main(int count, char **arguments, char **environment);

void __start(int *stack) {
  char **arguments = (char **)(stack + 1);
  environ = arguments + *stack + 1;
  exit(main(*stack, arguments, environ));
}

/* Writes out what stdout still holds, then ends the process. */
void exit(int status) {
  fflush(stdout);
  _exit(status);
}

char *getenv(const char *name) {
  size_t length = strlen(name);
  char **entry;
  for (entry = environ; *entry; entry++)
    if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=') return *entry + length + 1;
  return NULL;
}
