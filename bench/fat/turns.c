/*
 * turns PAIRS A... -- B...: runs two commands in turn, A B A B, and prints in microseconds the median
 * of each from fork to exit, and the median of the differences of pairs with its 95 % interval.
 */
#define _GNU_SOURCE
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double run(char **command) {
  struct timespec a, b;
  pid_t child;
  int status;
  clock_gettime(CLOCK_MONOTONIC, &a);
  if (posix_spawn(&child, command[0], 0, 0, command, environ) || waitpid(child, &status, 0) != child || status) {
    fprintf(stderr, "turns: %s does not run and end well\n", command[0]);
    exit(1);
  }
  clock_gettime(CLOCK_MONOTONIC, &b);
  return (double)(b.tv_sec - a.tv_sec) * 1e6 + (double)(b.tv_nsec - a.tv_nsec) / 1e3;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values, int n) {
  qsort(values, (size_t)n, sizeof *values, ascending);
  return values[n / 2];
}

int main(int argc, char **argv) {
  int pairs = argc > 1 ? atoi(argv[1]) : 0, border = 2;
  while (border < argc && strcmp(argv[border], "--")) border++;
  if (pairs < 1 || border + 1 >= argc) {
    fprintf(stderr, "usage: turns PAIRS A... -- B...\n");
    return 2;
  }
  argv[border] = 0;
  double *a = calloc((size_t)pairs, sizeof *a), *b = calloc((size_t)pairs, sizeof *b), *d = calloc((size_t)pairs, sizeof *d);
  if (!a || !b || !d) return 1;
  run(argv + 2), run(argv + border + 1);
  for (int i = 0; i < pairs; i++) {
    a[i] = run(argv + 2);
    b[i] = run(argv + border + 1);
    d[i] = a[i] - b[i];
  }
  double between = median(d, pairs);
  /* Ranks that the true median lies between, by the binomial distribution. */
  int off = (int)ceil(0.98 * sqrt(pairs)), low = pairs / 2 - off, high = pairs / 2 + off;
  printf("%.1f %.1f %.1f %.1f %.1f\n", median(a, pairs), median(b, pairs), between,
         d[low < 0 ? 0 : low], d[high < pairs ? high : pairs - 1]);
}
