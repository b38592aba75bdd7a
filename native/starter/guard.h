/* The guard: does the link that this file carries still hold? If not, the original runs. */

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
