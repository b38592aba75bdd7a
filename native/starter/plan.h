/* What the linker tells the starter, and what the starter knows of ld.so's own structures. */

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
