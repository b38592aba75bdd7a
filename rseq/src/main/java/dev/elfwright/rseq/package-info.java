/**
 * Per-CPU data for Java programs, on the kernel's restartable sequences (rseq).
 *
 * <p>Each structure has a part for every CPU. An operation works on the part of the CPU that its
 * thread happens to run on, with plain loads and stores; should the kernel take the thread off the
 * CPU in the middle, it starts the operation's few instructions again. So there is no atomic
 * instruction, no cache line that travels between CPUs, and memory grows with CPUs, not with
 * threads.
 *
 * <h2>What holds for all of them</h2>
 *
 * <ul>
 *   <li><b>Exact.</b> An operation that returns has happened once, whatever migrates, preempts or
 *       signals its thread, and whether that is a platform or a virtual thread.
 *   <li><b>Atomic for each CPU.</b> Two operations on one CPU never overlap. What is read from
 *       other CPUs (sums, snapshots) is each CPU's state at some moment of the call, not all of
 *       them at the same one; operations that ended before the call are in it, those that run
 *       meanwhile may be.
 *   <li><b>Order.</b> What a thread did before an operation is visible to whoever takes the result
 *       of it: gets the number, reads the record, holds the lock. Counters order nothing, as {@link
 *       java.util.concurrent.atomic.LongAdder} does not.
 *   <li><b>Closing</b> frees the memory at once, and is safe while others use the structure: they
 *       get {@link IllegalStateException}, as does every use after it. What is never closed is
 *       freed when it becomes unreachable.
 *   <li><b>Everywhere.</b> Where sections do not work ({@link Rseq#isAvailable}), all structures
 *       give the same results in plain Java, without the speed.
 * </ul>
 *
 * <h2>What it costs, and when to take something else</h2>
 *
 * An operation is one native call, 2.5 to 4 ns, and a few instructions: 3 to 6 ns of processor time
 * at any number of threads, an append to a trace up to 9. What a section's memory is found by is
 * waited for, so a structure is fastest in a {@code static final} field. A single {@link
 * dev.elfwright.rseq.PerCpuCounter#increment} is not faster than {@link
 * java.util.concurrent.atomic.LongAdder} where that has cells enough; it takes less memory, which
 * counts when there are thousands of counters, and several counters in one {@link
 * dev.elfwright.rseq.CounterBatch} take 1 to 2 ns each. Lists, pools and traces are where a CPU's
 * own memory wins, by factors of ten and more over queues that threads share. In code that runs
 * before the compiler has seen it a call takes hundreds of nanoseconds.
 */
@NullMarked
package dev.elfwright.rseq;

import org.jspecify.annotations.NullMarked;
