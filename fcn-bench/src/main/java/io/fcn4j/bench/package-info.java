/**
 * JMH benchmarks. Of our engines: every layer on a grid of sizes ({@link
 * io.fcn4j.bench.LayerBenchmark}), whole nets ({@link io.fcn4j.bench.NetBenchmark}), new input
 * sizes ({@link io.fcn4j.bench.SizeBenchmark}), dense prediction against windows ({@link
 * io.fcn4j.bench.DenseBenchmark}), one session with all threads against many ({@link
 * io.fcn4j.bench.ParallelBenchmark}), and from an image file to its labels ({@link
 * io.fcn4j.bench.SegmentBenchmark}). Of other libraries beside them: passes ({@link
 * io.fcn4j.bench.PeerBenchmark}) and loading ({@link io.fcn4j.bench.LoadBenchmark}), of which
 * {@link io.fcn4j.bench.Report} makes tables. What our engines find on a trained net is compared by
 * {@link io.fcn4j.bench.Agreement}.
 *
 * <pre>{@code
 * export OMP_NUM_THREADS=2 GLOG_minloglevel=2
 * java -jar fcn-bench/target/benchmarks.jar -f 1 -wi 1 -i 1
 * java -jar fcn-bench/target/benchmarks.jar LayerBenchmark.forward -p layer=CONV_3X3 -p size=64,128,256
 * java -jar fcn-bench/target/benchmarks.jar NetBenchmark -p net=fcn8s-vgg16 -p width=1 -p size=500
 * java -jar fcn-bench/target/benchmarks.jar 'ParallelBenchmark|SegmentBenchmark' -p width=1 -p size=500
 * java -jar fcn-bench/target/benchmarks.jar PeerBenchmark -p net=fcn8s-vgg16 -p width=1 -p size=500 -rf json -rff peer.json
 * java -jar fcn-bench/target/benchmarks.jar LoadBenchmark -p net=fcn8s-vgg16 -p width=1 -p size=500 -rf json -rff load.json
 * java -cp fcn-bench/target/benchmarks.jar io.fcn4j.bench.Report peer.json load.json docs/performance.md
 * java -cp fcn-bench/target/benchmarks.jar io.fcn4j.bench.Agreement run/model.safetensors VOC2012 val
 * }</pre>
 *
 * Native threads are set outside, by {@code OMP_NUM_THREADS}; peers want to be told as well ({@code
 * -p threads=1}, 2 by default). {@code GLOG_minloglevel} silences Caffe. Threads of OpenMP spin
 * while they wait: on a machine that is busy with something else, figures are worth something with
 * {@code OMP_WAIT_POLICY=passive} only. {@code -t 2} runs two sessions over one net; {@code -prof
 * gc} shows what a pass leaves on the heap.
 */
@NullMarked
package io.fcn4j.bench;

import org.jspecify.annotations.NullMarked;
