/** The pages, one class each. */
@NullMarked
package dev.elfwright.serve.page;

import org.jspecify.annotations.NullMarked;
