/**
 * The command {@code elfwright}. Commands parse, call one public method of a module, and print;
 * they hold no logic, so whatever the command line can do, a Java program can do with the same
 * call.
 */
@NullMarked
package dev.elfwright.cli;

import org.jspecify.annotations.NullMarked;
