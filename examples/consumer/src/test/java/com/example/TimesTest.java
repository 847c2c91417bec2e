package com.example;

import io.fcn4j.core.Shape;
import io.fcn4j.testkit.LayerContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TimesTest {
  @TestFactory
  Stream<DynamicTest> contract() {
    return LayerContract.of(new Times(2f)).on(Shape.of(2, 3, 5, 7));
  }
}
