/* Planets around a sun, step by step: floating point numbers of 64 bits in structures. */
#include <stdio.h>

struct body {
  double x, y, vx, vy, mass;
};

static struct body bodies[4] = {
  {0, 0, 0, 0, 1000}, {10, 0, 0, 10, 0}, {0, 20, -7, 0, 0}, {-40, 0, 0, -5, 0},
};

static void step(double time) {
  int i, j;
  for (i = 0; i < 4; i++) {
    for (j = 0; j < 4; j++) {
      double dx, dy, square, pull;
      if (i == j) continue;
      dx = bodies[j].x - bodies[i].x;
      dy = bodies[j].y - bodies[i].y;
      square = dx * dx + dy * dy + 0.25;
      pull = bodies[j].mass / (square * square) * time;
      bodies[i].vx += dx * pull;
      bodies[i].vy += dy * pull;
    }
  }
  for (i = 0; i < 4; i++) {
    bodies[i].x += bodies[i].vx * time;
    bodies[i].y += bodies[i].vy * time;
  }
}

int main(void) {
  int i;
  for (i = 0; i < 1500000; i++) step(1.0 / 65536);
  for (i = 0; i < 4; i++) printf("%d %d\n", (int)(bodies[i].x * 16), (int)(bodies[i].y * 16));
  return 0;
}
