package io.fcn4j.core;

/**
 * What an engine may assume about a layer. The default, {@link #SAFE}, is right for every layer;
 * each statement below lets the engine save memory or refuse a wrong use.
 *
 * @param inPlace forward works with top 0 in the memory of bottom 0, and backward with the diff of
 *     bottom 0 in the memory of the diff of top 0; both have the same number of elements
 * @param backwardReadsBottoms backward reads {@link KernelIo#bottom}
 * @param backwardReadsTops backward reads {@link KernelIo#top}
 * @param stochastic reads {@link KernelIo#random}
 * @param mixesBatch the result for one image depends on the others of its batch
 */
public record Capabilities(
    boolean inPlace,
    boolean backwardReadsBottoms,
    boolean backwardReadsTops,
    boolean stochastic,
    boolean mixesBatch) {

  /** Nothing in place; backward may read everything. */
  public static final Capabilities SAFE = new Capabilities(false, true, true, false, false);

  /** Backward reads the bottoms but not the tops. */
  public static final Capabilities READS_BOTTOMS =
      new Capabilities(false, true, false, false, false);

  /** Backward reads the tops but not the bottoms. */
  public static final Capabilities READS_TOPS = new Capabilities(false, false, true, false, false);

  /** Backward reads neither bottoms nor tops. */
  public static final Capabilities READS_NOTHING =
      new Capabilities(false, false, false, false, false);

  public Capabilities andInPlace() {
    return new Capabilities(true, backwardReadsBottoms, backwardReadsTops, stochastic, mixesBatch);
  }

  public Capabilities andStochastic() {
    return new Capabilities(inPlace, backwardReadsBottoms, backwardReadsTops, true, mixesBatch);
  }

  public Capabilities andMixesBatch() {
    return new Capabilities(inPlace, backwardReadsBottoms, backwardReadsTops, stochastic, true);
  }
}
