package dev.elfwright.report;

import java.util.List;

/** One thing on a page. */
public sealed interface Block {

  /** A heading and what belongs to it. */
  record Section(String title, List<Block> blocks) implements Block {
    /** Copies the list. */
    public Section {
      blocks = List.copyOf(blocks);
    }

    /** A section of the given blocks. */
    public static Section of(String title, Block... blocks) {
      return new Section(title, List.of(blocks));
    }
  }

  /** A paragraph. */
  record Prose(String text) implements Block {}

  /** A paragraph nobody should miss. */
  record Notice(String text) implements Block {}

  /** Text to copy, in a fixed font. */
  record Code(String text) implements Block {}

  /**
   * Two versions of some lines, side by side; lines that only one of them has are marked.
   *
   * @param beforeTitle what the left ones are
   * @param afterTitle what the right ones are
   */
  record SideBySide(String beforeTitle, List<String> before, String afterTitle, List<String> after)
      implements Block {
    /** Copies the lists. */
    public SideBySide {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /** Few numbers, large. */
  record Figures(List<Figure> figures) implements Block {
    /** Copies the list. */
    public Figures {
      figures = List.copyOf(figures);
    }
  }

  /**
   * A large number.
   *
   * @param value the number with its unit
   * @param label what it counts
   * @param detail how sure it is, or what it was before; may be empty
   */
  record Figure(String value, String label, String detail) {}

  /**
   * A table; the first column holds words, all others numbers.
   *
   * @param head one title a column
   * @param rows as many cells each
   */
  record Table(List<String> head, List<List<String>> rows) implements Block {
    /** Copies the lists and checks that the rows are as long as the head. */
    public Table {
      head = List.copyOf(head);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        if (row.size() != head.size()) {
          throw new IllegalArgumentException(
              "a row of " + row.size() + " cells under " + head.size() + " titles: " + row);
        }
      }
    }
  }

  /** Names, each with some lines of text about it. */
  record Entries(List<Entry> entries) implements Block {
    /** Copies the list. */
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /**
   * What a list tells of one thing.
   *
   * @param name the thing
   * @param detail where it belongs; may be empty
   * @param text what is to be said of it
   */
  record Entry(String name, String detail, String text) {}

  /**
   * Bars under each other on one scale that starts at 0, each made of parts, with a table of the
   * parts as legend.
   *
   * @param parts names of the parts, at most {@link Palette#SIZE}
   * @param bars one value for each part
   * @param unit how values are written
   */
  record StackedBars(List<String> parts, List<Bar> bars, Unit unit) implements Block {
    /** Copies the lists and checks their lengths. */
    public StackedBars {
      parts = List.copyOf(parts);
      bars = List.copyOf(bars);
      if (parts.size() > Palette.SIZE) {
        throw new IllegalArgumentException("more parts than colours: " + parts);
      }
      for (Bar bar : bars) {
        if (bar.values().size() != parts.size()) {
          throw new IllegalArgumentException("a bar needs one value a part: " + bar);
        }
      }
    }
  }

  /** A bar's name and its parts' values, not negative. */
  record Bar(String name, List<Double> values) {
    /** Copies the list. */
    public Bar {
      values = List.copyOf(values);
    }

    /** The bar's length. */
    public double total() {
      return values.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /**
   * Every sample as a dot, a row for each series, on one scale that starts at 0, with the medians
   * marked.
   */
  record Strip(List<Samples> rows, Unit unit) implements Block {
    /** Copies the list. */
    public Strip {
      rows = List.copyOf(rows);
    }
  }

  /** The samples of one series, at least one. */
  record Samples(String name, List<Double> values) {
    /** Copies the list. */
    public Samples {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("no samples of " + name);
      }
    }
  }

  /**
   * An area divided among its parts in proportion, and each of these among its own. What would be
   * too small to see is drawn as one.
   *
   * @param root the whole
   * @param unit how values are written
   */
  record TreeMap(Area root, Unit unit) implements Block {}

  /**
   * A part of a tree map.
   *
   * @param value its size, not negative
   * @param parts what it consists of; empty, or as large as the area together
   */
  record Area(String name, double value, List<Area> parts) {
    /** Copies the list. */
    public Area {
      parts = List.copyOf(parts);
    }
  }
}
