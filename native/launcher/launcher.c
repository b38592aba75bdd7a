/*
 * The launcher: runs the best slice of a fat file for this machine, in place of the kernel.
 *
 * It maps the slice where it lies in the file, so that nothing is copied and the cost does not
 * depend on the size; loads the interpreter; makes the stack what the kernel would have made it; and
 * leaves nothing of itself behind. Called by the kernel (binfmt_misc, flags O, P and C of
 * Documentation/admin-guide/binfmt-misc.rst) or as `launcher FILE ARGUMENTS...`.
 *
 * Freestanding and position independent: no libc, and no pointers in data, so that nothing has to be
 * relocated.
 */
#include "foreign.h"
#include "image.h"

enum {
  AT_NULL, AT_IGNORE, AT_EXECFD, AT_PHDR, AT_PHENT, AT_PHNUM, AT_PAGESZ, AT_BASE, AT_FLAGS, AT_ENTRY,
  AT_HWCAP = 16, AT_HWCAP2 = 26, AT_EXECFN = 31
};
enum { PRESERVE_ARGV0 = 1 }; /* include/uapi/linux/binfmts.h */

struct auxiliary { u64 type, value; };

struct process {
  u64 argc;
  char **argv, **env;
  struct auxiliary *aux;
  u64 aux_count;
};

/* struct prctl_mm_map, include/uapi/linux/prctl.h */
struct memory_map {
  u64 start_code, end_code, start_data, end_data, start_brk, brk, start_stack;
  u64 arg_start, arg_end, env_start, env_end, auxv;
  u32 auxv_size, exe_fd;
};

extern const u8 __ehdr_start[] __attribute__((visibility("hidden")));
extern const u8 _end[] __attribute__((visibility("hidden")));

static u64 auxiliary(const struct process *p, u64 type, u64 otherwise) {
  for (u64 i = 0; i < p->aux_count; i++)
    if (p->aux[i].type == type) return p->aux[i].value;
  return otherwise;
}

static void set_auxiliary(struct process *p, u64 type, u64 value) {
  for (u64 i = 0; i < p->aux_count; i++)
    if (p->aux[i].type == type) p->aux[i].value = value;
}

static struct process read_stack(u64 *stack) {
  struct process p = {stack[0], (char **)(stack + 1), 0, 0, 0};
  p.env = p.argv + p.argc + 1;
  char **end = p.env;
  while (*end) end++;
  p.aux = (struct auxiliary *)(end + 1);
  while (p.aux[p.aux_count].type != AT_NULL) p.aux_count++;
  p.aux_count++;
  return p;
}

/* Takes the launcher's words off the arguments. The stack stays aligned to 16 bytes (psABI, "Initial
   Stack"), so everything moves by an even number of words. */
static u64 *drop(struct process *p, u64 words) {
  u64 *to = (u64 *)p->argv - 1 + (words & ~1ul);
  u64 *start = to, argc = p->argc - words;
  char **argv = p->argv + words, **env = p->env;
  struct auxiliary *aux = p->aux;
  *to++ = argc;
  p->argc = argc;
  p->argv = (char **)to;
  while (*argv) *to++ = (u64)*argv++;
  *to++ = 0;
  p->env = (char **)to;
  while (*env) *to++ = (u64)*env++;
  *to++ = 0;
  p->aux = (struct auxiliary *)to;
  for (u64 i = 0; i < p->aux_count; i++) p->aux[i] = aux[i];
  return start;
}

/* The interpreter may be a fat file too. */
static void load_interpreter(int file, const struct slice *s, const struct segment *named, struct image *into) {
  char path[4096];
  struct slice slice = {0};
  if (named->file_size < 2 || named->file_size > sizeof path || named->offset > s->size || s->size - named->offset < named->file_size)
    fail(126, "has a bad interpreter name");
  read_at(file, path, named->file_size, s->offset + named->offset);
  if (path[named->file_size - 1]) fail(126, "has a bad interpreter name");
  int interpreter = (int)sys(openat, -100, path, 0x80000 /* O_CLOEXEC */);
  const char *program = subject;
  subject = path;
  if (interpreter < 0) fail(127, "no such interpreter");
  if (choose(interpreter, &slice) < PLAIN || !is_mappable(&slice)) fail(126, "is no interpreter for this machine");
  read_image(interpreter, &slice, into);
  map_image(interpreter, &slice, into);
  sys(close, interpreter);
  subject = program;
}

static const char *base_name(const char *path) {
  const char *name = path;
  for (; *path; path++)
    if (*path == '/') name = path + 1;
  return name;
}

