package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final String TEXT =
      "{\"b\":[1,-2.5,\"x\\n\\u00e9\",true,null,{}],\"a\":9223372036854775807}";

  @Test
  void parsesEveryType() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("b", Arrays.asList(1L, -2.5, "x\né", true, null, Map.of()));
    expected.put("a", Long.MAX_VALUE);
    assertThat(Json.parse(TEXT)).isEqualTo(expected);
  }

  @Test
  void keepsTheOrderOfKeys() {
    assertThat(Json.print(Json.parse(TEXT)))
        .isEqualTo("{\"b\":[1,-2.5,\"x\\né\",true,null,{}],\"a\":9223372036854775807}");
  }

  @Test
  void printsOverSeveralLines() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("meanIu", 0.5);
    value.put("perClassIu", List.of(1, Double.NaN));
    assertThat(Json.pretty(value))
        .isEqualTo(
            """
            {
              "meanIu" : 0.5,
              "perClassIu" : [
                1,
                "NaN"
              ]
            }""");
  }

  @Test
  void longNumbersAreDoubles() {
    assertThat(Json.parse("92233720368547758080")).isEqualTo(0x5p64);
    assertThat(Json.parse("9".repeat(1_000_000))).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void refusesWhatIsNotJson() {
    assertRefused("", "line 1, column 1: there is no value");
    assertRefused("{\"a\":1,\n\"a\":2}", "line 2, column 6: key 'a' appears twice");
    assertRefused("{} {}", "text goes on after the value");
    assertRefused("[1,", "Unexpected end-of-input");
    assertRefused("[".repeat(1_000_000), "nested deeper than 100 levels");
    assertRefused("{\"a\":".repeat(1_000_000), "nested deeper than 100 levels");
  }

  @Test
  void refusesToPrintOtherObjects() {
    assertThatThrownBy(() -> Json.print(new Object()))
        .isInstanceOf(FcnException.class)
        .hasMessageStartingWith("cannot be printed as JSON: ");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(FcnException.class)
        .hasMessageStartingWith("not JSON: line ")
        .hasMessageContaining(message);
  }
}
