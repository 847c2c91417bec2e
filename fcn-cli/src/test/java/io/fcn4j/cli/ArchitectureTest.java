package io.fcn4j.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fcn4j.core.Crop;
import io.fcn4j.core.Layer;
import io.fcn4j.core.UnaryLayer;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

/** The arrows between modules and packages that ARCHITECTURE.md draws, and no others. */
@AnalyzeClasses(packages = "io.fcn4j", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CORE = "io.fcn4j.core..";
  private static final String LAYERS = "io.fcn4j.layers..";
  private static final String MODELS = "io.fcn4j.models..";
  private static final String CAFFE = "io.fcn4j.caffe..";
  private static final String ONEDNN = "io.fcn4j.onednn..";
  private static final String ONNX = "io.fcn4j.onnx..";
  private static final String TESTKIT = "io.fcn4j.testkit..";
  private static final String CLI = "io.fcn4j.cli..";

  /** Made by protobuf's compiler. */
  private static final String[] GENERATED = {"io.fcn4j.caffe.proto", "io.fcn4j.onnx.proto"};

  @ArchTest static final ArchRule core = knowsOnly(CORE);
  @ArchTest static final ArchRule layers = knowsOnly(LAYERS, CORE);
  @ArchTest static final ArchRule models = knowsOnly(MODELS, LAYERS, CORE);
  @ArchTest static final ArchRule caffe = knowsOnly(CAFFE, LAYERS, CORE);
  @ArchTest static final ArchRule onednn = knowsOnly(ONEDNN, LAYERS, CORE);
  @ArchTest static final ArchRule onnx = knowsOnly(ONNX, LAYERS, CORE);
  @ArchTest static final ArchRule testkit = knowsOnly(TESTKIT, CORE);

  // Inside core all packages know the nouns, and the nouns know them: Engines.nd4j() is the default
  // engine, Session.update takes a solver's step, and Params are read from files. Beyond that:
  @ArchTest
  static final ArchRule engine = knowsOnly("io.fcn4j.core.nd4j", "io.fcn4j.core", "..core.program");

  @ArchTest
  static final ArchRule program =
      knowsOnly("..core.program", "io.fcn4j.core", "..core.nd4j", "..core.solver");

  @ArchTest
  static final ArchRule files = knowsOnly("io.fcn4j.core.io", "io.fcn4j.core", "..core.nd4j");

  @ArchTest static final ArchRule images = knowsOnly("..models.image", CORE);
  @ArchTest static final ArchRule data = knowsOnly("..models.data", "..models.image", CORE);
  @ArchTest static final ArchRule metrics = knowsOnly("..models.metrics", "..models.image", CORE);

  @ArchTest
  static final ArchRule text = knowsOnly("..caffe.text", "..caffe.proto", "io.fcn4j.caffe", CORE);

  @ArchTest static final ArchRule blobs = knowsOnly("..caffe.blob", "..caffe.proto", CORE);
  @ArchTest static final ArchRule hdf5 = knowsOnly("..caffe.hdf5", CORE);

  @ArchTest
  static final ArchRule codecs = knowsOnly("..caffe.layer", "..caffe.proto", LAYERS, CORE);

  @ArchTest
  static final ArchRule nativeMemoryIsTheEnginesBusiness =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.fcn4j.core.nd4j", ONEDNN, CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule coreHasNoLayerButItsGeometry =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .and()
          // Passes put in layers of their own.
          .resideOutsideOfPackage("io.fcn4j.core.program")
          .and()
          .doNotBelongToAnyOf(Layer.class, UnaryLayer.class, Crop.class)
          .should()
          .beAssignableTo(Layer.class);

  @ArchTest
  static void everyModuleIsSeen(JavaClasses classes) {
    String[] modules = {CORE, LAYERS, MODELS, CAFFE, ONNX, ONEDNN, TESTKIT, CLI};
    for (String module : modules) {
      assertThat(classes.that(resideInAPackage(module))).as(module).isNotEmpty();
    }
    assertThat(classes.that(resideInAnyPackage(modules))).hasSameSizeAs(classes);
  }

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    assertThat(classes.that(not(resideInAnyPackage(GENERATED))))
        .extracting(JavaClass::getPackage)
        .allMatch(p -> p.isAnnotatedWith(NullMarked.class), "is @NullMarked in its package-info");
  }

  private static ArchRule knowsOnly(String part, String... others) {
    String[] known = Arrays.copyOf(others, others.length + 1);
    known[others.length] = part;
    DescribedPredicate<JavaClass> ours = resideInAPackage("io.fcn4j..");
    return noClasses()
        .that()
        .resideInAPackage(part)
        .should()
        .dependOnClassesThat(ours.and(not(resideInAnyPackage(known))));
  }
}
