/*
 * Which slice of a fat file to run. The table is FatELF's, version 1 (FatTable.java has its layout);
 * it begins the file, or is the section .fatelf of an ELF file, or follows a script.
 *
 * The table is not trusted: whatever it says, what is mapped is checked again as an ELF file of the
 * machine that was looked for.
 */
#pragma once
#include "text.h"

struct elf {
  u8 ident[16];
  u16 type, machine;
  u32 version;
  u64 entry, phoff, shoff;
  u32 flags;
  u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct section {
  u32 name, type;
  u64 flags, address, offset, size;
  u32 link, info;
  u64 alignment, entry_size;
};

struct record {
  u16 machine;
  u8 osabi, abi_version, word_size, order, variant, reserved;
  u64 offset, size;
};

struct table {
  u32 magic;
  u16 version;
  u8 count, reserved;
  struct record records[255];
};

struct slice {
  u64 offset, size;
  struct record target;
};

static void read_at(int file, void *to, u64 size, u64 offset) {
  if (sys(pread64, file, to, size, offset) != (s64)size)
    fail(126, "is cut off");
}

/* Where the section .fatelf begins, 0 when there is none. Other tools may have put sections behind it;
   its alignment tells it from nearly all of them without a look at their names. */
static u64 section_offset(int file, const struct elf *e) {
  struct section names, all[128];
  char name[8];
  int count = e->shnum < 128 ? e->shnum : 128;
  if (e->ident[4] != 2 || e->ident[5] != 1 || e->shentsize != sizeof *all || e->shstrndx >= e->shnum)
    return 0;
  u64 first = e->shoff + (u64)(e->shnum - count) * sizeof *all;
  if (sys(pread64, file, all, count * sizeof *all, first) != (s64)(count * sizeof *all)) return 0;
  for (int i = count - 1; i >= 0; i--) {
    const struct section *s = &all[i];
    if (s->flags || s->type != 1 || s->alignment < 512) continue;
    read_at(file, &names, sizeof names, e->shoff + (u64)e->shstrndx * sizeof names);
    if (sys(pread64, file, name, sizeof name, names.offset + s->name) == sizeof name &&
        same(name, ".fatelf", sizeof name))
      return s->offset;
  }
  return 0;
}

/* A script that runs itself says on its second line where the table is: "# fatelf 0000131072". */
static u64 script_offset(int file) {
  char head[64];
  u64 at = 0;
  read_at(file, head, sizeof head, 0);
  if (!same(head, "#!/bin/sh\n# fatelf ", 19)) fail(126, "is neither fat nor ELF");
  for (int i = 19; i < 29 && head[i] >= '0' && head[i] <= '9'; i++) at = at * 10 + (u64)(head[i] - '0');
  return at;
}

/* The size of a slice that is the file itself; the file ends first. */
#define WHOLE_FILE (1ul << 62)

enum fitness { NEVER, EMULATED, COPIED, PLAIN };

static int is_elf(const u8 *ident) { return same(ident, "\x7f" "ELF", 4); }

static u64 hwcap, hwcap2;

/* Asked for only when a file has variants: in a virtual machine each cpuid is a call of the
   hypervisor, and costs as much as ten system calls. */
static int variant(void) {
  static int found;
  if (!found) found = 1 + best_variant(hwcap, hwcap2);
  return found - 1;
}

/* How well a slice suits this machine; better variants are worth more than the plain slice. */
static int fitness(const struct record *r) {
  if (r->machine == HOST_MACHINE && r->word_size == 2 && r->order == 1 &&
      (r->osabi == 0 || r->osabi == 3))
    return r->variant == 0 ? PLAIN : r->variant <= variant() ? PLAIN + r->variant : NEVER;
  if (r->variant) return NEVER;
  if (r->machine == HOST_32 && r->word_size == 1 && r->order == 1) return COPIED;
  return EMULATED;
}

static void consider(struct slice *best, int *how, const struct record *r, u64 base) {
  int fits = fitness(r);
  if (fits > *how) {
    *how = fits;
    best->offset = base + r->offset;
    best->size = r->size;
    best->target = *r;
  }
}

/* Finds the slice to run; returns how it is to be run. Most tables come with the first read. */
static int choose(int file, struct slice *best) {
  union {
    struct elf elf;
    struct table table;
  } start;
  enum { FIRST = 8 + 8 * sizeof(struct record) };
  struct table *t = &start.table;
  u64 base = 0;
  int how = NEVER;
  s64 got = sys(pread64, file, &start, FIRST, 0);
  if (got < 8) fail(126, "is neither fat nor ELF");
  if (is_elf(start.elf.ident)) {
    struct elf *e = &start.elf;
    if (got < (s64)sizeof *e) fail(126, "is cut off");
    const struct record self = {e->machine, e->ident[7], e->ident[8], e->ident[4], e->ident[5], 0, 0, 0, WHOLE_FILE};
    consider(best, &how, &self, 0);
    base = section_offset(file, e);
    if (!base) return how;
  } else if (start.elf.ident[0] == '#') {
    base = script_offset(file);
  }
  if (base) read_at(file, t, got = 8, base);
  if (t->magic != 0x1f0e70fa) fail(126, "is neither fat nor ELF");
  if (t->version != 1) fail(126, "is not FatELF version 1");
  if (8 + t->count * (s64)sizeof *t->records > got) read_at(file, t->records, t->count * sizeof *t->records, base + 8);
  for (int i = 0; i < t->count; i++) {
    struct record *r = &t->records[i];
    if (r->offset + r->size < r->offset) fail(126, "has a wrong record");
    consider(best, &how, r, base);
  }
  if (how == NEVER) fail(126, "has no slice for this machine");
  return how;
}
