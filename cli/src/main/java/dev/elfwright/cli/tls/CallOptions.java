package dev.elfwright.cli.tls;

import dev.elfwright.cli.InputException;
import dev.elfwright.tls.LibraryCall;
import dev.elfwright.tls.LibraryCall.SymbolScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options for what is opened and closed, whose order among each other counts. */
final class CallOptions {
  private static final List<String> NAMES = List.of("--dlopen", "--dlopen-global", "--dlclose");

  private int next;

  /** An option's value, and when it came: the parser keeps each option's values apart. */
  private record Given(int position, LibraryCall call) {}

  void addTo(CommandSpec spec) {
    spec.addOption(
        option(
            NAMES.get(0),
            LibraryCall::open,
            "A library that is opened, by path or name; several in their order."));
    spec.addOption(
        option(
            NAMES.get(1),
            name -> new LibraryCall.Open(name, SymbolScope.GLOBAL),
            "The same with RTLD_GLOBAL: what is opened later finds its symbols first."));
    spec.addOption(
        option(
            NAMES.get(2),
            LibraryCall.Close::new,
            "A library of an earlier --dlopen that is closed at this place in their order."));
  }

  private OptionSpec option(String name, Function<String, LibraryCall> call, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .type(Given[].class)
        .paramLabel("LIB")
        .description(description)
        .converters(library -> new Given(next++, call.apply(library)))
        .build();
  }

  /** All of them in the order of the command line. */
  static List<LibraryCall> of(ParseResult arguments) {
    List<LibraryCall> calls =
        NAMES.stream()
            .flatMap(name -> Stream.of(arguments.matchedOptionValue(name, new Given[0])))
            .sorted(Comparator.comparingInt(Given::position))
            .map(Given::call)
            .toList();
    refuseUnopened(calls);
    return calls;
  }

  private static void refuseUnopened(List<LibraryCall> calls) {
    Map<String, Integer> handles = new HashMap<>();
    List<String> unopened = new ArrayList<>();
    for (LibraryCall call : calls) {
      switch (call) {
        case LibraryCall.Open open -> handles.merge(open.name(), 1, Integer::sum);
        case LibraryCall.Close close -> {
          if (handles.merge(close.name(), -1, Integer::sum) < 0) {
            unopened.add(close.name());
          }
        }
      }
    }
    if (!unopened.isEmpty()) {
      throw new InputException(
          "--dlclose %s: expected a --dlopen of the same name before it"
              .formatted(unopened.getFirst()));
    }
  }
}