static void describe(struct memory_map *m, const struct process *p, const struct image *image, u64 *stack, int file) {
  u64 brk = (u64)sys(brk, 0);
  char *first = p->argc ? p->argv[0] : (char *)stack, *end = first;
  char *env = *p->env ? *p->env : 0, *env_end = env;
  for (u64 i = 0; i < p->argc; i++) end = p->argv[i] + length(p->argv[i]) + 1;
  for (char **e = p->env; *e; e++) env_end = *e + length(*e) + 1;
  *m = (struct memory_map){
      .start_code = image->text, .end_code = image->text_end,
      /* The kernel wants them below the heap, and nothing looks at them. */
      .start_data = 0x10000, .end_data = 0x10000,
      .start_brk = brk, .brk = brk, .start_stack = (u64)stack,
      .arg_start = (u64)first, .arg_end = (u64)end,
      .env_start = (u64)(env ? env : end), .env_end = (u64)(env ? env_end : end),
      .auxv = (u64)p->aux, .auxv_size = (u32)(p->aux_count * sizeof *p->aux), .exe_fd = (u32)file};
}

/* Instructions are fetched from the page that was just written. */
static void synchronize(u64 code) {
#if defined __aarch64__
  for (u64 at = code; at < code + 256; at += 16) __asm__ volatile("dc cvau, %0\n dsb ish\n ic ivau, %0" : : "r"(at));
  __asm__ volatile("dsb ish\n isb" : : : "memory");
#elif defined __riscv
  (void)code;
  __asm__ volatile("fence.i" : : : "memory");
#else
  (void)code;
#endif
}

static __attribute__((noreturn)) void become(struct process *p, struct image *image, u64 *stack, u64 entry, int file) {
  /* Writable too: what the kernel refuses first is asked again with another descriptor. */
  u64 code = (u64)sys(mmap, 0, page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (failed((s64)code)) fail(126, "may not map code");
  struct leave *how = (struct leave *)(code + 2048);
  struct memory_map *map = (struct memory_map *)(how + 1);
  memcpy((void *)code, leave_code, (u64)(leave_end - leave_code));
  describe(map, p, image, stack, file);
  u64 start = down((u64)__ehdr_start, page);
  *how = (struct leave){start, up((u64)_end, page) - start, (u64)map, sizeof *map, (u64)file, (u64)stack, entry};
  synchronize(code);
  leave(how, (void *)code);
}

/* With flag P the program's own argv[0] follows the path (fs/binfmt_misc.c, load_misc_binary). */
static int is_preserved(const struct process *p) { return auxiliary(p, AT_FLAGS, 0) & PRESERVE_ARGV0; }

/* How many arguments are the launcher's: its name, then the path with flag P, or --self from a script
   that brought the launcher along in a file of its own and wants that gone. */
static u64 own_words(const struct process *p) {
  if (is_preserved(p)) return 2;
  if (p->argc < 3 || !same(p->argv[1], "--self", 7)) return 1;
  sys(unlinkat, -100, p->argv[0], 0);
  return 2;
}

__attribute__((noreturn, used, visibility("hidden"))) void launch(u64 *stack) {
  struct process p = read_stack(stack);
  struct slice slice = {0};
  struct image image = {0}, interpreter = {0};
  page = auxiliary(&p, AT_PAGESZ, 4096);
  hwcap = auxiliary(&p, AT_HWCAP, 0);
  hwcap2 = auxiliary(&p, AT_HWCAP2, 0);
  u64 words = own_words(&p);
  if (p.argc <= words) {
    fail(2, "usage: launcher FILE [ARGUMENT...]");
  }
  char *path = p.argv[is_preserved(&p) ? 1 : words];
  subject = path;
  int file = (int)auxiliary(&p, AT_EXECFD, ~0ul);
  if (file < 0) file = (int)sys(openat, -100, path, 0x80000);
  if (file < 0) fail(127, "cannot be opened");
  int how = choose(file, &slice);
  u64 *sp = drop(&p, words);
  if (how == EMULATED) emulate(file, &slice, (int)p.argc, p.argv, p.env);
  if (how == COPIED || !is_mappable(&slice)) run_copy(file, &slice, p.argv, p.env);
  read_image(file, &slice, &image);
  map_image(file, &slice, &image);
  u64 entry = image.base + image.header.entry, base = 0;
  for (int i = 0; i < image.header.phnum; i++) {
    struct segment *s = &image.segments[i];
    if (s->type == PT_INTERP) {
      load_interpreter(file, &slice, s, &interpreter);
      base = interpreter.base;
    } else if (s->type == PT_GNU_STACK && s->flags & PF_X) {
      sys(mprotect, down((u64)sp, page), page, PROT_READ | PROT_WRITE | PROT_EXEC | PROT_GROWSDOWN);
    }
  }
  set_auxiliary(&p, AT_PHDR, headers_address(&image));
  set_auxiliary(&p, AT_PHENT, sizeof *image.segments);
  set_auxiliary(&p, AT_PHNUM, image.header.phnum);
  set_auxiliary(&p, AT_ENTRY, entry);
  set_auxiliary(&p, AT_BASE, base);
  set_auxiliary(&p, AT_FLAGS, 0);
  set_auxiliary(&p, AT_EXECFN, (u64)path);
  for (u64 i = 0; i < p.aux_count; i++)
    if (p.aux[i].type == AT_EXECFD) p.aux[i].type = AT_IGNORE;
  sys(prctl, 15 /* PR_SET_NAME */, base_name(path));
  become(&p, &image, sp, base ? base + interpreter.header.entry : entry, file);
}
