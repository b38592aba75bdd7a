package dev.elfwright.abi.type;

import java.util.Arrays;

/**
 * Finds which nodes of a graph are equal: those of one shape whose references lead to nodes that
 * are equal again, circles among them. Moore's way of making automata minimal: nodes of one shape
 * are a class, and classes are divided as long as their nodes refer to different classes. A step
 * takes time in proportion to the graph.
 */
final class Minimization {
  /** Types of one shape that differ only behind so many references: no compiler's work. */
  static final int MOST_STEPS = 200;

  private final int[] shapes;
  private final int[] starts;
  private final int[] references;
  private int[] classes;
  private int[] divided;

  /**
   * A graph of nodes from 0 on.
   *
   * @param shapes what nodes have to have in common to be equal
   * @param starts where the references of each node begin, and behind the last node, where they end
   * @param references numbers of nodes
   */
  Minimization(int[] shapes, int[] starts, int[] references) {
    this.shapes = shapes;
    this.starts = starts;
    this.references = references;
    this.classes = shapes;
    this.divided = new int[shapes.length];
  }

  /**
   * The class of each node, from 0 on in the order of their first nodes; empty when it takes too
   * many steps.
   */
  int[] classes() {
    int count = -1;
    for (int step = 0; step < MOST_STEPS; step++) {
      int next = divide();
      int[] previous = classes;
      classes = divided;
      divided = previous == shapes ? new int[shapes.length] : previous;
      if (next == count) {
        return classes;
      }
      count = next;
    }
    return new int[0];
  }

  /** Gives each node a new class by its old one and those of its references; how many there are. */
  private int divide() {
    int capacity = Integer.highestOneBit(Math.max(4, shapes.length)) << 2;
    int[] firstOf = new int[capacity];
    Arrays.fill(firstOf, -1);
    int count = 0;
    for (int node = 0; node < shapes.length; node++) {
      int at = hash(node) & capacity - 1;
      while (firstOf[at] >= 0 && !isSame(firstOf[at], node)) {
        at = at + 1 & capacity - 1;
      }
      if (firstOf[at] < 0) {
        firstOf[at] = node;
        divided[node] = count++;
      } else {
        divided[node] = divided[firstOf[at]];
      }
    }
    return count;
  }

  private int hash(int node) {
    int h = classes[node];
    for (int i = starts[node]; i < starts[node + 1]; i++) {
      h = h * 0x9e3779b1 + classes[references[i]];
      h ^= h >>> 15;
    }
    return h * 0x85ebca6b ^ h >>> 13;
  }

  private boolean isSame(int a, int b) {
    int count = starts[a + 1] - starts[a];
    if (classes[a] != classes[b] || count != starts[b + 1] - starts[b]) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (classes[references[starts[a] + i]] != classes[references[starts[b] + i]]) {
        return false;
      }
    }
    return true;
  }
}
