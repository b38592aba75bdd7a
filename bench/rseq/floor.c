// What this machine lets sections reach without a JVM: the library's own machine code (code.h, from
// Code.java), called from C, and what threads pay here that share a word. Each by one thread, then by
// two at once on two CPUs. Nanoseconds of one thread for an operation, the least of five rounds.
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include "code.h"

enum { COUNT = 10000000, CPU_ID = 4, SLOTS = 4096, CPUS = 8192, BATCH = 8 };
#define CALL(routine, ...) ((long (*)())(ADDRESS + routine))(__VA_ARGS__)

static long directory[1 + CPUS];  // as the library's: how many CPUs, then the memory of each
static long links[2 * 64];
static const long places[BATCH] = {0, 64, 128, 192, 256, 320, 384, 448};
static _Alignas(128) _Atomic long word;
static _Alignas(128) long ring[4 * SLOTS];
static _Atomic int arrived;
static int threads;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

// The memory of each CPU: zeros, but for a trace a mask of slots and no bound, for a list one node.
static void prepare(long bound, long mask, int list) {
  directory[0] = CPUS;
  for (int cpu = 0; cpu < 2; cpu++) {
    long *strip = (long *)directory[1 + cpu];
    if (!strip) directory[1 + cpu] = (long)(strip = aligned_alloc(4096, 64 + 32 * SLOTS + 4032));
    memset(strip, 0, 64 + 32 * SLOTS);
    strip[0] = list ? 1 + 64 * cpu : 0;
    strip[1] = bound;
    strip[2] = mask;
  }
}

static void empty(long n) { for (; n; n--) CALL(THREAD_FIELD, (long)CPU_ID); }
static void add(long n) { for (; n; n--) CALL(ADD, directory, (long)CPU_ID, 0L, 1L); }
static void batch(long n) { for (n /= BATCH; n; n--) CALL(ADD_SAME, directory, (long)CPU_ID, places, (long)BATCH, 1L); }
static void append(long n) { for (; n; n--) CALL(APPEND, directory, (long)CPU_ID, n, 1L, 2L, 3L); }
static void shared_add(long n) { for (; n; n--) atomic_fetch_add(&word, 1); }

static void list(long n) {
  for (; n; n--) {
    long node = CALL(POP, directory, (long)CPU_ID, links);
    if (node <= 0) abort();
    CALL(PUSH, directory, (long)CPU_ID, node, node, links);
  }
}

static void shared_append(long n) {
  for (; n; n--) {
    volatile long *slot = ring + 4 * (atomic_fetch_add(&word, 1) & (SLOTS - 1));
    slot[0] = n;
    slot[1] = 1;
    slot[2] = 2;
    slot[3] = 3;
  }
}

struct work { void (*body)(long); int cpu; double took; };

static void *run(void *argument) {
  struct work *w = argument;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(w->cpu, &set);
  pthread_setaffinity_np(pthread_self(), sizeof set, &set);
  atomic_fetch_add(&arrived, 1);
  while (atomic_load(&arrived) < threads) {}
  double start = now();
  w->body(COUNT);
  w->took = (now() - start) / COUNT;
  return 0;
}

static double least(void (*body)(long), int count) {
  double best = 1e9;
  for (int round = 0; round < 5; round++) {
    struct work work[2];
    pthread_t thread[2];
    threads = count;
    arrived = 0;
    for (int i = 0; i < count; i++) {
      work[i] = (struct work){body, i, 0};
      pthread_create(&thread[i], 0, run, &work[i]);
    }
    for (int i = 0; i < count; i++) pthread_join(thread[i], 0);
    double mean = (work[0].took + work[count - 1].took) / 2;
    if (mean < best) best = mean;
  }
  return best;
}

static void measure(const char *name, void (*body)(long)) {
  double one = least(body, 1);
  printf("  %-44s %6.2f %6.2f\n", name, one, least(body, 2));
}

int main(void) {
  void *at = mmap((void *)ADDRESS, (sizeof CODE + 4095) & ~4095UL, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  if (at != (void *)ADDRESS) return perror("mmap"), 1;
  memcpy(at, CODE, sizeof CODE);
  if (mprotect(at, sizeof CODE, PROT_READ | PROT_EXEC)) return perror("mprotect"), 1;
  puts("by C, ns for each thread                       1 thread  2 at once");
  prepare(0, 0, 0);
  measure("a call that reads the CPU's number", empty);
  measure("a call that adds in a section", add);
  measure("8 sections in a call, each", batch);
  prepare(0, 0, 1);
  measure("free list, pop + push: two calls", list);
  prepare(0x7fffffffffffffff, SLOTS - 1, 0);
  measure("trace, append", append);
  measure("ring that all share, append", shared_append);
  measure("atomic addition to one word", shared_add);
}
