/*
 * What differs by processor: system calls, the entry, and the last steps before the program runs.
 */
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long s64;

/*
 * The last steps happen on a page of their own, because the launcher unmaps itself: the kernel lets
 * a process change what /proc/self/exe is only when the old file is mapped no more (kernel/sys.c,
 * prctl_set_mm_exe_file; kernel/fork.c, replace_mm_exe_file). `struct leave` lies on that page too.
 */
struct leave {
  u64 start, length; /* 0, 8: the launcher */
  u64 map, map_size; /* 16, 24: struct prctl_mm_map */
  u64 file;          /* 32: descriptor of the fat file */
  u64 stack, entry;  /* 40, 48 */
};

extern const u8 leave_code[] __attribute__((visibility("hidden")));
extern const u8 leave_end[] __attribute__((visibility("hidden")));

#if defined __x86_64__

enum {
  SYS_write = 1, SYS_close = 3, SYS_mmap = 9, SYS_mprotect = 10, SYS_munmap = 11, SYS_brk = 12,
  SYS_pread64 = 17, SYS_sendfile = 40, SYS_execve = 59, SYS_prctl = 157, SYS_exit_group = 231,
  SYS_openat = 257, SYS_unlinkat = 263, SYS_memfd_create = 319, SYS_execveat = 322,
};
enum { HOST_MACHINE = 62, HOST_32 = 3 };

static inline s64 system6(s64 n, s64 a, s64 b, s64 c, s64 d, s64 e, s64 f) {
  register s64 r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "+a"(n)
                   : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return n;
}

static inline __attribute__((noreturn)) void leave(struct leave *how, void *code) {
  __asm__ volatile("mov %0, %%rbx\n jmp *%1" : : "r"(how), "r"(code) : "rbx", "memory");
  __builtin_unreachable();
}

__asm__(
    ".text\n.globl _start\n_start:\n xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call launch\n"
    ".hidden leave_code\n.hidden leave_end\n.globl leave_code\nleave_code:\n"
    " mov (%rbx), %rdi\n mov 8(%rbx), %rsi\n mov $11, %eax\n syscall\n"
    "1: mov $35, %edi\n mov $14, %esi\n mov 16(%rbx), %rdx\n mov 24(%rbx), %r10\n xor %r8d, %r8d\n"
    " mov $157, %eax\n syscall\n"
    /* Not allowed to name the file: at least the arguments and auxv are right then. */
    " test %eax, %eax\n jz 2f\n mov 16(%rbx), %rdx\n cmpl $-1, 100(%rdx)\n je 2f\n movl $-1, 100(%rdx)\n jmp 1b\n"
    "2: mov 32(%rbx), %rdi\n mov $3, %eax\n syscall\n"
    " mov 40(%rbx), %rsp\n mov 48(%rbx), %rax\n xor %ebx, %ebx\n xor %ecx, %ecx\n xor %edx, %edx\n"
    " xor %esi, %esi\n xor %edi, %edi\n xor %r8d, %r8d\n xor %r10d, %r10d\n xor %r11d, %r11d\n jmp *%rax\n"
    ".globl leave_end\nleave_end:\n");

static inline void cpuid(u32 leaf, u32 sub, u32 r[4]) {
  __asm__ volatile("cpuid" : "=a"(r[0]), "=b"(r[1]), "=c"(r[2]), "=d"(r[3]) : "a"(leaf), "c"(sub));
}

/* The level of the x86-64 psABI ("Micro-Architecture Levels") that processor and kernel support. */
static int best_variant(u64 hwcap, u64 hwcap2) {
  (void)hwcap, (void)hwcap2;
  enum {
    V2 = 1u << 0 | 1u << 9 | 1u << 13 | 1u << 19 | 1u << 20 | 1u << 23,
    V3 = 1u << 12 | 1u << 22 | 1u << 27 | 1u << 28 | 1u << 29,
    V3_7 = 1u << 3 | 1u << 5 | 1u << 8,
    V4_7 = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30,
  };
  u32 top[4], one[4], seven[4] = {0}, extended[4], xcr0, high;
  cpuid(0, 0, top);
  cpuid(1, 0, one);
  cpuid(0x80000001, 0, extended);
  if ((one[2] & V2) != V2 || !(extended[2] & 1)) return 0;
  if (top[0] >= 7) cpuid(7, 0, seven);
  if ((one[2] & V3) != V3 || (seven[1] & V3_7) != V3_7 || !(extended[2] & 1u << 5)) return 2;
  __asm__ volatile("xgetbv" : "=a"(xcr0), "=d"(high) : "c"(0));
  if ((xcr0 & 6) != 6) return 2;
  return (seven[1] & V4_7) == V4_7 && seven[1] >> 31 && (xcr0 & 0xe6) == 0xe6 ? 4 : 3;
}

