/* System calls, and the little that a libc would give. */

enum {
  SYS_write = 1,
  SYS_open = 2,
  SYS_close = 3,
  SYS_mmap = 9,
  SYS_mprotect = 10,
  SYS_munmap = 11,
  SYS_madvise = 28,
  SYS_execve = 59,
  SYS_readlink = 89,
  SYS_exit_group = 231,
  SYS_statx = 332
};
enum { AT_NULL = 0, AT_SECURE = 23, AT_FDCWD = -100, MADV_POPULATE_WRITE = 23 };
enum { ENOENT = 2, ENOTDIR = 20 };
enum { PAGE = 4096 };

static inline s64 call(s64 number, s64 a, s64 b, s64 c, s64 d, s64 e) {
  register s64 r10 __asm__("r10") = d;
  register s64 r8 __asm__("r8") = e;
  s64 result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                   : "rcx", "r11", "memory");
  return result;
}

static inline u64 slide(void) { return (u64)&plan - plan.link_address; }
static inline void *at(u64 address) { return (void *)(address + slide()); }

static u64 length(const char *s) {
  u64 n = 0;
  while (s[n]) n++;
  return n;
}
static int equal(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}
static int starts(const char *s, const char *prefix) {
  while (*prefix)
    if (*s++ != *prefix++) return 0;
  return 1;
}
static void say(const char *s) { call(SYS_write, 2, (s64)s, (s64)length(s), 0, 0); }
static void die(int status, const char *a, const char *b, const char *c) {
  say("elfwright: ");
  say(a);
  say(b);
  say(c);
  say("\n");
  for (;;) call(SYS_exit_group, status, 0, 0, 0, 0);
}

/* struct statx (linux/stat.h), 256 bytes. */
struct stamp {
  u32 mask, blksize;
  u64 attributes;
  u32 nlink, uid, gid;
  unsigned short mode, spare;
  u64 inode, size, blocks, attributes_mask;
  struct {
    s64 seconds;
    u32 nanoseconds;
    s32 reserved;
  } atime, btime, ctime, mtime;
  u32 rdev_major, rdev_minor, dev_major, dev_minor;
  u64 rest[14];
};
enum { STATX_BASIC_STATS = 0x7ff };

static s64 stamp(const char *path, struct stamp *out) {
  return call(SYS_statx, AT_FDCWD, (s64)path, 0, STATX_BASIC_STATS, (s64)out);
}
