package dev.elfwright.tls;

/** Why a dlopen fails. */
public enum Rule {
  /** p_align is larger than the alignment that the block was made with. */
  ALIGNMENT("TLS-ALIGN-GT-STATIC"),
  /** Less of the surplus is left than the segment needs. */
  SURPLUS("TLS-SURPLUS-BUDGET"),
  /** A thread has used the segment through __tls_get_addr already, so it lies elsewhere. */
  USED_DYNAMICALLY("TLS-USED-DYNAMICALLY"),
  /** musl gives no library that comes later static TLS, however small. */
  MUSL("TLS-STATIC-DLOPEN"),
  /** A library is missing or none that the loader would take. */
  MISSING("LIBRARY-MISSING");

  private final String id;

  Rule(String id) {
    this.id = id;
  }

  /** The name by which reports and documentation call it. */
  public String id() {
    return id;
  }
}
