/*
 * The starter: what runs inside a fused program before its own code.
 *
 * ld.so calls it twice. As the only entry of DT_PREINIT_ARRAY, before any constructor, it decides
 * whether the recorded link still holds (the guard), and if so completes it: pointers are slid,
 * references to libc filled in, RELRO ranges protected. As the ELF entry point it runs the
 * constructors of the fused libraries, where ld.so would have run them, and then the program.
 *
 * Freestanding, position independent, no relocation of its own: everything it knows comes from one
 * table, `plan`, that the linker in dev.elfwright.link.fuse writes (StarterTable.java holds the same
 * layout). Addresses in the table are link-time addresses; the slide is added here.
 *
 * Why not leave relocation to ld.so: it would come before the guard, and it faults in one page at a
 * time what one madvise() brings in at once.
 */
typedef unsigned long u64;
typedef long s64;
typedef unsigned int u32;
typedef int s32;

struct input {
  u32 dev_major, dev_minor;
  u64 inode, size;
  s64 mtime, ctime;
  u32 mtime_ns, ctime_ns;
  u64 path;
  u64 kind; /* 0: must be this file; 1: must not exist; 2: folder, nothing added or removed;
               3: ld.so.cache, this file or one that says the same of our libraries */
};
struct slot {
  u64 address;
  u32 index;
  s32 addend;
};
struct pair {
  u64 first, second;
};
struct range {
  u64 start, size;
};
struct object {
  u64 start, end, path;
};
struct name {
  const char *name;
  struct name *next;
  int dont_free;
};
struct plan {
  u64 link_address;
  u64 original, self, library_path;
  u64 inputs, input_count;
  u64 relr, relr_count;
  u64 imports, import_values, import_count;
  u64 anchor, anchor_value;
  u64 slots, slot_count;
  u64 ifuncs, ifunc_count;
  u64 populate, populate_count;
  u64 relro, relro_count;
  u64 names, dynamic;
  u64 constructors, constructor_count;
  u64 destructors, destructor_count;
  u64 entry;
  u64 objects, object_count;
  /* Indices of imports, in the order of Wrappers.java. */
  u64 readlink, readlink_chk, readlinkat, readlinkat_chk;
  u64 realpath, realpath_chk, canonicalize, dladdr;
  u64 cache_names, cache_name_count, cache_digest;
};
/* The first four members of ld.so's struct link_map are its protocol with debuggers; l_real, l_ns
   and l_libname have followed them since glibc 2.3 (include/link.h). */
struct map {
  u64 addr;
  char *path;
  void *dynamic;
  struct map *next, *previous, *real;
  long ns;
  struct name *names;
};
struct debug {
  int version;
  struct map *map;
};

extern const struct plan plan __attribute__((visibility("hidden")));

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

/* ld.so.cache (glibc sysdeps/generic/dl-cache.h, struct cache_file_new): a header of 48 bytes,
   entries of 24, then strings; offsets count from the file's start. */
struct cache {
  char magic[20];
  u32 count, strings_size;
  u32 rest[5];
  struct {
    u32 flags, key, value, version;
    u64 hwcap;
  } entry[];
};

static int order(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return (unsigned char)*a - (unsigned char)*b;
}

static int is_ours(const char *name) {
  const u64 *names = at(plan.cache_names);
  u64 low = 0, high = plan.cache_name_count;
  while (low < high) {
    u64 middle = (low + high) / 2;
    int o = order(name, at(names[middle]));
    if (o == 0) return 1;
    if (o < 0) high = middle;
    else low = middle + 1;
  }
  return 0;
}

/* FNV-1a, 64 bit. */
static u64 digest(u64 h, const char *s) {
  do h = (h ^ (unsigned char)*s) * 0x100000001b3ul;
  while (*s++);
  return h;
}

/* ldconfig runs with every installed library: what counts is what it now says of ours. */
static int says_the_same(const struct cache *c, u64 size) {
  if (size < sizeof *c || !starts(c->magic, "glibc-ld.so.cache1.1") ||
      c->count > (size - sizeof *c) / sizeof c->entry[0])
    return 0;
  u64 end = sizeof *c + c->count * sizeof c->entry[0] + c->strings_size;
  if (end > size || ((const char *)c)[end - 1]) return 0;
  u64 h = 0xcbf29ce484222325ul;
  for (u32 i = 0; i < c->count; i++) {
    if (c->entry[i].key >= end || c->entry[i].value >= end) return 0;
    const char *key = (const char *)c + c->entry[i].key;
    if (!is_ours(key)) continue;
    if (c->entry[i].hwcap) return 0;
    h = digest((h ^ c->entry[i].flags) * 0x100000001b3ul, key);
    h = digest(h, (const char *)c + c->entry[i].value);
  }
  return h == plan.cache_digest;
}

