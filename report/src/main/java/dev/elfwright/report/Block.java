package dev.elfwright.report;

import java.util.List;
import java.util.Objects;

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

  /**
   * A bar.
   *
   * @param name what it is about, and where that leads
   * @param values of its parts, not negative
   */
  record Bar(Link name, List<Double> values) {
    /** Copies the list. */
    public Bar {
      values = List.copyOf(values);
    }

    /** A bar whose name leads nowhere. */
    public Bar(String name, List<Double> values) {
      this(Link.none(name), values);
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
   * @param target where a click leads; empty for nowhere
   */
  record Area(String name, double value, List<Area> parts, String target) {
    /** Copies the list. */
    public Area {
      parts = List.copyOf(parts);
    }

    /** A part that leads nowhere. */
    public Area(String name, double value, List<Area> parts) {
      this(name, value, parts, "");
    }
  }

  /**
   * A text that may lead elsewhere.
   *
   * @param target an address, as HTML has it; empty for nowhere
   */
  record Link(String text, String target) {
    /** A text that leads nowhere. */
    public static Link none(String text) {
      return new Link(text, "");
    }
  }

  /** Links in a row. */
  record Links(List<Link> links) implements Block {
    /** Copies the list. */
    public Links {
      links = List.copyOf(links);
    }
  }

  /** What a column holds, and so on which side it stands. */
  enum Column {
    /** Texts, on the left. */
    WORDS,
    /** Numbers, on the right. */
    NUMBERS
  }

  /**
   * A table of which every cell may lead elsewhere.
   *
   * @param head one title a column
   * @param columns what each holds
   * @param rows as many cells each
   */
  record Listing(List<String> head, List<Column> columns, List<List<Link>> rows) implements Block {
    /** Copies the lists and checks their lengths. */
    public Listing {
      head = List.copyOf(head);
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<?> row : rows) {
        if (row.size() != head.size() || row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "a row of " + row.size() + " cells under " + head.size() + " titles: " + row);
        }
      }
    }
  }

  /** What is known of one thing, a name and a value each. */
  record Facts(List<Fact> facts) implements Block {
    /** Copies the list. */
    public Facts {
      facts = List.copyOf(facts);
    }
  }

  /**
   * A fact.
   *
   * @param name what it is about
   * @param meaning what that means, shown to who points at the name; may be empty
   */
  record Fact(String name, Link value, String meaning) {}

  /**
   * Something to fill in, which asks for a page (GET).
   *
   * @param target the page's address
   * @param button what stands on the button
   */
  record Form(String target, List<Field> fields, String button) implements Block {
    /** Copies the list. */
    public Form {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A line to fill in.
   *
   * @param name of the parameter
   * @param label what stands above it
   * @param value what is in it
   * @param hint what is shown while it is empty
   */
  record Field(String name, String label, String value, String hint) {}

  /**
   * What leads to what, from left to right.
   *
   * @param edges between nodes of the list, by their indices
   */
  record Graph(List<Node> nodes, List<Edge> edges) implements Block {
    /** Copies the lists and checks that edges have ends. */
    public Graph {
      nodes = List.copyOf(nodes);
      edges = List.copyOf(edges);
      for (Edge edge : edges) {
        Objects.checkIndex(edge.from(), nodes.size());
        Objects.checkIndex(edge.to(), nodes.size());
      }
    }
  }

  /** How much a node stands out. */
  enum Weight {
    /** The one that the graph is about. */
    SUBJECT,
    /** One like most. */
    PLAIN,
    /** One that is named, but not there. */
    ABSENT
  }

  /**
   * A node.
   *
   * @param label its name; may lead elsewhere
   * @param column from 0
   */
  record Node(Link label, int column, Weight weight) {}

  /** An arrow. */
  record Edge(int from, int to) {}
}
