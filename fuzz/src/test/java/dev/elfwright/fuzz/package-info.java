/**
 * Coverage-guided fuzzing by Jazzer. Whatever the bytes are, only {@link
 * dev.elfwright.elf.ElfFormatException} comes out (of edits also {@link
 * dev.elfwright.elf.edit.EditRefusedException}), soon, and in little memory.
 *
 * <p>{@code ./check} tries the inputs below {@code src/test/resources} and looks for new ones for
 * some seconds a target; {@code conformance/fuzz.sh} does so for hours. An input that broke
 * something is kept there.
 */
package dev.elfwright.fuzz;
