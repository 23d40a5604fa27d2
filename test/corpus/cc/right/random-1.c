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
char g0 = 0x80000000ll;
signed char g1 = 81985529216486895ll;
unsigned char g2 = 0x2eau;
short g3 = 5l;
unsigned short g4 = 0x7ful;
int g5 = 4294967295ll;
unsigned int g6 = 490885199ull;
long g7 = 1000ll;
unsigned long g8 = 65536;
long long g9 = 0x10000l;
unsigned long long g10 = 65536ul;
_Bool g11 = 1;
float f0 = -2.25;
double f1 = 100.125;
long double f2 = -2.25;
int arr[8] = {1,-2,3,10,[6]=77}; struct S st = {1,-2,3,4,.i0=5,-6,7,8,9.5}, ls2={.q0=0x7fffffffffffffffull}, *sp=&st, sa[4]={[1]={.b1=3,.c0=-4},{5,6}};
char ca[8]="abcdefg"; union U u = {.i=128u}; int *pp = arr+2; double fa[4]={1,2.5,-3};
static long long fq(long long x){ return x * 3 + (x >> 5); }
static int fi(int a, char b, unsigned short c){ return a ^ b << 4 ^ c; }
static unsigned char fp(short x){ return x * 7; }
static int fs(struct S s, int k){ s.i0 += k; return s.i0 ^ s.b1 ^ (int)s.q0; }
static struct S mk(long long v){ struct S s = {0}; s.b0 = v; s.b1 = v; s.b2 = v; s.c0 = v; s.s0 = v >> 3; s.i0 = v * 5; s.q0 = v * v; s.b3 = v; s.b4 = v; s.d0 = (int)v; return s; }
static double ff(double a, float b){ return a * 0.5 + b; }
static long long test(int l0, int l1, short l2) { long long lq = l0; int la[4] = {l0,l1}; struct S ls = st;
  { long long t = u.s++; lq ^= t; }
  ++sa[2].q0;
  fa[l0&3] = FB(((st.d0 * (0.1f + l1)) * 2.5e-3));
  sp->c0 = DIV((!(sp->b1) - ((long long)(g0) >> (st.b1 & 63))),(0x64u * st.q0),%);
  switch ((int)(((unsigned long long)((g8 ? (-2814534359039500118ull) : (-0xau))) << 33)) & 7) {
  case 3:
    st.b1 = ((long)(((long)((sp->i0 || st.c0)))));
    break;
  case 5:
    switch ((int)(((sp->q0 - sp->b4) || (u.q & g1))) & 7) {
    case 2:
      sp->b0 = (((sp->b2 <= sp->b3) + (sa[2].q0 * (-255l))) * -(u.q));
    case 5:
      { long long t = sp->b0--; lq ^= t; }
      break;
    case 6:
      st.b2 >>= ((0x80u * ls.b1)) & 7;
      break;
    case 7:
      lq += ((l0 > sp->b0) + (0xffff * st.c0));
      break;
    case 8:
      lq += sp->q0;
      break;
    default: lq++;
    }
    break;
  case 7:
    { long long t = st.b3--; lq ^= t; }
    break;
  case 11:
    g3 = g4;
    break;
  default: lq++;
  }
  ca[l2&7] &= ((((long long)(g8) << (ls.i0 & 63)) + (sp->b3 - st.b3)) | ((*(&g6) , (-100ul)) + (ca[l2&7] < g6)));
  g0 >>= ((st.b3 << (g3 & 31))) & 7;
  f1 = FB((((2.5e-3 - 1.5) - (f2 + 2.5e-3)) + ((float)((st.d0 * f1)))));
  st.c0 = ((l2 - (la[l1&3] * (-128ll))) | (fq(arr[3]) & sp->q0));
  if ((st.b0 & (u.s << (st.b4 & 15)))) {
    l1 += DIV(ls.b1,((-0x3a8ul) && u.i),%);
  } else {
    sp->b2 <<= (+(pp[1])) & 7;
  }
  f0 = FB((((1.5 + g5) * (f1 * 100.0)) * (f0 - 100.0)));
  switch ((int)(65535) & 7) {
  case -1:
    u.q ^= (((unsigned long long)((pp[1] >> (0xall & 31))) << 55) + ((l0 - *pp) << (sp->q0 & 15)));
    break;
  case 1:
    ls = mk(((sa[l1&3].b2 | sa[l0&3].c0) & ((long long)(16u) >> (g3 & 63)))); sa[l0&3] = ls;
  case 4:
    --g3;
    break;
  case 9:
    ls = mk((ca[l2&7] ^ (0x3d994b241b1d55cll + u.i))); sa[l0&3] = ls;
    break;
  default: lq++;
  }
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
