package io.fcn4j.caffe;

import io.fcn4j.core.FcnException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a Python literal of dicts, tuples, lists, strings, numbers, True, False and None, which is
 * how Python layers are told their settings.
 */
final class PythonLiteral {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([\\[\\](){}:,])|'([^']*)'|\"([^\"]*)\"|([-+]?[\\d.]+(?:[eE][-+]?\\d+)?)|(\\w+))");

  private static final int MAX_DEPTH = 20;

  private final String text;
  private final Matcher tokens;
  private int at;

  private PythonLiteral(String text) {
    this.text = text;
    tokens = TOKEN.matcher(text);
  }

  /** A dict; keys are strings, and so are values but for dicts and lists. */
  static Map<String, Object> dict(String text) {
    PythonLiteral literal = new PythonLiteral(text.strip());
    Object value = literal.value(0);
    if (!(value instanceof Map<?, ?> map) || literal.at < literal.text.length()) {
      throw literal.wrong();
    }
    Map<String, Object> dict = new LinkedHashMap<>();
    map.forEach((key, element) -> dict.put((String) key, element));
    return dict;
  }

  private Object value(int depth) {
    String token = next();
    if (depth > MAX_DEPTH) {
      throw wrong();
    }
    return switch (token) {
      case "{" -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (!peek("}")) {
          String key = next();
          expect(":");
          map.put(key, value(depth + 1));
          skipComma("}");
        }
        yield map;
      }
      case "[", "(" -> {
        String end = token.equals("[") ? "]" : ")";
        List<Object> list = new ArrayList<>();
        while (!peek(end)) {
          list.add(value(depth + 1));
          skipComma(end);
        }
        yield list;
      }
      case "}", "]", ")", ":", "," -> throw wrong();
      default -> token;
    };
  }

  private void skipComma(String end) {
    int before = at;
    if (!next().equals(",")) {
      at = before;
      if (!tokens.region(at, text.length()).lookingAt() || !end.equals(tokens.group(1))) {
        throw wrong();
      }
    }
  }

  private void expect(String token) {
    if (!next().equals(token)) {
      throw wrong();
    }
  }

  /** Whether this comes next; if so, it is taken. */
  private boolean peek(String token) {
    int before = at;
    boolean found = next().equals(token) && tokens.group(1) != null;
    if (!found) {
      at = before;
    }
    return found;
  }

  private String next() {
    if (!tokens.region(at, text.length()).lookingAt()) {
      throw wrong();
    }
    at = tokens.end();
    for (int group = 1; group <= tokens.groupCount(); group++) {
      if (tokens.group(group) != null) {
        return tokens.group(group);
      }
    }
    throw wrong();
  }

  private FcnException wrong() {
    return new FcnException(
        "param_str: cannot read '%s' at character %d, expected a Python dict such as {'split': 'train'}"
            .formatted(text, at + 1));
  }
}
