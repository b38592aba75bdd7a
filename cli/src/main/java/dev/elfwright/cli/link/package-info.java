/** Commands around the dynamic linker's work: {@code elfwright link ...}. */
@NullMarked
package dev.elfwright.cli.link;

import org.jspecify.annotations.NullMarked;
