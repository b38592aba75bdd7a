/** The manual: pages in roff, made from the same declarations that parse the command line. */
@NullMarked
package dev.elfwright.cli.docs;

import org.jspecify.annotations.NullMarked;
