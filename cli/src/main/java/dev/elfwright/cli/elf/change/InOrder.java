package dev.elfwright.cli.elf.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** Options whose order counts, as they were given. */
final class InOrder {
  /** One of them, with its value, which is empty where it has none. */
  record Given(String option, String value) {}

  private final List<Given> given = new ArrayList<>();

  List<Given> all() {
    return given;
  }

  /** Which of two options was given last. */
  Optional<String> last(String one, String other) {
    return given.stream()
        .map(Given::option)
        .filter(name -> name.equals(one) || name.equals(other))
        .reduce((_, last) -> last);
  }

  /** An option without a value. */
  OptionSpec flag(String description, String... names) {
    return builder(names).arity("0").type(boolean.class).description(description).build();
  }

  /** An option with a value. */
  OptionSpec value(String label, String description, String... names) {
    return builder(names)
        .arity("1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  private OptionSpec.Builder builder(String... names) {
    String name = names[names.length - 1];
    return OptionSpec.builder(names)
        .setter(
            new ISetter() {
              @Override
              public <T> @Nullable T set(@Nullable T value) {
                if (value instanceof String text) {
                  given.add(new Given(name, text));
                } else if (Boolean.TRUE.equals(value)) {
                  given.add(new Given(name, ""));
                }
                return null;
              }
            });
  }
}
