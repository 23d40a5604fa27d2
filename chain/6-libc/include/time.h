#ifndef TIME_H
#define TIME_H
typedef long time_t;
struct timeval {
  long tv_sec, tv_usec;
};
struct tm {
  int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
};
time_t time(time_t *to);
int gettimeofday(struct timeval *to, void *zone);
struct tm *localtime(const time_t *moment);
#endif
