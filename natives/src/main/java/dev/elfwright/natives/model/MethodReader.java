package dev.elfwright.natives.model;

import dev.elfwright.natives.jni.NativeMethod;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.util.List;

/** Reads the native methods of a class file (JVMS 4.6, ACC_NATIVE). */
final class MethodReader {
  private MethodReader() {}

  static List<NativeMethod> read(String place, byte[] classFile) throws IOException {
    try {
      ClassModel model = ClassFile.of().parse(classFile);
      String name = model.thisClass().asInternalName();
      return model.methods().stream()
          .filter(m -> (m.flags().flagsMask() & ClassFile.ACC_NATIVE) != 0)
          .map(m ->
              new NativeMethod(name, m.methodName().stringValue(), m.methodType().stringValue()))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new IOException(place + ": no class file that can be read: " + e.getMessage(), e);
    }
  }
}
