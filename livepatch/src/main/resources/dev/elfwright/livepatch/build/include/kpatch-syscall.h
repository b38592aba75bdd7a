/*
 * kpatch has macros of its own for the definition of a system call that is patched. Here a patch just
 * changes the body: the functions around it that the tracer knows are replaced with it.
 */
#ifndef KPATCH_SYSCALL_H
#define KPATCH_SYSCALL_H

#include "kpatch-macros.h"
#include <linux/syscalls.h>

#define KPATCH_SYSCALL_DEFINE1 SYSCALL_DEFINE1
#define KPATCH_SYSCALL_DEFINE2 SYSCALL_DEFINE2
#define KPATCH_SYSCALL_DEFINE3 SYSCALL_DEFINE3
#define KPATCH_SYSCALL_DEFINE4 SYSCALL_DEFINE4
#define KPATCH_SYSCALL_DEFINE5 SYSCALL_DEFINE5
#define KPATCH_SYSCALL_DEFINE6 SYSCALL_DEFINE6

#endif
