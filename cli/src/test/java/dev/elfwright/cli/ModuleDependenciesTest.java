package dev.elfwright.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between modules, as ARCHITECTURE.md draws them. */
class ModuleDependenciesTest {
  private static final String ROOT = "dev.elfwright";
  private static JavaClasses product;

  @BeforeAll
  static void readAllModules() {
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  @Test
  void modulesDependOnlyDownwards() {
    ArchRule rule =
        layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .layer("elf")
            .definedBy(ROOT + ".elf..")
            .layer("machine")
            .definedBy(ROOT + ".machine..")
            .layer("link")
            .definedBy(ROOT + ".link..")
            .layer("packages")
            .definedBy(ROOT + ".packages..")
            .layer("fat")
            .definedBy(ROOT + ".fat..")
            .layer("dwarf")
            .definedBy(ROOT + ".dwarf..")
            .layer("abi")
            .definedBy(ROOT + ".abi..")
            .layer("livepatch")
            .definedBy(ROOT + ".livepatch..")
            .layer("rseq")
            .definedBy(ROOT + ".rseq..")
            .layer("tls")
            .definedBy(ROOT + ".tls..")
            .layer("census")
            .definedBy(ROOT + ".census..")
            .layer("serve")
            .definedBy(ROOT + ".serve..")
            .layer("zstd")
            .definedBy(ROOT + ".zstd..")
            .layer("report")
            .definedBy(ROOT + ".report..")
            .layer("testkit")
            .definedBy(ROOT + ".testkit..")
            .layer("cli")
            .definedBy(ROOT + ".cli..")
            .withOptionalLayers(true)
            .whereLayer("elf")
            .mayNotAccessAnyLayer()
            .whereLayer("machine")
            .mayOnlyAccessLayers("elf")
            .whereLayer("link")
            .mayOnlyAccessLayers("elf", "machine")
            .whereLayer("packages")
            .mayNotAccessAnyLayer()
            .whereLayer("fat")
            .mayOnlyAccessLayers("elf", "packages")
            .whereLayer("dwarf")
            .mayOnlyAccessLayers("elf", "machine")
            .whereLayer("abi")
            .mayOnlyAccessLayers("elf", "machine", "dwarf", "link", "tls")
            .whereLayer("livepatch")
            .mayOnlyAccessLayers("elf", "machine", "dwarf", "packages")
            .whereLayer("rseq")
            .mayNotAccessAnyLayer()
            .whereLayer("tls")
            .mayOnlyAccessLayers("elf", "link")
            .whereLayer("census")
            .mayOnlyAccessLayers("elf", "machine", "packages")
            .whereLayer("serve")
            .mayOnlyAccessLayers("census", "report")
            .whereLayer("zstd")
            .mayOnlyAccessLayers("elf")
            .whereLayer("report")
            .mayNotAccessAnyLayer()
            .whereLayer("testkit")
            .mayNotAccessAnyLayer()
            .whereLayer("cli")
            .mayOnlyAccessLayers(
                "elf",
                "machine",
                "dwarf",
                "link",
                "packages",
                "fat",
                "abi",
                "livepatch",
                "report",
                "rseq",
                "tls",
                "census",
                "serve")
            .ensureAllClassesAreContainedInArchitecture();
    rule.check(product);
  }

  @Test
  void theModulesBelowTheCommandLineNeedOnlyTheJdk() {
    classes()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".cli..",
            ROOT + ".zstd..",
            ROOT + ".packages..",
            ROOT + ".fat..",
            ROOT + ".livepatch..",
            ROOT + ".census..",
            ROOT + ".serve..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + "..", "java..", "org.jspecify..", "")
        .check(product);
  }

  @Test
  void nobodyUsesTheJdksInternals() {
    // The JDK's HTTP server is not internal: a module exports and documents it.
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("sun..", "jdk.internal..", "com.sun..")
                .and(resideOutsideOfPackage("com.sun.net.httpserver")))
        .check(product);
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    slices().matching(ROOT + ".(*).(*)..").should().beFreeOfCycles().check(product);
  }

  @Test
  void sparkIsNotOnTheCommandsClassPath() {
    assertThat(product.containPackage(ROOT + ".census.spark")).isFalse();
    assertThat(getClass().getResource("/org/apache/spark/SparkContext.class")).isNull();
  }

  @Test
  void theTestSeesEveryModule() {
    assertThat(product.containPackage(ROOT + ".elf")).isTrue();
    assertThat(product.containPackage(ROOT + ".link")).isTrue();
    assertThat(product.containPackage(ROOT + ".report")).isTrue();
    assertThat(product.containPackage(ROOT + ".cli")).isTrue();
  }
}
