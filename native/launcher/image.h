/*
 * Maps an ELF file that begins somewhere in another file, as the kernel maps those that begin at 0
 * (fs/binfmt_elf.c, load_elf_binary and elf_load).
 */
#pragma once
#include "slice.h"

enum { PT_LOAD = 1, PT_INTERP = 3, PT_PHDR = 6, PT_GNU_STACK = 0x6474e551, PT_GNU_PROPERTY = 0x6474e553 };
enum { PF_X = 1, PF_W = 2, PF_R = 4 };
enum { PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4, PROT_BTI = 16, PROT_GROWSDOWN = 0x01000000 };
enum { MAP_PRIVATE = 2, MAP_FIXED = 16, MAP_ANONYMOUS = 32, MAP_NORESERVE = 0x4000, MAP_FIXED_NOREPLACE = 0x100000 };
enum { MOST_SEGMENTS = 64 };

struct segment {
  u32 type, flags;
  u64 offset, address, physical, file_size, memory_size, alignment;
};

struct image {
  struct elf header;
  struct segment segments[MOST_SEGMENTS];
  u64 base;       /* what is added to addresses */
  u64 low, high;  /* addresses of the first and behind the last loaded byte */
  u64 text, text_end;
};

static u64 page;

static u64 down(u64 x, u64 to) { return x & -to; }
static u64 up(u64 x, u64 to) { return (x + to - 1) & -to; }
static int failed(s64 result) { return result < 0 && result > -4096; }

static void read_image(int file, const struct slice *s, struct image *m) {
  struct elf *e = &m->header;
  if (s->size < sizeof *e) fail(126, "has a slice too short for ELF");
  read_at(file, e, sizeof *e, s->offset);
  /* Pages that the file does not have would be mapped all the same. */
  if (s->size != WHOLE_FILE) read_at(file, &m->base, 1, s->offset + s->size - 1);
  if (!is_elf(e->ident) || e->ident[4] != 2 || e->ident[5] != 1 || e->machine != HOST_MACHINE)
    fail(126, "has a wrong record");
  if (e->type != 2 && e->type != 3) fail(126, "is no program");
  if (e->phentsize != sizeof *m->segments || !e->phnum || e->phnum > MOST_SEGMENTS)
    fail(126, "has bad program headers");
  if (e->phoff > s->size || s->size - e->phoff < e->phnum * sizeof *m->segments)
    fail(126, "has bad program headers");
  read_at(file, m->segments, e->phnum * sizeof *m->segments, s->offset + e->phoff);
  m->low = ~0ul;
  m->high = 0;
  for (int i = 0; i < e->phnum; i++) {
    struct segment *p = &m->segments[i];
    if (p->type != PT_LOAD) continue;
    if (p->offset > s->size || s->size - p->offset < p->file_size)
      fail(126, "has a segment outside of its slice");
    if (p->file_size > p->memory_size || p->address + p->memory_size < p->address ||
        p->address + p->memory_size > 1ul << 47 || (p->address - p->offset) % page)
      fail(126, "has a bad segment");
    if (p->address < m->low) m->low = p->address;
    if (p->address + p->memory_size > m->high) m->high = p->address + p->memory_size;
  }
  if (m->high <= m->low) fail(126, "has bad program headers");
}

/* Whether the file's pages are those of the slice. */
static int is_mappable(const struct slice *s) { return s->offset % page == 0; }

static void reserve(struct image *m) {
  u64 low = down(m->low, page), size = up(m->high, page) - low, alignment = page;
  if (m->header.type == 2) {
    s64 at = sys(mmap, low, size, 0, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (failed(at) || (u64)at != low) fail(126, "wants addresses that are taken");
    m->base = 0;
    return;
  }
  for (int i = 0; i < m->header.phnum; i++) {
    u64 a = m->segments[i].alignment;
    if (m->segments[i].type == PT_LOAD && a > alignment && !(a & (a - 1)) && a <= 1ul << 30) alignment = a;
  }
  u64 room = size + alignment - page;
  s64 at = sys(mmap, 0, room, 0, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (failed(at)) fail(126, "needs more memory than there is");
  u64 start = up((u64)at - low % alignment, alignment) + low % alignment;
  if (start > (u64)at) sys(munmap, at, start - (u64)at);
  if ((u64)at + room > start + size) sys(munmap, start + size, (u64)at + room - start - size);
  m->base = start - low;
}

/* aarch64: code that says so is mapped guarded, as the kernel does for what it loads itself
   (arch/arm64/kernel/process.c, arch_elf_adjust_prot). */
static int guarded(int file, const struct slice *s, const struct image *m) {
#if defined __aarch64__
  u32 note[8];
  if (!(hwcap2 & 1ul << 17)) return 0;
  for (int i = 0; i < m->header.phnum; i++) {
    const struct segment *p = &m->segments[i];
    if (p->type == PT_GNU_PROPERTY && p->file_size >= sizeof note && p->offset < s->size) {
      read_at(file, note, sizeof note, s->offset + p->offset);
      return note[4] == 0xc0000000 && (note[6] & 1);
    }
  }
#else
  (void)file, (void)s, (void)m;
#endif
  return 0;
}

static void map_image(int file, const struct slice *s, struct image *m) {
  int bti = guarded(file, s, m);
  reserve(m);
  for (int i = 0; i < m->header.phnum; i++) {
    struct segment *p = &m->segments[i];
    if (p->type != PT_LOAD || !p->memory_size) continue;
    int prot = (p->flags & PF_R ? PROT_READ : 0) | (p->flags & PF_W ? PROT_WRITE : 0) |
               (p->flags & PF_X ? PROT_EXEC | (bti ? PROT_BTI : 0) : 0);
    u64 at = m->base + p->address, first = down(at, page), end = at + p->file_size;
    u64 last = up(at + p->memory_size, page), filled = p->file_size ? up(end, page) : first;
    if (p->file_size && failed(sys(mmap, first, end - first, prot, MAP_PRIVATE | MAP_FIXED, file,
                                   s->offset + down(p->offset, page))))
      fail(126, "cannot be mapped");
    /* What follows the file's bytes on their last page belongs to another part of it. */
    if (p->memory_size > p->file_size && (p->flags & PF_W) && filled > end) memset((void *)end, 0, filled - end);
    if (last > filled && failed(sys(mmap, filled, last - filled, prot, MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1, 0)))
      fail(126, "needs more memory than there is");
    if (p->flags & PF_X && !m->text_end) m->text = at, m->text_end = at + p->memory_size;
  }
}

/* The address of the program headers: ld.so and libc look for them by it. */
static u64 headers_address(const struct image *m) {
  for (int i = 0; i < m->header.phnum; i++) {
    const struct segment *p = &m->segments[i];
    if (p->type == PT_LOAD && m->header.phoff >= p->offset && m->header.phoff - p->offset < p->file_size)
      return m->base + p->address + m->header.phoff - p->offset;
  }
  return 0;
}
