package dev.elfwright.packages;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One package that is named in a relationship field, {@code NAME[:ARCHITECTURE] [(OPERATOR
 * VERSION)]} (Debian Policy 7.1).
 *
 * @param name the package's name, or that of a virtual one
 * @param qualifier an architecture, {@code any}, {@code native}, or empty
 * @param operator null where any version will do, and so {@code version}
 * @param version to what versions are compared
 */
public record Relation(
    String name, String qualifier, @Nullable Operator operator, @Nullable Version version) {

  /** How a version has to compare. */
  public enum Operator {
    /** Strictly earlier. */
    EARLIER("<<"),
    /** Earlier or the same. */
    AT_MOST("<="),
    /** The same. */
    EXACTLY("="),
    /** The same or later. */
    AT_LEAST(">="),
    /** Strictly later. */
    LATER(">>");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    /** As control files write it. */
    public String sign() {
      return sign;
    }

    /** The operator of a sign; {@code <} and {@code >} are old for {@code <=} and {@code >=}. */
    static Optional<Operator> of(String sign) {
      return switch (sign) {
        case "<" -> Optional.of(AT_MOST);
        case ">" -> Optional.of(AT_LEAST);
        default -> {
          for (Operator operator : values()) {
            if (operator.sign.equals(sign)) {
              yield Optional.of(operator);
            }
          }
          yield Optional.empty();
        }
      };
    }

    boolean holds(int order) {
      return switch (this) {
        case EARLIER -> order < 0;
        case AT_MOST -> order <= 0;
        case EXACTLY -> order == 0;
        case AT_LEAST -> order >= 0;
        case LATER -> order > 0;
      };
    }
  }

  /** Whether a package of this version will do. */
  public boolean accepts(Version candidate) {
    return operator == null || version == null || operator.holds(candidate.compareTo(version));
  }

  /** As it is written in a control file. */
  @Override
  public String toString() {
    String text = qualifier.isEmpty() ? name : name + ":" + qualifier;
    return operator == null ? text : text + " (" + operator.sign + " " + version + ")";
  }
}
