package dev.elfwright.fuzz;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Calls everything that a value offers: each public method without arguments, and those that take
 * an index, of the value and of what they give, breadth first. So a new kind of section is fuzzed
 * as soon as a model leads to it.
 */
final class Explorer {
  private static final int CALLS = 4_000;
  private static final int ELEMENTS = 64;
  private static final Map<Class<?>, List<Method>> METHODS = new ConcurrentHashMap<>();

  private final Deque<Object> todo = new ArrayDeque<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private int calls;

  private final byte[] input;

  private Explorer(byte[] input) {
    this.input = input;
  }

  /** Explores what a step makes of an input. */
  static void explore(byte[] input, Supplier<?> step) {
    Explorer explorer = new Explorer(input);
    explorer.reach(Budget.spend(input, step));
    while (!explorer.todo.isEmpty() && explorer.calls < CALLS) {
      explorer.callAll(explorer.todo.remove());
    }
  }

  private void reach(@Nullable Object value) {
    switch (value) {
      case null -> {}
      case Optional<?> o -> o.ifPresent(this::reach);
      case Map<?, ?> m -> elements(m.values().iterator());
      case BaseStream<?, ?> s -> elements(s.iterator());
      case MemorySegment bytes -> touch(bytes);
      case Collection<?> c -> elements(c.iterator());
      default -> {
        if (isOurs(value) && !(value instanceof Enum<?>) && seen.add(value)) {
          todo.add(value);
        }
      }
    }
  }

  private static boolean isOurs(Object value) {
    return value.getClass().getName().startsWith("dev.elfwright.elf.");
  }

  private void elements(Iterator<?> all) {
    for (int i = 0; i < ELEMENTS; i++) {
      Object next = Budget.spend(input, () -> all.hasNext() ? all.next() : null);
      if (next == null) {
        return;
      }
      reach(next);
    }
  }

  private static void touch(MemorySegment bytes) {
    if (bytes.byteSize() > 0) {
      bytes.get(ValueLayout.JAVA_BYTE, 0);
      bytes.get(ValueLayout.JAVA_BYTE, bytes.byteSize() - 1);
    }
  }

  private void callAll(Object value) {
    for (Method m : METHODS.computeIfAbsent(value.getClass(), Explorer::questions)) {
      if (m.getParameterCount() == 0) {
        call(value, m);
      } else {
        int count = count(value);
        for (int i = 0; i < Math.min(count, ELEMENTS); i++) {
          call(value, m, i);
        }
      }
    }
  }

  /** Public methods without arguments, or with one index below what {@code count()} gives. */
  private static List<Method> questions(Class<?> type) {
    boolean indexed = Arrays.stream(type.getMethods()).anyMatch(Explorer::isCount);
    return Arrays.stream(type.getMethods())
        .filter(m -> !Modifier.isStatic(m.getModifiers()))
        .filter(m -> m.getDeclaringClass().getName().startsWith("dev.elfwright.elf."))
        .filter(m -> Modifier.isPublic(m.getDeclaringClass().getModifiers()))
        .filter(m -> !m.getName().equals("close"))
        .filter(m ->
            m.getParameterCount() == 0
                || indexed
                    && m.getParameterCount() == 1
                    && m.getParameterTypes()[0] == int.class
                    && m.getDeclaringClass() == type)
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  private static boolean isCount(Method m) {
    return m.getName().equals("count")
        && m.getParameterCount() == 0
        && m.getReturnType() == int.class;
  }

  private static int count(Object value) {
    try {
      return (int) value.getClass().getMethod("count").invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private void call(Object value, Method method, Object... arguments) {
    if (calls++ >= CALLS) {
      return;
    }
    reach(Budget.spend(input, () -> answer(value, method, arguments)));
  }

  private static @Nullable Object answer(Object value, Method method, Object... arguments) {
    try {
      return method.invoke(value, arguments);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case RuntimeException r -> throw r;
        // A member of a thin archive is a file, and not there.
        case IOException _ -> {
          return null;
        }
        case null, default -> throw new AssertionError(e.getCause());
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
