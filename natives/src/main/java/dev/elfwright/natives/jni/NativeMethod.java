package dev.elfwright.natives.jni;

/**
 * A method that is declared {@code native}.
 *
 * @param className the class as class files name it: {@code com/example/Outer$Inner}
 * @param name the method's name
 * @param descriptor its types as class files name them: {@code (I[Ljava/lang/String;)V}
 */
public record NativeMethod(String className, String name, String descriptor) {

  /** {@code com.example.Outer$Inner.name(I[Ljava/lang/String;)V}. */
  @Override
  public String toString() {
    return className.replace('/', '.') + "." + name + descriptor;
  }
}
