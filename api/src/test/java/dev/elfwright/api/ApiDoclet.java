package dev.elfwright.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import jdk.javadoc.doclet.Doclet;
import jdk.javadoc.doclet.DocletEnvironment;
import jdk.javadoc.doclet.Reporter;

/**
 * Lists what a user can see, a line for each type and member, and what of it has no comment.
 * javadoc makes doclets itself, so they can hand on what they found in static fields only.
 */
public final class ApiDoclet implements Doclet {
  /** Methods of all objects and all enums, written or not. */
  private static final Set<String> IN_EVERY_TYPE =
      Set.of("equals", "hashCode", "toString", "values", "valueOf");

  /** The lines of each module, by its name. */
  static final SortedMap<String, SortedSet<String>> API = new TreeMap<>();

  /** Types and members without a comment. */
  static final List<String> WITHOUT_COMMENT = new ArrayList<>();

  @Override
  public boolean run(DocletEnvironment environment) {
    Elements elements = environment.getElementUtils();
    for (ModuleElement module : ElementFilter.modulesIn(environment.getSpecifiedElements())) {
      SortedSet<String> lines = new TreeSet<>();
      for (var export : ElementFilter.exportsIn(module.getDirectives())) {
        if (export.getTargetModules() == null) {
          listPackage(export.getPackage(), elements, lines);
        }
      }
      API.put(module.getQualifiedName().toString(), lines);
    }
    return true;
  }

  private static void listPackage(
      PackageElement element, Elements elements, SortedSet<String> lines) {
    requireComment(element, element.toString(), elements);
    for (TypeElement type : ElementFilter.typesIn(element.getEnclosedElements())) {
      listType(type, elements, lines);
    }
  }

  private static void listType(TypeElement type, Elements elements, SortedSet<String> lines) {
    if (!isVisible(type)) {
      return;
    }
    lines.add(type + " : " + words(type) + head(type));
    requireComment(type, type.toString(), elements);
    for (Element member : type.getEnclosedElements()) {
      switch (member) {
        case TypeElement nested -> listType(nested, elements, lines);
        case RecordComponentElement _ -> {}
        default -> listMember(type, member, elements, lines);
      }
    }
  }

  private static void listMember(
      TypeElement type, Element member, Elements elements, SortedSet<String> lines) {
    if (!isVisible(member) || IN_EVERY_TYPE.contains(member.getSimpleName().toString())) {
      return;
    }
    String name = type + "#" + member;
    lines.add(
        switch (member) {
          case ExecutableElement method ->
              name + " : " + words(method) + method.getReturnType() + thrown(method);
          case VariableElement field -> name + " : " + words(field) + field.asType();
          default -> name;
        });
    boolean inherits = member.getAnnotation(Override.class) != null;
    boolean component = type.getKind() == ElementKind.RECORD && isAccessorOrConstructor(member);
    if (!inherits && !component && member.getKind() != ElementKind.ENUM_CONSTANT) {
      requireComment(member, name, elements);
    }
  }

  /** Described with the record's components. */
  private static boolean isAccessorOrConstructor(Element member) {
    return member.getKind() == ElementKind.CONSTRUCTOR
        || member instanceof ExecutableElement method && method.getParameters().isEmpty();
  }

  private static void requireComment(Element element, String name, Elements elements) {
    if (elements.getDocComment(element) == null) {
      WITHOUT_COMMENT.add(name);
    }
  }

  private static boolean isVisible(Element element) {
    return element.getModifiers().contains(Modifier.PUBLIC)
        || element.getModifiers().contains(Modifier.PROTECTED);
  }

  private static String words(Element element) {
    return element.getModifiers().stream()
        .filter(m -> m != Modifier.SYNCHRONIZED && m != Modifier.NATIVE && m != Modifier.STRICTFP)
        .map(m -> m + " ")
        .collect(Collectors.joining());
  }

  private static String head(TypeElement type) {
    return type.getKind().name().toLowerCase(Locale.ROOT)
        + type.getRecordComponents().stream()
            .map(c -> c.asType() + " " + c.getSimpleName())
            .collect(Collectors.joining(", ", "(", ")"))
        + " extends "
        + type.getSuperclass()
        + " implements "
        + type.getInterfaces()
        + " permits "
        + type.getPermittedSubclasses();
  }

  private static String thrown(ExecutableElement method) {
    return method.getThrownTypes().isEmpty() ? "" : " throws " + method.getThrownTypes();
  }

  @Override
  public void init(Locale locale, Reporter reporter) {
    API.clear();
    WITHOUT_COMMENT.clear();
  }

  @Override
  public String getName() {
    return "api";
  }

  @Override
  public Set<? extends Option> getSupportedOptions() {
    return Set.of();
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }
}
