/*
 * Slices that cannot be mapped: those for another machine go to qemu-user, those for the 32-bit
 * sister of this one to the kernel. Both want a file that begins with the slice, so it is copied
 * into one in memory: half a millisecond a megabyte, less than qemu takes to start.
 */
#pragma once
#include "slice.h"

/* Numbers of the ELF header, then qemu-user's name: no table of pointers, they would need relocations. */
static const struct { u16 machine; u8 word_size, order; char name[12]; } emulators[] = {
    {62, 2, 1, "x86_64"},   {3, 1, 1, "i386"},      {183, 2, 1, "aarch64"}, {40, 1, 1, "arm"},
    {40, 1, 2, "armeb"},    {243, 2, 1, "riscv64"}, {243, 1, 1, "riscv32"}, {21, 2, 1, "ppc64le"},
    {21, 2, 2, "ppc64"},    {20, 1, 2, "ppc"},      {22, 2, 2, "s390x"},    {8, 2, 1, "mips64el"},
    {8, 2, 2, "mips64"},    {8, 1, 1, "mipsel"},    {8, 1, 2, "mips"},      {258, 2, 1, "loongarch64"},
    {43, 2, 2, "sparc64"},  {2, 1, 2, "sparc"},     {4, 1, 2, "m68k"},      {15, 1, 2, "hppa"},
    {42, 1, 1, "sh4"},      {0x9026, 2, 1, "alpha"},
};

static int copy(int file, const struct slice *s) {
  int memory = (int)sys(memfd_create, "slice", 0);
  if (memory < 0) fail(126, "cannot be copied to memory");
  u64 at = s->offset;
  for (u64 left = s->size; left;) {
    s64 n = sys(sendfile, memory, file, &at, left < 1ul << 30 ? left : 1ul << 30);
    if (n <= 0) fail(126, n ? "cannot be copied to memory" : "is cut off");
    left -= (u64)n;
  }
  return memory;
}

static __attribute__((noreturn)) void run_copy(int file, const struct slice *s, char **argv, char **env) {
  sys(execveat, copy(file, s), "", argv, env, 0x1000 /* AT_EMPTY_PATH */);
  fail(126, "is for 32 bits, which this kernel does not run");
}

static __attribute__((noreturn)) void emulate(int file, const struct slice *s, int argc, char **argv, char **env) {
  const char *name = 0;
  for (u64 i = 0; i < sizeof emulators / sizeof *emulators; i++)
    if (emulators[i].machine == s->target.machine && emulators[i].word_size == s->target.word_size &&
        (emulators[i].order == s->target.order || !s->target.order))
      name = emulators[i].name;
  if (!name) fail(126, "has no slice for this machine");
  char path[64], memory[32];
  char *command[argc + 5];
  int n = 0;
  append_number(append(memory, "/proc/self/fd/"), (u64)copy(file, s));
  command[n++] = path;
  command[n++] = "-0";
  command[n++] = argc ? argv[0] : memory;
  command[n++] = memory;
  for (int i = 1; i < argc; i++) command[n++] = argv[i];
  command[n] = 0;
  append(append(append(path, "/usr/bin/qemu-"), name), "-static");
  sys(execve, path, command, env);
  append(append(path, "/usr/bin/qemu-"), name);
  sys(execve, path, command, env);
  append(append(append(path, "is for another machine, and there is no "), "qemu-"), name);
  fail(127, path);
}
