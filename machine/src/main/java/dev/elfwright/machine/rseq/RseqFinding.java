package dev.elfwright.machine.rseq;

/**
 * A rule that a section breaks.
 *
 * @param rule which
 * @param section of which descriptor
 * @param address of the instruction, or of what the descriptor says
 * @param message what was expected and what is there
 */
public record RseqFinding(RseqRule rule, RseqSection section, long address, String message) {}
