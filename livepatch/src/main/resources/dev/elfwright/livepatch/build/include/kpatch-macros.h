/*
 * What the author of a patch can ask of "livepatch build", by kpatch's names for it. Each macro leaves a
 * pointer in a section of its own, which goes no further than the tool.
 */
#ifndef KPATCH_MACROS_H
#define KPATCH_MACROS_H

#include <linux/compiler.h>
#include <linux/jiffies.h>
#include <linux/livepatch.h>
#include <linux/printk.h>

typedef struct klp_object patch_object;

/* Functions that the kernel calls with the object that is patched, one of each kind in an object. */
#define KPATCH_CALLBACK(kind, type, function)                           \
	static type (*const kpatch_##kind##_callback)(patch_object *)   \
		__used __section(".kpatch.callbacks." #kind) = function

#define KPATCH_PRE_PATCH_CALLBACK(function)    KPATCH_CALLBACK(pre_patch, int, function)
#define KPATCH_POST_PATCH_CALLBACK(function)   KPATCH_CALLBACK(post_patch, void, function)
#define KPATCH_PRE_UNPATCH_CALLBACK(function)  KPATCH_CALLBACK(pre_unpatch, void, function)
#define KPATCH_POST_UNPATCH_CALLBACK(function) KPATCH_CALLBACK(post_unpatch, void, function)

/* Changes that the patch does not mean: of all in a section, or of one function. */
#define KPATCH_IGNORE_SECTION(name)                             \
	static const char *const __UNIQUE_ID(kpatch_ignored)    \
		__used __section(".kpatch.ignore.sections") = name

#define KPATCH_IGNORE_FUNCTION(function)                        \
	static const void *const kpatch_ignored_##function      \
		__used __section(".kpatch.ignore.functions") = function

/* Livepatch has nothing like it for one function; the tool says so. */
#define KPATCH_FORCE_UNSAFE(function)                           \
	static const void *const kpatch_forced_##function       \
		__used __section(".kpatch.force") = function

/* A message whose printing does not make the compiler think that its surroundings are seldom run. */
#define KPATCH_PRINTK(...) ({ if (jiffies) printk(__VA_ARGS__); })
#define KPATCH_PRINTK_DEFERRED(...) ({ if (jiffies) printk_deferred(__VA_ARGS__); })

/* A static call as a call by pointer, where the call's key is in a module. */
#define KPATCH_STATIC_CALL(name) ((typeof(&STATIC_CALL_TRAMP(name)))STATIC_CALL_KEY(name).func)

#include "kpatch-syscall.h"

#endif
