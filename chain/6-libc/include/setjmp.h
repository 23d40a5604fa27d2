#ifndef SETJMP_H
#define SETJMP_H
typedef int jmp_buf[3];
int setjmp(jmp_buf state);
void longjmp(jmp_buf state, int value);
#endif
