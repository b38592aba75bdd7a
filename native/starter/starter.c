/*
 * The starter: what runs inside a fused program before its own code.
 *
 * ld.so calls it twice. As the only entry of DT_PREINIT_ARRAY, before any constructor, it decides
 * whether the recorded link still holds (the guard), and if so completes it: pointers are slid,
 * references to libc filled in, RELRO ranges protected. As the ELF entry point it runs the
 * constructors of the fused libraries, where ld.so would have run them, and then the program.
 *
 * Freestanding, position independent, no relocation of its own: everything it knows comes from one
 * table, `plan`, that the linker in dev.elfwright.link.fuse writes (StarterPlan.java holds the same
 * layout). Addresses in the table are link-time addresses; the slide is added here.
 *
 * Why not leave relocation to ld.so: it would come before the guard, and it faults in one page at a
 * time what one madvise() brings in at once.
 */
#include "plan.h"

#include "kernel.h"

#include "guard.h"
#include "identity.h"
#include "link.h"

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
