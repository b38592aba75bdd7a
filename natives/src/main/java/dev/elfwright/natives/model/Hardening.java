package dev.elfwright.natives.model;

/**
 * What makes a library harder to attack.
 *
 * @param stack what it asks of the stack
 * @param relro whether PT_GNU_RELRO names memory that is read-only after relocation
 * @param bindNow whether all references are bound at the start: DT_BIND_NOW, DF_BIND_NOW, DF_1_NOW
 * @param textRelocations whether relocations may change its code: DT_TEXTREL, DF_TEXTREL
 */
public record Hardening(Stack stack, boolean relro, boolean bindNow, boolean textRelocations) {
  /** What PT_GNU_STACK says. */
  public enum Stack {
    /** It has no PF_X. */
    DATA,
    /** It has PF_X. */
    EXECUTABLE,
    /** There is none; loaders then take the stack for executable on most machines. */
    UNSTATED
  }
}
