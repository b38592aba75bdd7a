/* kcore DEVICE: copies what /proc/kcore shows of kernel, modules and RAM to a disk, with the file's own headers, in which
   only the places in the file are others. Pages of zeros are left to the disk, which is empty. */
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE 4096ul
#define MOST (1024 * PAGE)

static char page[MOST], zeros[PAGE];

/* In the space of modules no more than its start is in use, and vmalloc's, which is larger, is left out. */
static unsigned long wanted(const Elf64_Phdr *p) {
  int isModules = p->p_vaddr >= 0xffffffffc0000000ul && p->p_vaddr < 0xffffffffff000000ul;
  if (p->p_type != PT_LOAD || p->p_vaddr < 0x8000000000000000ul || (p->p_memsz > 2ul << 30)) return 0;
  return isModules && p->p_memsz > (24ul << 20) ? 24ul << 20 : p->p_memsz;
}

int main(int argc, char **argv) {
  Elf64_Ehdr header;
  Elf64_Phdr segments[64];
  int in = open("/proc/kcore", O_RDONLY), out = open(argv[1], O_WRONLY);
  if (in < 0 || out < 0 || pread(in, &header, sizeof header, 0) != sizeof header || header.e_phnum > 64) return 2;
  size_t table = header.e_phnum * sizeof *segments;
  if (pread(in, segments, table, header.e_phoff) != (ssize_t)table) return 3;
  unsigned long at = (header.e_phoff + table + PAGE - 1) / PAGE * PAGE;
  for (int i = 0; i < header.e_phnum; i++) {
    unsigned long size = wanted(&segments[i]);
    printf("%lx %lx %lx\n", segments[i].p_vaddr, segments[i].p_memsz, segments[i].p_offset);
    for (unsigned long done = 0; done < size;) {
      unsigned long part = size - done < MOST ? size - done : MOST;
      ssize_t got = pread(in, page, part, segments[i].p_offset + done);
      if (got <= 0) return 4;
      for (ssize_t j = 0; j < got; j += PAGE) {
        size_t n = got - j < (ssize_t)PAGE ? got - j : PAGE;
        if (memcmp(page + j, zeros, n) && pwrite(out, page + j, n, at + done + j) != (ssize_t)n) return 5;
      }
      done += got;
    }
    segments[i].p_offset = at;
    segments[i].p_filesz = size;
    if (!size) segments[i].p_memsz = 0;
    at += (size + PAGE - 1) / PAGE * PAGE;
  }
  if (pwrite(out, &header, sizeof header, 0) != sizeof header) return 6;
  if (pwrite(out, segments, table, header.e_phoff) != (ssize_t)table) return 7;
  return fsync(out) ? 8 : 0;
}
