/* Answers as the original would: where is my file, in which library does this address lie? */

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
