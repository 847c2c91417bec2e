package io.fcn4j.caffe;

import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.NetState;
import io.fcn4j.caffe.proto.NetStateRule;
import io.fcn4j.caffe.upgrade.PlacedLayer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which layers take part in a state: Caffe's include and exclude rules. */
record StateFilter(NetState state) {
  /** The layers of this state, in order. */
  List<PlacedLayer> of(List<PlacedLayer> layers) {
    return layers.stream().filter(this::takesPart).toList();
  }

  /** The names of all others. */
  List<String> notOf(List<PlacedLayer> layers) {
    return layers.stream().filter(at -> !takesPart(at)).map(at -> at.layer().getName()).toList();
  }

  private boolean takesPart(PlacedLayer at) {
    LayerParameter layer = at.layer();
    if (layer.getIncludeCount() > 0 && layer.getExcludeCount() > 0) {
      throw at.refuse("found both include and exclude, expected rules of one kind");
    }
    return layer.getIncludeCount() > 0
        ? layer.getIncludeList().stream().anyMatch(this::meets)
        : layer.getExcludeList().stream().noneMatch(this::meets);
  }

  private boolean meets(NetStateRule rule) {
    Set<String> stages = new HashSet<>(state.getStageList());
    return (!rule.hasPhase() || rule.getPhase() == state.getPhase())
        && (!rule.hasMinLevel() || state.getLevel() >= rule.getMinLevel())
        && (!rule.hasMaxLevel() || state.getLevel() <= rule.getMaxLevel())
        && stages.containsAll(rule.getStageList())
        && rule.getNotStageList().stream().noneMatch(stages::contains);
  }

  /** Whether any layer is there for one phase only. */
  static boolean dependsOnPhase(List<PlacedLayer> layers) {
    return layers.stream()
        .flatMap(
            at ->
                List.of(at.layer().getIncludeList(), at.layer().getExcludeList()).stream()
                    .flatMap(List::stream))
        .anyMatch(NetStateRule::hasPhase);
  }
}
