package io.fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Native memory is freed by those who own it, and nothing is freed that is still used. */
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {
  private static final long ALLOWED = 64L << 20;

  @Test
  void doesNotGrow() throws Exception {
    check(60, 300);
  }

  @Test
  @Tag("slow")
  void doesNotGrowOverThousands() throws Exception {
    check(1_000, 10_000);
  }

  /**
   * A small heap that is collected often frees what Java holds no more, under the eyes of the JVM.
   */
  @Test
  void survivesCollectionsAndChecks() throws Exception {
    String out = OwnJvm.run(List.of("-Xcheck:jni", "-Xmn2m"), ManySessions.class, "20", "60");
    assertThat(out).contains("grown ").doesNotContain("FATAL ERROR in native method");
  }

  private static void check(int sessions, int forwards) throws Exception {
    String out =
        OwnJvm.run(
            List.of(), ManySessions.class, Integer.toString(sessions), Integer.toString(forwards));
    Matcher grown = Pattern.compile("grown (-?\\d+) (-?\\d+)").matcher(out);
    assertThat(grown.find()).as(out).isTrue();
    assertThat(Long.parseLong(grown.group(1))).as("after sessions").isLessThan(ALLOWED);
    assertThat(Long.parseLong(grown.group(2))).as("after passes").isLessThan(ALLOWED);
  }
}
