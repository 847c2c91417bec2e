package io.fcn4j.models;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Fraction;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a net as users type it: {@code fcn8s-vgg16:width=1/8,padding=low}. Options: {@code
 * width=N/D} (channels), {@code padding=paper|low}, {@code upsampling=frozen|learned}.
 */
public record ModelName(String head, String backbone, Map<String, String> options) {
  private static final Pattern SYNTAX = Pattern.compile("(.+)-([^-:]+)(?::(.+))?");
  private static final List<String> HEADS = List.of("fcn32s", "fcn16s", "fcn8s", "fcn8s-atonce");
  private static final List<String> BACKBONES = List.of("vgg16", "alexnet", "googlenet");

  public ModelName {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
    String text = print(head, backbone, options);
    if (!HEADS.contains(head) || !BACKBONES.contains(backbone)) {
      throw unknown(text);
    }
    options.forEach(
        (key, value) -> {
          if (!isKnown(key, value)) {
            throw unknownOption(text, key + "=" + value);
          }
        });
  }

  public static ModelName parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw unknown(text);
    }
    Map<String, String> options = new TreeMap<>();
    String list = matcher.group(3);
    for (String option : list == null ? new String[0] : list.split(",")) {
      String[] parts = option.split("=", 2);
      if (parts.length != 2) {
        throw unknownOption(text, option);
      }
      options.put(parts[0], parts[1]);
    }
    return new ModelName(matcher.group(1), matcher.group(2), options);
  }

  private static FcnException unknown(String text) {
    return new FcnException(
        "unknown model '%s'; expected fcn32s|fcn16s|fcn8s|fcn8s-atonce, '-', vgg16|alexnet|googlenet,"
                .formatted(text)
            + " and perhaps options: fcn8s-vgg16:width=1/8,padding=low");
  }

  private static FcnException unknownOption(String text, String option) {
    return new FcnException(
        "model '%s': unknown option '%s'; known are width=1/8, padding=paper|low,"
                .formatted(text, option)
            + " upsampling=frozen|learned");
  }

  private static boolean isKnown(String key, String value) {
    return switch (key) {
      case "width" -> value.matches("[1-9]\\d{0,3}(/[1-9]\\d{0,3})?");
      case "padding" -> value.matches("paper|low");
      case "upsampling" -> value.matches("frozen|learned");
      default -> false;
    };
  }

  /**
   * The builder of this net.
   *
   * @param scratch whether its weights are filled at random rather than left for loading
   */
  public Fcn fcn(boolean scratch) {
    Backbone trunk = backbone(scratch);
    Fcn fcn =
        switch (head) {
          case "fcn32s" -> Fcn.stride32(trunk);
          case "fcn16s" -> Fcn.stride16(trunk);
          case "fcn8s" -> Fcn.stride8(trunk);
          default -> Fcn.stride8AtOnce(trunk);
        };
    if ("low".equals(options.get("padding"))) {
      fcn.padding(Padding.LOW);
    }
    if ("learned".equals(options.get("upsampling"))) {
      fcn.learnUpsampling();
    }
    return fcn;
  }

  private Backbone backbone(boolean scratch) {
    Backbone plain =
        switch (backbone) {
          case "vgg16" -> Vgg16.backbone();
          case "alexnet" -> AlexNet.backbone();
          default -> GoogLeNet.backbone();
        };
    String[] width = options.getOrDefault("width", "1").split("/", 2);
    Fraction factor =
        Fraction.of(Integer.parseInt(width[0]), width.length > 1 ? Integer.parseInt(width[1]) : 1);
    return new Backbone(plain.design(), factor, scratch);
  }

  @Override
  public String toString() {
    return print(head, backbone, options);
  }

  private static String print(String head, String backbone, Map<String, String> options) {
    String list = options.toString().replaceAll("[{} ]", "");
    return head + "-" + backbone + (list.isEmpty() ? "" : ":" + list);
  }
}
