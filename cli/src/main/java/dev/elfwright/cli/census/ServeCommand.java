package dev.elfwright.cli.census;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.serve.CensusServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** {@code elfwright census serve}. */
final class ServeCommand implements Command {
  private static final int USUAL_PORT = 8642;
  private static final int LAST_PORT = 65535;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "serve",
            "Show a census to a browser on this machine.",
            "Search, packages, files, who binds to whom, what takes the space, hardening, ABI risk"
                + " and all named questions, with answers to save as CSV, JSON or Parquet. Prints"
                + " the address, and goes on until it is interrupted (Ctrl-C). Nothing can be"
                + " changed through it.");
    spec.addPositional(
        Options.arguments("0", "0..1", "DIR", "The census's folder. Default: census."));
    spec.addOption(port());
    spec.addOption(
        Options.value(
                "ADDRESS",
                "Listen at this address of the machine. Default: 127.0.0.1, which only programs on"
                    + " this machine reach. Nobody is asked for a password.",
                "--bind")
            .build());
    spec.addOption(Options.flag("--json", "Print the address as a JSON document."));
    return Options.withHelp(spec);
  }

  private static OptionSpec port() {
    ITypeConverter<Integer> converter =
        text -> {
          if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= LAST_PORT) {
            return Integer.valueOf(text);
          }
          throw new TypeConversionException(
              "expected a port from 0 to 65535 but was '" + text + "'");
        };
    return OptionSpec.builder("--port")
        .arity("1")
        .type(Integer.class)
        .paramLabel("PORT")
        .description("Listen at this port, 0 for one that is free. Default: " + USUAL_PORT + ".")
        .converters(converter)
        .build();
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] words = arguments.matchedPositionalValue(0, new String[] {"census"});
    InetAddress address = address(arguments.matchedOptionValue("--bind", "127.0.0.1"));
    int port = arguments.matchedOptionValue("--port", USUAL_PORT);
    try (CensusServer server = start(Path.of(words[0]), new InetSocketAddress(address, port))) {
      if (arguments.hasMatchedOption("--json")) {
        terminal.out().print(Json.of(Map.of("address", server.home().toString())));
      } else {
        terminal.out().println(server.home() + " shows " + words[0] + "; Ctrl-C ends it");
      }
      if (!address.isLoopbackAddress()) {
        terminal.hint("everybody who reaches this address can read the census");
      }
      terminal.flush();
      untilInterrupted(server);
    }
    return ExitCode.OK;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new InputException("--bind: no such address: " + text);
    }
  }

  private static CensusServer start(Path folder, InetSocketAddress address) throws IOException {
    try {
      return CensusServer.start(folder, address);
    } catch (BindException e) {
      String at = address.getAddress().getHostAddress() + " port " + address.getPort();
      throw new InputException(
          "cannot listen at %s: %s; --port 0 takes a free one".formatted(at, e.getMessage()));
    }
  }

  /** The signal ends the process, with its own exit code; what is open is closed first. */
  private static void untilInterrupted(CensusServer server) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try {
                server.close();
              } catch (IOException e) {
                // The process ends, and with it what could not be closed.
              }
            }));
    try {
      // This thread never ends by itself. If it did, its exit code would race with the signal's.
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
