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
char g0 = 5ul;
signed char g1 = 0x1;
unsigned char g2 = 0ll;
short g3 = 2ul;
unsigned short g4 = (-846819291);
int g5 = 0xdel;
unsigned int g6 = 32767ull;
long g7 = (-65535ul);
unsigned long g8 = 0x10000ull;
long long g9 = 9223372036854775807ll;
unsigned long long g10 = 1000;
_Bool g11 = 1;
float f0 = 1.5;
double f1 = -2.25;
long double f2 = 1e5;
int arr[8] = {1,-2,3,(-7u),[6]=77}; struct S st = {1,-2,3,4,.i0=5,-6,7,8,9.5}, ls2={.q0=(-0x10000ul)}, *sp=&st, sa[4]={[1]={.b1=3,.c0=-4},{5,6}};
char ca[8]="abcdefg"; union U u = {.i=2147483648ll}; int *pp = arr+2; double fa[4]={1,2.5,-3};
static long long fq(long long x){ return x * 3 + (x >> 5); }
static int fi(int a, char b, unsigned short c){ return a ^ b << 4 ^ c; }
static unsigned char fp(short x){ return x * 7; }
static int fs(struct S s, int k){ s.i0 += k; return s.i0 ^ s.b1 ^ (int)s.q0; }
static struct S mk(long long v){ struct S s = {0}; s.b0 = v; s.b1 = v; s.b2 = v; s.c0 = v; s.s0 = v >> 3; s.i0 = v * 5; s.q0 = v * v; s.b3 = v; s.b4 = v; s.d0 = (int)v; return s; }
static double ff(double a, float b){ return a * 0.5 + b; }
static long long test(int l0, int l1, short l2) { long long lq = l0; int la[4] = {l0,l1}; struct S ls = st;
  for (int k2 = 0; k2 < 4; k2++) {
    f0 = FB((-(((st.d0 - 2.5e-3) - (f2 + g2)))));
    lq = lq * 31 + k2;
  }
  f2 = FB(((float)(DIV(u.s,(-0x80u),/))));
  st.q0 |= ((((-3ul) || (-0x123456789abcdefull)) - ((int)FB(1.5))) <= (0x3e8ull | st.s0));
  la[l1&3] ^= (((u.s - st.b3) != DIV(ca[l2&7],st.b2,%)) & ((la[l1&3] ^ sp->b2) - arr[(l0&7)]));
  sp = &ls2; st.i0 ^= sp->i0;
  g11 = ((((long long)FB(st.d0)) | !(0x100ul)) << ((st.b1 >= u.i) & 31));
  g1 |= (sa[2].q0 & ((sp->b4 >> (la[l1&3] & 31)) * (g2 >> (la[l1&3] & 7))));
  for (int k2 = 0; k2 < 4; k2++) {
    g10 ^= ((signed char)((((unsigned long)(sp->b0)) || (*(&lq) , g4))));
    lq = lq * 31 + k2;
  }
  sp->i0 *= ((unsigned long long)(fs(st, ((unsigned long)(sa[l0&3].c0)))) << 60);
  for (int k2 = 0; k2 < 4; k2++) {
    if (((arr[(g5&7)] | sp->b4) | (ca[l2&7] - lq))) {
      *pp = (((0 ^ 0x5ll) >= (st.q0 << (st.b4 & 31))) * ((unsigned char)(((int)FB(st.d0)))));
    } else {
      g2 += (((sp->b2 - sa[l0&3].c0) - (sp->b0 & g3)) | DIV(128,128ul,%));
    }
    lq = lq * 31 + k2;
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
