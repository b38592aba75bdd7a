/**
 * Object files from nothing. Builders live inside a lambda only, as in {@code java.lang.classfile}:
 *
 * {@snippet :
 * LayoutPlan plan =
 *     ObjectFile.build(
 *         Target.X86_64,
 *         object -> {
 *           NamedSymbol puts = object.symbol("puts");
 *           Label text = object.label();
 *           object.code(
 *               ".text",
 *               code -> {
 *                 object.define("main", code.here(), s -> s.global().function());
 *                 code.bytes(0x48, 0x8d, 0x3d).relocate(R_X86_64_PC32, text, -4).i32(0);
 *                 code.bytes(0xe9).relocate(R_X86_64_PLT32, puts, -4).i32(0);
 *               });
 *           object.constants(".rodata", data -> data.bind(text).string("Hello"));
 *         });
 * ElfWriter.write(plan, Path.of("hello.o"));
 * }
 *
 * <p>A label or symbol may be used before it is bound. What an instruction looks like, and which
 * relocation it needs, the caller knows.
 */
@NullMarked
package dev.elfwright.elf.build;

import org.jspecify.annotations.NullMarked;