static int cache_says_the_same(const char *path, u64 size) {
  s64 file = call(SYS_open, (s64)path, 0, 0, 0, 0);
  if (file < 0) return 0;
  register s64 r9 __asm__("r9") = 0;
  s64 mapped;
  register s64 r10 __asm__("r10") = 2; /* MAP_PRIVATE */
  register s64 r8 __asm__("r8") = file;
  __asm__ volatile("syscall"
                   : "=a"(mapped)
                   : "a"(SYS_mmap), "D"(0), "S"(size), "d"(1), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  call(SYS_close, file, 0, 0, 0, 0);
  if (mapped < 0 && mapped > -PAGE) return 0;
  int same = says_the_same((const struct cache *)mapped, size);
  call(SYS_munmap, mapped, (s64)size, 0, 0, 0);
  return same;
}

static int is_unchanged(const struct input *in, const struct stamp *now) {
  return now->inode == in->inode && now->dev_major == in->dev_major &&
         now->dev_minor == in->dev_minor && now->mtime.seconds == in->mtime &&
         now->mtime.nanoseconds == in->mtime_ns &&
         (in->kind == 2 || (now->size == in->size && now->ctime.seconds == in->ctime &&
                            now->ctime.nanoseconds == in->ctime_ns));
}

static int holds(const struct input *in) {
  struct stamp now;
  s64 error = stamp(at(in->path), &now);
  if (in->kind == 1) return error == -ENOENT || error == -ENOTDIR;
  if (error) return 0;
  return is_unchanged(in, &now) || (in->kind == 3 && cache_says_the_same(at(in->path), now.size));
}

/* Every variable that ld.so obeys begins with LD_; GLIBC_TUNABLES can mask CPU features. */
static int environment_holds(char **env) {
  const char *wanted = plan.library_path ? at(plan.library_path) : 0;
  int seen = 0;
  for (; *env; env++) {
    const char *e = *env;
    if (e[0] == 'L' && e[1] == 'D' && e[2] == '_') {
      if (!wanted || !starts(e, "LD_LIBRARY_PATH=") || !equal(e + 16, wanted)) return 0;
      seen = 1;
    } else if (e[0] == 'G' && starts(e, "GLIBC_TUNABLES=")) {
      return 0;
    }
  }
  return !wanted || seen;
}

/* Guarded files always have inputs, the program itself first; without a guard nothing is asked. */
static int link_holds(char **env) {
  if (!plan.input_count) return 1;
  if (!environment_holds(env)) return 0;
  const struct input *in = at(plan.inputs);
  for (u64 i = 0; i < plan.input_count; i++)
    if (!holds(&in[i])) return 0;
  return 1;
}

static int is_this_program(const char *path) {
  struct stamp self, other;
  return stamp(path, &other) == 0 && stamp("/proc/self/exe", &self) == 0 &&
         self.inode == other.inode && self.dev_major == other.dev_major &&
         self.dev_minor == other.dev_minor;
}

static void run_original(char **argv, char **env) {
  const char *path = at(plan.original);
  if (is_this_program(path))
    die(127, path, " was replaced by its own fused program, whose inputs have changed", "");
  call(SYS_execve, (s64)path, (s64)argv, (s64)env, 0, 0);
  die(127, "the inputs of this fused program changed, and the original cannot be run: ", path, "");
}

static void refuse_secure_execution(char **env) {
  while (*env) env++;
  for (u64 *aux = (u64 *)(env + 1); aux[0] != AT_NULL; aux += 2)
    if (aux[0] == AT_SECURE && aux[1])
      die(126, "a fused program does not run with elevated privileges", "", "");
}

/* Pages that will be written are brought in by one call a range instead of one fault each (ffmpeg
   starts 3 % sooner). Before Linux 5.14 the call is an error, and the faults happen as ever. */
static void populate(void) {
  const struct range *r = at(plan.populate);
  for (u64 i = 0; i < plan.populate_count; i++)
    call(SYS_madvise, (s64)at(r[i].start), (s64)r[i].size, MADV_POPULATE_WRITE, 0, 0);
}

/* The encoding of SHT_RELR (gABI 4.3): an address, then bitmaps over the 63 words after it. */
static void slide_pointers(void) {
  u64 by = slide();
  const u64 *entry = at(plan.relr), *end = entry + plan.relr_count;
  u64 *where = 0;
  if (!by) return;
  for (; entry < end; entry++) {
    if (!(*entry & 1)) {
      where = at(*entry);
      *where++ += by;
    } else {
      for (u64 bits = *entry >> 1; bits; bits &= bits - 1) where[__builtin_ctzl(bits)] += by;
      where += 63;
    }
  }
}

/* What libc provides is one addition away from any one symbol that ld.so looked up: the guard has
   just compared libc with the file whose symbol values stand in import_values. */
static void fill_imports(void) {
  u64 *import = at(plan.imports);
  if (plan.import_values) {
    const u64 *value = at(plan.import_values);
    u64 base = import[plan.anchor] - plan.anchor_value;
    for (u64 i = 0; i < plan.import_count; i++)
      if (value[i]) import[i] = base + value[i];
  }
  const struct slot *s = at(plan.slots);
  for (u64 i = 0; i < plan.slot_count; i++)
    *(u64 *)at(s[i].address) = import[s[i].index] + (u64)(s64)s[i].addend;
}

static void resolve_ifuncs(void) {
  const struct pair *p = at(plan.ifuncs);
  for (u64 i = 0; i < plan.ifunc_count; i++)
    *(u64 *)at(p[i].first) = ((u64(*)(void))at(p[i].second))();
}

static void protect(void) {
  const struct range *r = at(plan.relro);
  for (u64 i = 0; i < plan.relro_count; i++)
    if (call(SYS_mprotect, (s64)at(r[i].start), (s64)r[i].size, 1, 0, 0))
      die(127, "cannot protect relocated data", "", "");
}

/* A plugin that needs a fused library by name must get this object instead of a second copy:
   ld.so compares the names in l_libname of what is loaded. */
static void answer_to_library_names(void) {
  if (!plan.names) return;
  for (const s64 *d = at(plan.dynamic); d[0]; d += 2)
    if (d[0] == 21 /* DT_DEBUG */ && d[1]) {
      struct map *self = ((struct debug *)d[1])->map;
      if (self->real != self || self->ns != 0 || !self->names)
        die(127, "this loader keeps its library names elsewhere; fuse again", "", "");
      struct name *last = self->names;
      while (last->next) last = last->next;
      last->next = at(plan.names);
    }
}

__attribute__((visibility("hidden"))) void elfwright_preinit(int argc, char **argv, char **env) {
  (void)argc;
  refuse_secure_execution(env);
  if (!link_holds(env)) run_original(argv, env);
  populate();
  slide_pointers();
  fill_imports();
  resolve_ifuncs();
  protect();
  answer_to_library_names();
}

typedef void (*constructor)(int, char **, char **);

__attribute__((visibility("hidden"))) u64 elfwright_construct(u64 *stack) {
  int argc = (int)stack[0];
  char **argv = (char **)(stack + 1), **env = argv + argc + 1;
  const u64 *f = at(plan.constructors);
  __asm__ volatile(".globl elfwright.first_constructor\nelfwright.first_constructor:");
  for (u64 i = 0; i < plan.constructor_count; i++) ((constructor)at(f[i]))(argc, argv, env);
  return (u64)at(plan.entry);
}

static void (*loader_fini)(void);

/* ld.so ends plugins after the program but before its libraries; run as part of the program, the
   libraries' destructors would come before those of plugins that still use them. */
__attribute__((visibility("hidden"))) void elfwright_destruct(void) {
  if (loader_fini) loader_fini();
  const u64 *f = at(plan.destructors);
  for (u64 i = 0; i < plan.destructor_count; i++) ((void (*)(void))at(f[i]))();
}

__attribute__((visibility("hidden"))) void *elfwright_fini(void (*fini)(void)) {
  if (!plan.destructor_count) return (void *)fini;
  loader_fini = fini;
  return (void *)elfwright_destruct;
}

/* rsp points at argc, rdx at ld.so's finaliser (x86-64 psABI, "Process Initialization"). */
__asm__(
    ".text\n.globl elfwright_entry\n.type elfwright_entry,@function\nelfwright_entry:\n"
    "  xor %ebp, %ebp\n"
    "  mov %rsp, %rbx\n"
    "  mov %rdx, %rdi\n"
    "  call elfwright_fini\n"
    "  mov %rax, %r12\n"
    "  mov %rbx, %rdi\n"
    "  call elfwright_construct\n"
    "  mov %r12, %rdx\n"
    "  mov %rbx, %rsp\n"
    "  jmp *%rax\n"
    ".size elfwright_entry, . - elfwright_entry\n"
    /* A TLS descriptor's function for a block at a fixed place: the offset is its argument. */
    ".globl elfwright_tls_fixed\n.type elfwright_tls_fixed,@function\nelfwright_tls_fixed:\n"
    "  mov 8(%rax), %rax\n  ret\n"
    ".size elfwright_tls_fixed, . - elfwright_tls_fixed\n"
    /* A function that no library defines, named by rdi, ends the process when it is called. */
    ".globl elfwright_undefined\n.type elfwright_undefined,@function\nelfwright_undefined:\n"
    "  call elfwright_die_undefined\n"
    ".size elfwright_undefined, . - elfwright_undefined\n");

__attribute__((visibility("hidden"), used)) void elfwright_die_undefined(const char *name) {
  die(127, "symbol lookup error: undefined symbol: ", name, "");
}

/* A program that asks the kernel who it is gets the original's path, beside which its files are.
   Asked beforehand, since the caller may rely on what lies in its buffer behind the answer. */
static int links_here(const char *path) {
  char c;
  return starts(path, "/proc/") && is_this_program(path) &&
         call(SYS_readlink, (s64)path, (s64)&c, 1, 0, 0) > 0;
}

static s64 original_link(char *buffer, u64 size) {
  const char *self = at(plan.self);
  u64 n = 0;
  for (; n < size && self[n]; n++) buffer[n] = self[n];
  return (s64)n;
}

static inline void *import(u64 index) { return (void *)((u64 *)at(plan.imports))[index]; }

#define WRAPPER __attribute__((visibility("hidden")))

WRAPPER s64 elfwright_readlink(const char *path, char *buffer, u64 size) {
  s64 (*real)(const char *, char *, u64) = import(plan.readlink);
  return size && links_here(path) ? original_link(buffer, size) : real(path, buffer, size);
}

WRAPPER s64 elfwright_readlinkat(int dir, const char *path, char *buffer, u64 size) {
  s64 (*real)(int, const char *, char *, u64) = import(plan.readlinkat);
  return size && links_here(path) ? original_link(buffer, size) : real(dir, path, buffer, size);
}

/* By whatever name a program asks for its own file: argv[0] (LibreOffice) or one below /proc. */
static const char *original_path(const char *path) {
  return path && is_this_program(path) ? at(plan.self) : path;
}

WRAPPER char *elfwright_realpath(const char *path, char *resolved) {
  char *(*real)(const char *, char *) = import(plan.realpath);
  return real(original_path(path), resolved);
}

WRAPPER char *elfwright_canonicalize_file_name(const char *path) {
  char *(*real)(const char *) = import(plan.canonicalize);
  return real(original_path(path));
}

/* What -D_FORTIFY_SOURCE makes of the same calls: `room` is the size of the buffer. */
WRAPPER s64 elfwright___readlink_chk(const char *path, char *buffer, u64 size, u64 room) {
  s64 (*real)(const char *, char *, u64, u64) = import(plan.readlink_chk);
  return size && size <= room && links_here(path) ? original_link(buffer, size)
                                                  : real(path, buffer, size, room);
}

WRAPPER s64 elfwright___readlinkat_chk(int dir, const char *path, char *buffer, u64 size,
                                       u64 room) {
  s64 (*real)(int, const char *, char *, u64, u64) = import(plan.readlinkat_chk);
  return size && size <= room && links_here(path) ? original_link(buffer, size)
                                                  : real(dir, path, buffer, size, room);
}

WRAPPER char *elfwright___realpath_chk(const char *path, char *resolved, u64 room) {
  char *(*real)(const char *, char *, u64) = import(plan.realpath_chk);
  return real(original_path(path), resolved, room);
}

struct dl_info {
  const char *path;
  void *base;
  const char *symbol;
  void *symbol_address;
};

/* dladdr() names the library in which the address stood before it was fused. */
__attribute__((visibility("hidden"))) int elfwright_dladdr(const void *address,
                                                           struct dl_info *info) {
  int found = ((int (*)(const void *, struct dl_info *))import(plan.dladdr))(address, info);
  const struct object *o = at(plan.objects);
  if (found)
    for (u64 i = 0; i < plan.object_count; i++)
      if ((u64)address >= (u64)at(o[i].start) && (u64)address < (u64)at(o[i].end)) {
        if (o[i].path) info->path = at(o[i].path);
        info->base = at(o[i].start);
        break;
      }
  return found;
}
