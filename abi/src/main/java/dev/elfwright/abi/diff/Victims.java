package dev.elfwright.abi.diff;

import dev.elfwright.abi.consumer.Consumer;
import dev.elfwright.abi.consumer.StaticRoom;
import dev.elfwright.abi.consumer.Use;
import dev.elfwright.abi.library.Protection;
import java.util.Optional;
import java.util.Set;

/** Whom a change breaks, decided by what a consumer's own file says. */
public sealed interface Victims {
  /** Why a consumer is broken; empty when it is not. */
  Optional<String> hits(Consumer consumer);

  /** Nobody. */
  record Nobody() implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return Optional.empty();
    }
  }

  /** All that are loaded with the library. */
  record Everybody() implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return Optional.of("needs it");
    }
  }

  /** Those that use one of some symbols, in whatever way. */
  record Users(Set<String> symbols) implements Victims {
    /** Copies the set. */
    public Users {
      symbols = Set.copyOf(symbols);
    }

    @Override
    public Optional<String> hits(Consumer consumer) {
      return consumer.uses().values().stream()
          .map(Use::name)
          .filter(symbols::contains)
          .sorted()
          .findFirst()
          .map(name -> "uses " + name);
    }
  }

  /**
   * Those that use one of some symbols, and whose code knew a type.
   *
   * @param type the type's name without namespaces
   */
  record TypeUsers(String type, Set<String> symbols) implements Victims {
    /** Copies the set. */
    public TypeUsers {
      symbols = Set.copyOf(symbols);
    }

    @Override
    public Optional<String> hits(Consumer consumer) {
      boolean isUnknown =
          !type.isEmpty() && consumer.types().map(known -> !known.contains(type)).orElse(false);
      return isUnknown
          ? Optional.empty()
          : new Users(symbols)
              .hits(consumer)
              .map(why ->
                  why
                      + (consumer.types().isPresent()
                          ? " and its code knew the type"
                          : "; what of the type is compiled in, is not seen"));
    }
  }

  /** Those whose references to a symbol find nothing in a library. */
  record Seekers(String symbol, Exports exports) implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return Optional.ofNullable(consumer.uses().get(symbol))
          .filter(use -> !canDoWithout(use) && !exports.answer(use))
          .map(use -> "asks for " + use.fullName());
    }

    /** An address in the program itself is never null, so the program cannot ask. */
    private static boolean canDoWithout(Use use) {
      return use.isWeak() && !use.ways().contains(Use.Way.OWN_ADDRESS);
    }

    @Override
    public String toString() {
      return "Seekers[" + symbol + "]";
    }
  }

  /** Those that need a version. */
  record NeedVersion(String version) implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return consumer.versions().contains(version)
          ? Optional.of("needs version " + version)
          : Optional.empty();
    }
  }

  /** Those with a copy of a variable that has less room than the library uses. */
  record SmallCopies(String symbol, long size) implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return Victims.copy(consumer, symbol)
          .filter(copy -> Long.compareUnsigned(copy.size(), size) < 0)
          .map(copy ->
              "copies %d bytes of %s, the library uses %d".formatted(copy.size(), symbol, size));
    }
  }

  /** Those with a copy of a variable at an address that is not aligned as the library needs it. */
  record MisalignedCopies(String symbol, long alignment) implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return Victims.copy(consumer, symbol)
          .filter(copy -> copy.address() % alignment != 0)
          .map(copy ->
              "has its copy of %s at 0x%x, no multiple of %d"
                  .formatted(symbol, copy.address(), alignment));
    }
  }

  /** Those with a copy of a variable, wherever it lies. */
  record Copies(String symbol) implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return Victims.copy(consumer, symbol).map(_ -> "has a copy of " + symbol);
    }
  }

  /** Those with a copy of a variable in memory that becomes read-only. */
  record ReadOnlyCopies(String symbol) implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return Victims.copy(consumer, symbol)
          .filter(copy -> copy.protection() != Protection.WRITABLE)
          .map(_ -> "has its copy of %s in read-only memory".formatted(symbol));
    }
  }

  /** Those that use a variable where it lies in the library. */
  record DirectUsers(String symbol) implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return Optional.ofNullable(consumer.uses().get(symbol))
          .filter(use -> use.copy().isEmpty())
          .map(_ -> "uses %s in the library, perhaps to write".formatted(symbol));
    }
  }

  /** Those with an address of their own for a function. */
  record AddressOwners(String symbol) implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return Optional.ofNullable(consumer.uses().get(symbol))
          .filter(use -> use.ways().contains(Use.Way.OWN_ADDRESS))
          .map(_ -> "has an address of its own for " + symbol);
    }
  }

  /** Those that define a symbol of the library themselves. */
  record Interposers(String symbol) implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return consumer.own().contains(symbol)
          ? Optional.of("defines %s itself".formatted(symbol))
          : Optional.empty();
    }
  }

  /**
   * Those that load the library after they have started, if its static thread-local block does not
   * fit then.
   *
   * @param size of the block in bytes
   * @param alignment of the block in bytes
   */
  record LateLoaders(long size, long alignment) implements Victims {
    @Override
    public Optional<String> hits(Consumer consumer) {
      return consumer.loading() instanceof Consumer.Loading.Later(StaticRoom room)
              && (size > room.free() || alignment > room.alignment())
          ? Optional.of(
              "can only load it later; its block of %d bytes, aligned to %d, needs more than %d"
                      .formatted(size, alignment, room.free())
                  + " bytes or an alignment of "
                  + room.alignment())
          : Optional.empty();
    }
  }

  private static Optional<Use.Copy> copy(Consumer consumer, String symbol) {
    return Optional.ofNullable(consumer.uses().get(symbol)).flatMap(Use::copy);
  }
}
