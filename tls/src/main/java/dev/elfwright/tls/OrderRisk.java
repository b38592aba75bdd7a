package dev.elfwright.tls;

import java.util.List;

/**
 * All dlopens succeed, and in another order they would not: who comes first takes what is free.
 *
 * @param first what would be opened earlier
 * @param before what it would come before
 * @param order the dlopens with that change
 * @param refusal of the dlopen that then fails
 */
public record OrderRisk(String first, String before, List<String> order, Refusal refusal) {
  /** Copies the list. */
  public OrderRisk {
    order = List.copyOf(order);
  }

  /** The name by which reports and documentation call it, and a cure by another order. */
  public static final String RULE = "TLS-ORDER";

  /** One sentence for people. */
  public String describe() {
    return "with %s opened before %s, %s fails: %s"
        .formatted(first, before, refusal.library(), refusal.message());
  }
}
