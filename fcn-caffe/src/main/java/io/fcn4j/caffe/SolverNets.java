package io.fcn4j.caffe;

import static io.fcn4j.caffe.proto.SolverParameter.NET_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.NET_PARAM_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.TEST_ITER_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.TEST_NET_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.TEST_STATE_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.TRAIN_NET_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.TRAIN_NET_PARAM_FIELD_NUMBER;

import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.caffe.proto.NetState;
import io.fcn4j.caffe.proto.SolverParameter;
import io.fcn4j.caffe.text.TextFile;
import io.fcn4j.caffe.upgrade.NetFile;
import io.fcn4j.core.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The nets of a solver file, each in Caffe's state: that of its phase, overridden by the net's own,
 * overridden by the solver's for it.
 */
record SolverNets(SolverText solver, SolverPaths paths) {
  Prototxt train() {
    List<String> found =
        Stream.of(
                NET_FIELD_NUMBER,
                NET_PARAM_FIELD_NUMBER,
                TRAIN_NET_FIELD_NUMBER,
                TRAIN_NET_PARAM_FIELD_NUMBER)
            .filter(solver::has)
            .map(SolverText::name)
            .toList();
    if (found.size() != 1) {
      throw solver.refuse(
          found.contains("net") ? NET_FIELD_NUMBER : TRAIN_NET_FIELD_NUMBER,
          "found %s, expected exactly one of net, net_param, train_net and train_net_param"
              .formatted(found.isEmpty() ? "no net to train" : found));
    }
    SolverParameter message = solver.message();
    NetFile net =
        switch (found.get(0)) {
          case "train_net" -> read(TRAIN_NET_FIELD_NUMBER, message.getTrainNet());
          case "train_net_param" -> inside(message.getTrainNetParam());
          default -> generic();
        };
    return in(Phase.TRAIN, net, message.getTrainState());
  }

  /** Those named for tests first; what is left of test_iter is for the net that is also trained. */
  List<Prototxt> tests() {
    SolverParameter message = solver.message();
    List<NetFile> nets = new ArrayList<>();
    message.getTestNetParamList().forEach(net -> nets.add(inside(net)));
    message.getTestNetList().forEach(name -> nets.add(read(TEST_NET_FIELD_NUMBER, name)));
    boolean generic = solver.has(NET_FIELD_NUMBER) || solver.has(NET_PARAM_FIELD_NUMBER);
    int iters = message.getTestIterCount();
    if (generic ? iters < nets.size() : iters != nets.size()) {
      throw solver.refuse(
          TEST_ITER_FIELD_NUMBER,
          "found %d test_iter for %d test nets, expected one for each"
              .formatted(iters, nets.size()));
    }
    while (nets.size() < iters) {
      nets.add(generic());
    }
    int states = message.getTestStateCount();
    if (states != 0 && states != nets.size()) {
      throw solver.refuse(
          TEST_STATE_FIELD_NUMBER,
          "found %d test_state for %d test nets, expected one for each or none"
              .formatted(states, nets.size()));
    }
    List<Prototxt> tests = new ArrayList<>();
    for (int i = 0; i < nets.size(); i++) {
      NetState state = states == 0 ? NetState.getDefaultInstance() : message.getTestState(i);
      tests.add(in(Phase.TEST, nets.get(i), state));
    }
    return tests;
  }

  private NetFile generic() {
    return solver.has(NET_FIELD_NUMBER)
        ? read(NET_FIELD_NUMBER, solver.message().getNet())
        : inside(solver.message().getNetParam());
  }

  private NetFile read(int field, String name) {
    return NetFile.of(TextFile.read(paths.find(field, name), NetParameter.getDefaultInstance()));
  }

  private NetFile inside(NetParameter net) {
    return NetFile.of(solver.path(), net);
  }

  private static Prototxt in(Phase phase, NetFile net, NetState of) {
    NetState state =
        NetState.newBuilder()
            .setPhase(io.fcn4j.caffe.proto.Phase.valueOf(phase.name()))
            .mergeFrom(net.settings().getState())
            .mergeFrom(of)
            .build();
    return Prototxt.of(net, state);
  }
}
