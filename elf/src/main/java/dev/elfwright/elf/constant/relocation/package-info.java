/**
 * The relocation types of each machine, a class for each. The lines are constants, so they lie in
 * the class that asks for them, and none of these is loaded: no resource has to be found in a jar,
 * which took a short command 10 ms.
 */
@NullMarked
package dev.elfwright.elf.constant.relocation;

import org.jspecify.annotations.NullMarked;