#else

enum {
  SYS_unlinkat = 35, SYS_openat = 56, SYS_close = 57, SYS_write = 64, SYS_pread64 = 67,
  SYS_sendfile = 71, SYS_exit_group = 94, SYS_prctl = 167, SYS_brk = 214, SYS_munmap = 215,
  SYS_execve = 221, SYS_mmap = 222, SYS_mprotect = 226, SYS_memfd_create = 279, SYS_execveat = 281,
};

static int best_variant(u64 hwcap, u64 hwcap2) {
  (void)hwcap, (void)hwcap2;
  return 0;
}

#if defined __aarch64__

enum { HOST_MACHINE = 183, HOST_32 = 40 };

static inline s64 system6(s64 n, s64 a, s64 b, s64 c, s64 d, s64 e, s64 f) {
  register s64 x8 __asm__("x8") = n, x0 __asm__("x0") = a, x1 __asm__("x1") = b,
               x2 __asm__("x2") = c, x3 __asm__("x3") = d, x4 __asm__("x4") = e,
               x5 __asm__("x5") = f;
  __asm__ volatile("svc 0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
}

static inline __attribute__((noreturn)) void leave(struct leave *how, void *code) {
  __asm__ volatile("mov x19, %0\n br %1" : : "r"(how), "r"(code) : "x19", "memory");
  __builtin_unreachable();
}

__asm__(
    ".text\n.globl _start\n_start:\n mov x29, 0\n mov x30, 0\n mov x0, sp\n b launch\n"
    ".hidden leave_code\n.hidden leave_end\n.globl leave_code\nleave_code:\n"
    " ldp x0, x1, [x19]\n mov x8, 215\n svc 0\n"
    "1: mov x0, 35\n mov x1, 14\n ldp x2, x3, [x19, 16]\n mov x4, 0\n mov x8, 167\n svc 0\n"
    " cbz w0, 2f\n ldr x2, [x19, 16]\n ldr w3, [x2, 100]\n cmn w3, 1\n b.eq 2f\n mov w3, -1\n"
    " str w3, [x2, 100]\n b 1b\n"
    "2: ldr x0, [x19, 32]\n mov x8, 57\n svc 0\n"
    " ldp x1, x16, [x19, 40]\n mov sp, x1\n mov x0, 0\n mov x1, 0\n mov x2, 0\n mov x3, 0\n mov x19, 0\n br x16\n"
    ".globl leave_end\nleave_end:\n");

#elif defined __riscv

enum { HOST_MACHINE = 243, HOST_32 = 0 };

static inline s64 system6(s64 n, s64 a, s64 b, s64 c, s64 d, s64 e, s64 f) {
  register s64 a7 __asm__("a7") = n, a0 __asm__("a0") = a, a1 __asm__("a1") = b,
               a2 __asm__("a2") = c, a3 __asm__("a3") = d, a4 __asm__("a4") = e,
               a5 __asm__("a5") = f;
  __asm__ volatile("ecall"
                   : "+r"(a0)
                   : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5)
                   : "memory");
  return a0;
}

static inline __attribute__((noreturn)) void leave(struct leave *how, void *code) {
  __asm__ volatile("mv s1, %0\n jr %1" : : "r"(how), "r"(code) : "s1", "memory");
  __builtin_unreachable();
}

__asm__(
    ".text\n.globl _start\n_start:\n mv a0, sp\n andi sp, sp, -16\n tail launch\n"
    ".hidden leave_code\n.hidden leave_end\n.globl leave_code\nleave_code:\n"
    " ld a0, 0(s1)\n ld a1, 8(s1)\n li a7, 215\n ecall\n"
    "1: li a0, 35\n li a1, 14\n ld a2, 16(s1)\n ld a3, 24(s1)\n li a4, 0\n li a7, 167\n ecall\n"
    " beqz a0, 2f\n ld a2, 16(s1)\n lw a3, 100(a2)\n li a4, -1\n beq a3, a4, 2f\n sw a4, 100(a2)\n j 1b\n"
    "2: ld a0, 32(s1)\n li a7, 57\n ecall\n"
    " ld sp, 40(s1)\n ld t0, 48(s1)\n li a0, 0\n li a1, 0\n li a2, 0\n li s1, 0\n jr t0\n"
    ".globl leave_end\nleave_end:\n");

#else
#error "the launcher knows x86-64, aarch64 and riscv64"
#endif
#endif

#define sys(n, ...) SYS_OF(SYS_##n, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define SYS_OF(n, a, b, c, d, e, f, ...) \
  system6(n, (s64)(a), (s64)(b), (s64)(c), (s64)(d), (s64)(e), (s64)(f))
