/**
 * Special sections: tables that compilers and macros fill beside the code and that a kernel walks
 * when it loads, patches or debugs that code. {@link
 * dev.elfwright.livepatch.special.SpecialSections} is what is known of them, as data.
 */
@NullMarked
package dev.elfwright.livepatch.special;

import org.jspecify.annotations.NullMarked;
