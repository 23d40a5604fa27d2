// Random expressions of all types, made once by a generator; what they give was checked against another compiler.
#include <stdio.h>
static unsigned digest;
static void hex(unsigned long long v) { digest = (digest ^ (unsigned)v) * 16777619u ^ (unsigned)(v >> 32); }
#define DIV(a,b,op) ((long long)(a) op ((long long)((b) & 0xffff) + 3))
#define FN(x) ((x) > -1e-3 && (x) < 1e-3 ? 1.0L : (x))
static long double FBf(long double x){ if (x != x) return 1; if (x > 1e9L) return 1e9L; if (x < -1e9L) return -1e9L; return x;}
#define FB(x) FBf(x)
static long double FAf(long double x){ x = FBf(x); return x < 0 ? -x : x; }
#define FA(x) FAf(x)
struct S { unsigned b0:3; int b1:7; unsigned short b2:9; char c0; short s0; int i0; long long q0; long long b3:40; long long b4:13; double d0; };
union U { char c[8]; short s; int i; long long q; };
char g0 = 2147483648ll;
signed char g1 = 4294967295ull;
unsigned char g2 = (-2u);
short g3 = 0x123456789abcdefll;
unsigned short g4 = 8u;
int g5 = (-255u);
unsigned int g6 = 0x80000000ull;
long g7 = (-0x3u);
unsigned long g8 = 128;
long long g9 = 0xffffffffull;
unsigned long long g10 = 8ul;
_Bool g11 = 1;
float f0 = -2.25;
double f1 = 1.5;
long double f2 = -2.25;
int arr[8] = {1,-2,3,0x1u,[6]=77}; struct S st = {1,-2,3,4,.i0=5,-6,7,8,9.5}, ls2={.q0=0x2ccf978ll}, *sp=&st, sa[4]={[1]={.b1=3,.c0=-4},{5,6}};
char ca[8]="abcdefg"; union U u = {.i=2147483648ull}; int *pp = arr+2; double fa[4]={1,2.5,-3};
static long long fq(long long x){ return x * 3 + (x >> 5); }
static int fi(int a, char b, unsigned short c){ return a ^ b << 4 ^ c; }
static unsigned char fp(short x){ return x * 7; }
static int fs(struct S s, int k){ s.i0 += k; return s.i0 ^ s.b1 ^ (int)s.q0; }
static struct S mk(long long v){ struct S s = {0}; s.b0 = v; s.b1 = v; s.b2 = v; s.c0 = v; s.s0 = v >> 3; s.i0 = v * 5; s.q0 = v * v; s.b3 = v; s.b4 = v; s.d0 = (int)v; return s; }
static double ff(double a, float b){ return a * 0.5 + b; }
static long long test(int l0, int l1, short l2) { long long lq = l0; int la[4] = {l0,l1}; struct S ls = st;
  st.b3 = 0x8u;
  sp->b1 |= sa[l1&3].b2;
  sp = &st; st.i0 ^= sp->i0;
  ls = mk(DIV((la[l1&3] - 1l),sp->b2,/)); sa[l0&3] = ls;
  { long long t = g4--; lq ^= t; }
  g0 >>= ((*(&st.i0) , st.b0)) & 7;
  ls.i0 <<= ((g10 - (-0x7ul))) & 7;
  switch ((int)((DIV(g3,ca[l2&7],/) & ((int)FB(f0)))) & 7) {
  case -2:
    ++g2;
    break;
  case 1:
    sp->b4 -= ((_Bool)(((sp->b4 || sp->b2) > (l2 != sp->i0))));
    break;
  case 4:
    ++arr[0];
    break;
  case 6:
    arr[(l0&7)] |= ((mk(l0).i0 != g2) ^ ((lq <= (-0xffffffffll)) & ((short)(u.s))));
  case 11:
    { long long t = sa[2].q0++; lq ^= t; }
    break;
  default: lq++;
  }
  switch ((int)(((g4 <= g0) * ((-100) * 0x3ull))) & 7) {
  case -2:
    ls = mk(((*pp - st.b0) - st.i0)); sa[l0&3] = ls;
    break;
  case 2:
    st.i0 <<= (DIV(u.s,84l,/)) & 7;
    break;
  case 4:
    switch ((int)(((long long)((ls.i0 + u.c[1])) << (0x7fffffffl & 63))) % 10) {
    case 5:
      lq += ((sp->b0 << ((-1000ull) & 15)) | ((unsigned long)(st.s0)));
      break;
    case 8:
      g9 += l1;
    case 10:
      lq += ((((unsigned int)(32767)) | fi(sp->i0, 7, st.b4)) | ((*(&l0) , u.i) - fq(sp->i0)));
      break;
    default: lq++;
    }
    break;
  case 10:
    *pp |= ((unsigned long)((DIV(0xffffffffll,sp->q0,/) <= (sp->b2 + g4))));
    break;
  default: lq++;
  }
  g1 ^= (((long long)(0x8u) << (65535l & 63)) == DIV(!(st.b0),1ul,%));
  sp = &sa[1]; st.i0 ^= sp->i0;
  sp->b0 *= (fi(fq(sp->c0), st.c0, arr[(g5&7)]) & (-0x8u));
  ls = mk(((*pp ^ 3ull) & arr[0])); sa[l0&3] = ls;
  hex(lq); hex(l0); hex(l1); hex(l2); for (int i=0;i<4;i++) hex(la[i]); hex(ls.i0); hex(ls.b1); hex(ls.q0); return lq; }
static void all(void){
  hex(g0);
  hex(g1);
  hex(g2);
  hex(g3);
  hex(g4);
  hex(g5);
  hex(g6);
  hex(g7);
  hex(g8);
  hex(g9);
  hex(g10);
  hex(g11);
  for (int i=0;i<8;i++) { hex(arr[i]); hex(ca[i]); hex(u.c[i]); }
  hex(st.b0);hex(st.b1);hex(st.b2);hex(st.c0);hex(st.s0);hex(st.i0);hex(st.q0);hex(st.b3);hex(st.b4);
  for (int i=0;i<4;i++) { hex(sa[i].b0); hex(sa[i].b1); hex(sa[i].b2); hex(sa[i].c0); hex(sa[i].q0); hex(sa[i].b3); hex(sa[i].b4); }
  hex((long long)(FBf(f0)*16)); hex((long long)(FBf(f1)*16)); hex((long long)(FBf(f2)*16)); hex((long long)(FBf(st.d0)*16)); }
int main(void){ for (int i = 0; i < 3; i++) { test(i*1000-5, g5+i, i); all(); printf("%08x\n", digest); } return 0; }
