package dev.elfwright.link.measure;

import java.util.Map;

/** Names of the system calls that programs make while they start and end, x86-64. */
final class SystemCallNames {
  private static final Map<Long, String> NAMES =
      Map.ofEntries(
          Map.entry(0L, "read"),
          Map.entry(1L, "write"),
          Map.entry(3L, "close"),
          Map.entry(4L, "stat"),
          Map.entry(5L, "fstat"),
          Map.entry(6L, "lstat"),
          Map.entry(7L, "poll"),
          Map.entry(8L, "lseek"),
          Map.entry(9L, "mmap"),
          Map.entry(10L, "mprotect"),
          Map.entry(11L, "munmap"),
          Map.entry(12L, "brk"),
          Map.entry(13L, "rt_sigaction"),
          Map.entry(14L, "rt_sigprocmask"),
          Map.entry(16L, "ioctl"),
          Map.entry(17L, "pread64"),
          Map.entry(21L, "access"),
          Map.entry(22L, "pipe"),
          Map.entry(24L, "sched_yield"),
          Map.entry(28L, "madvise"),
          Map.entry(39L, "getpid"),
          Map.entry(41L, "socket"),
          Map.entry(42L, "connect"),
          Map.entry(56L, "clone"),
          Map.entry(57L, "fork"),
          Map.entry(58L, "vfork"),
          Map.entry(59L, "execve"),
          Map.entry(60L, "exit"),
          Map.entry(61L, "wait4"),
          Map.entry(63L, "uname"),
          Map.entry(72L, "fcntl"),
          Map.entry(79L, "getcwd"),
          Map.entry(89L, "readlink"),
          Map.entry(99L, "sysinfo"),
          Map.entry(102L, "getuid"),
          Map.entry(104L, "getgid"),
          Map.entry(107L, "geteuid"),
          Map.entry(108L, "getegid"),
          Map.entry(131L, "sigaltstack"),
          Map.entry(137L, "statfs"),
          Map.entry(157L, "prctl"),
          Map.entry(158L, "arch_prctl"),
          Map.entry(160L, "setrlimit"),
          Map.entry(186L, "gettid"),
          Map.entry(202L, "futex"),
          Map.entry(203L, "sched_setaffinity"),
          Map.entry(204L, "sched_getaffinity"),
          Map.entry(217L, "getdents64"),
          Map.entry(218L, "set_tid_address"),
          Map.entry(228L, "clock_gettime"),
          Map.entry(231L, "exit_group"),
          Map.entry(257L, "openat"),
          Map.entry(262L, "newfstatat"),
          Map.entry(267L, "readlinkat"),
          Map.entry(273L, "set_robust_list"),
          Map.entry(290L, "eventfd2"),
          Map.entry(291L, "epoll_create1"),
          Map.entry(293L, "pipe2"),
          Map.entry(302L, "prlimit64"),
          Map.entry(309L, "getcpu"),
          Map.entry(318L, "getrandom"),
          Map.entry(319L, "memfd_create"),
          Map.entry(332L, "statx"),
          Map.entry(334L, "rseq"),
          Map.entry(435L, "clone3"),
          Map.entry(436L, "close_range"),
          Map.entry(439L, "faccessat2"));

  private SystemCallNames() {}

  /** The name, or the number where none is known here. */
  static String of(long number) {
    return NAMES.getOrDefault(number, "syscall_" + number);
  }
}
