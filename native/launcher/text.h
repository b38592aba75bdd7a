/*
 * Words for people, and the few functions of a C library that are needed.
 */
#pragma once
#include "machine.h"

void *memcpy(void *to, const void *from, u64 n) {
  for (u64 i = 0; i < n; i++) ((u8 *)to)[i] = ((const u8 *)from)[i];
  return to;
}

void *memset(void *to, int c, u64 n) {
  for (u64 i = 0; i < n; i++) ((volatile u8 *)to)[i] = (u8)c;
  return to;
}

static u64 length(const char *s) {
  u64 n = 0;
  while (s[n]) n++;
  return n;
}

static int same(const void *a, const void *b, u64 n) {
  for (u64 i = 0; i < n; i++)
    if (((const u8 *)a)[i] != ((const u8 *)b)[i]) return 0;
  return 1;
}

static char *append(char *to, const char *s) {
  while (*s) *to++ = *s++;
  *to = 0;
  return to;
}

static char *append_number(char *to, u64 n) {
  if (n >= 10) to = append_number(to, n / 10);
  *to++ = (char)('0' + n % 10);
  *to = 0;
  return to;
}

/* What a message is about; null is the launcher itself. */
static const char *subject;

/* As shells say it: 126 is found but cannot be run, 127 is not found. */
static __attribute__((noreturn)) void fail(int code, const char *why) {
  char line[4400], *end = append(line, "elfwright: ");
  if (subject && length(subject) < 4096) end = append(append(end, subject), ": ");
  end = append(append(end, why), "\n");
  sys(write, 2, line, end - line);
  sys(exit_group, code);
  __builtin_unreachable();
}
