/** The group {@code elfwright tls}. */
@NullMarked
package dev.elfwright.cli.tls;

import org.jspecify.annotations.NullMarked;
