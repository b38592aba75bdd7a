/**
 * Measures how long programs take from start to end, two side by side.
 *
 * <p>{@link Measure#compare} runs two programs in turn, A B A B, and answers with a {@link
 * Comparison}: the wall time of every run, the ratio of the medians with its confidence interval,
 * page faults, system calls, and the {@link TimeLine} of a start-up from {@code execve} to the last
 * instruction.
 *
 * <p>Wall time is taken from just before {@code posix_spawn} to the return of {@code wait4}. The
 * calls go straight to libc through the foreign function interface, for {@link ProcessBuilder}
 * starts a helper process first and reaps on another thread, which costs more than a short program
 * does. System calls and time lines come from runs of their own under {@code ptrace}, never from
 * the timed ones.
 *
 * <p>Linux only; time lines and system calls on x86-64 only.
 */
@NullMarked
package dev.elfwright.link.measure;

import org.jspecify.annotations.NullMarked;
