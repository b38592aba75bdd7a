package com.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Greets from C. */
public final class Greeting {
  static {
    load("/native/libgreeting.so");
  }

  private Greeting() {}

  /** A greeting for a name. */
  public static native String of(String name);

  /** The number of bytes of a text in UTF-8. */
  public static native int length(String text);

  /** The number of bytes. */
  public static native int length(byte[] bytes);

  private static void load(String resource) {
    try (InputStream in = Greeting.class.getResourceAsStream(resource)) {
      Path file = Files.createTempFile("greeting", ".so");
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      System.load(file.toString());
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
