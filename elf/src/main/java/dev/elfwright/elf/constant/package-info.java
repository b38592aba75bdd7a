/**
 * The numbers of the format and their names.
 *
 * <p>A number that code asks about is a constant, such as {@link
 * dev.elfwright.elf.constant.Machine#X86_64}. All numbers with a name, those too that nothing but a
 * listing needs, stand in tables of lines {@code number NAME other-names}, to be found by searching
 * the sources for either. A table is a string of its class and read when the first name is asked
 * for: a resource would have to be opened in the jar, which costs a short command more than reading
 * the lines.
 *
 * <p>The ranges that the gABI leaves to processors and systems mean different things in different
 * files; {@link dev.elfwright.elf.constant.Abi} says whose meaning is wanted. A number without a
 * name prints as itself, in hexadecimal.
 */
@NullMarked
package dev.elfwright.elf.constant;

import org.jspecify.annotations.NullMarked;
