/**
 * Native libraries in jars: checks before a user finds out.
 *
 * <p>{@link dev.elfwright.natives.Natives} reads a jar or a folder and asserts what has to hold for
 * its native libraries, in any test framework:
 *
 * {@snippet file="dev/elfwright/natives/NativesSnippetTest.java" region="assert"}
 *
 * <p>Each failure is one line: where, what, and what to do. The rules of {@link
 * dev.elfwright.natives.rule} give the same as values; the Maven plugin runs them in a build.
 */
@NullMarked
package dev.elfwright.natives;

import org.jspecify.annotations.NullMarked;
