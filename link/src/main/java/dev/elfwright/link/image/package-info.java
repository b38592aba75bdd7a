/**
 * Shared libraries and programs, from nothing or from object files.
 *
 * {@snippet :
 * LayoutPlan plan =
 *     SharedLibrary.build(
 *         Target.X86_64,
 *         "libhello.so.1",
 *         library -> {
 *           library.importsVersion("libc.so.6", "GLIBC_2.2.5", "puts");
 *           library.version("HELLO_1", "hello");
 *           library.object(
 *               object -> {
 *                 Label text = object.label();
 *                 object.code(
 *                     ".text",
 *                     code -> {
 *                       object.define("hello", code.here(), s -> s.global().function());
 *                       code.bytes(0x48, 0x8d, 0x3d).relocate(R_X86_64_PC32, text, -4).i32(0);
 *                       code.bytes(0xe9)
 *                           .relocate(R_X86_64_PLT32, object.symbol("puts"), -4)
 *                           .i32(0);
 *                     });
 *                 object.constants(".rodata", data -> data.bind(text).string("Hello"));
 *               });
 *         });
 * ElfWriter.write(plan, Path.of("libhello.so.1"), PosixFilePermissions.fromString("rwxr-xr-x"));
 * }
 *
 * <p>Everything is linked as object files are: what a lambda describes becomes one in memory, and
 * those of compilers can be added beside it. x86-64, AArch64 and RV64. Not supported, and refused
 * by name: relocations in read-only sections, versions in symbols' names.
 *
 * <p>What a program compiled without {@code -fPIC} takes for its own though a library defines it,
 * becomes its own: variables are copied by the loader (R_*_COPY), functions have the address of
 * their entry in the linkage table. So do functions that are chosen when the file is loaded
 * (STT_GNU_IFUNC, R_*_IRELATIVE).
 */
@NullMarked
package dev.elfwright.link.image;

import org.jspecify.annotations.NullMarked;
