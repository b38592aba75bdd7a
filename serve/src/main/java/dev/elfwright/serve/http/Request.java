package dev.elfwright.serve.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What is asked for.
 *
 * @param path decoded, from the first slash on
 * @param parameters of the query, decoded; those that are empty are not there
 */
public record Request(String path, SequencedMap<String, String> parameters) {
  private static final int LONGEST = 8192;

  /** Keeps the map from changes. */
  public Request {
    parameters = Collections.unmodifiableSequencedMap(parameters);
  }

  /**
   * Reads an address.
   *
   * @throws Refusal when it is malformed, too long, or says one thing twice
   */
  public static Request of(URI address) {
    String query = address.getRawQuery() == null ? "" : address.getRawQuery();
    if (query.length() > LONGEST) {
      throw new Refusal(414, "an address of more than " + LONGEST + " characters");
    }
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!value.isEmpty() && parameters.put(name, value) != null) {
        throw new Refusal(400, "parameter '" + name + "' is there twice");
      }
    }
    return new Request(decode(address.getRawPath().replace("+", "%2B")), parameters);
  }

  private static String decode(String text) {
    String decoded;
    try {
      decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "malformed address: expected two hexadecimal digits after each %");
    }
    if (decoded.indexOf('\0') >= 0) {
      throw new Refusal(400, "malformed address: NUL in it");
    }
    return decoded;
  }

  /**
   * A parameter that has to be there.
   *
   * @throws Refusal when it is not
   */
  public String required(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new Refusal(400, "parameter '" + name + "' is missing");
    }
    return value;
  }

  /** A parameter, or what is said in its place. */
  public String optional(String name, String otherwise) {
    return parameters.getOrDefault(name, otherwise);
  }

  /**
   * Refuses parameters other than these.
   *
   * @throws Refusal when there is one
   */
  public Request knowing(String... names) {
    for (String given : parameters.keySet()) {
      if (!List.of(names).contains(given)) {
        throw new Refusal(
            400,
            "no parameter '%s', expected %s"
                .formatted(given, names.length == 0 ? "none" : String.join(", ", names)));
      }
    }
    return this;
  }
}
