package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.Contents;
import java.util.List;

/** A demand on the native code of a jar. */
public sealed interface Rule permits LibraryRule, JniSymbols, NoMissingSymbols {
  /** A short name, for messages: {@code glibc}. */
  String name();

  /** What breaks the rule, in the order of the libraries; empty when nothing does. */
  List<Finding> check(Contents contents);
}
