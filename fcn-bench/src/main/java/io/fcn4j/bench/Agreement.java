package io.fcn4j.bench;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Precision;
import io.fcn4j.core.Session;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.solver.Sample;
import io.fcn4j.models.SavedModel;
import io.fcn4j.models.data.FileDataset;
import io.fcn4j.models.data.Voc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far the oneDNN engine, in float32 and in bfloat16, and the engine on ND4J ops agree on a
 * trained net: {@code java -cp fcn-bench/target/benchmarks.jar io.fcn4j.bench.Agreement
 * run/model.safetensors VOC2012 val} prints a table. The images are whole, one at a time.
 */
public final class Agreement {
  private Agreement() {}

  public static void main(String[] args) {
    if (args.length != 3) {
      throw new FcnException(
          "found %d arguments, expected three: weights that 'fcn train' wrote, a data set in the layout of PASCAL VOC, and one of its splits"
              .formatted(args.length));
    }
    System.out.println(table(Path.of(args[0]), Path.of(args[1]), args[2]));
  }

  /** In Markdown, a row for each pair. */
  static String table(Path weights, Path data, String split) {
    SavedModel saved = SavedModel.open(weights);
    FileDataset dataset =
        Voc.open(data, saved.card().classNames())
            .split(split)
            .preprocessing(saved.card().preprocessing());
    Map<String, Engine> engines = new LinkedHashMap<>();
    engines.put("nd4j", Engines.nd4j());
    engines.put("onednn", Engines.named("onednn"));
    engines.put("onednn bf16", Engines.named("onednn").precision(Precision.BF16));
    List<ScorePair> pairs =
        List.of(new ScorePair("onednn", "nd4j"), new ScorePair("onednn bf16", "onednn"));
    run(saved, dataset, engines, pairs);
    List<String> lines = new ArrayList<>();
    lines.add(
        "| | pixels | of another label | of the same | largest difference of scores / their range |");
    lines.add("|---|---|---|---|---|");
    pairs.forEach(pair -> lines.add(pair.row()));
    return String.join("\n", lines);
  }

  private static void run(
      SavedModel saved, FileDataset dataset, Map<String, Engine> engines, List<ScorePair> pairs) {
    Net net = saved.net();
    int classes = saved.card().classNames().size();
    String input = net.graph().inputs().get(0).name();
    Map<String, Session> sessions = new LinkedHashMap<>();
    try {
      engines.forEach((name, engine) -> sessions.put(name, engine.open(net, Phase.TEST)));
      for (int i = 0; i < dataset.size(); i++) {
        Sample sample = dataset.get(i);
        Map<String, INDArray> image = Map.of(input, sample.array(input));
        Map<String, float[]> scores = new LinkedHashMap<>();
        sessions.forEach(
            (name, session) -> scores.put(name, Host.read(session.forward(image).get("score"))));
        pairs.forEach(pair -> pair.add(scores, classes));
        sample.arrays().values().forEach(INDArray::close);
      }
    } finally {
      sessions.values().forEach(Session::close);
    }
  }
}
