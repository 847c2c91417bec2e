package io.fcn4j.cli.demo;

/** How much of each stain there is at a point: actin, granules (mitochondria) and DNA. */
record Stains(float actin, float granules, float dna) {
  Stains times(Stains factors) {
    return new Stains(actin * factors.actin, granules * factors.granules, dna * factors.dna);
  }
}
