/**
 * What tests of several modules share: files to read, files that are broken on purpose, and the
 * tools that know the right answer. Nothing here uses Elfwright itself, so that no test asks the
 * code under test what to expect.
 */
@NullMarked
package dev.elfwright.testkit;

import org.jspecify.annotations.NullMarked;
