package io.fcn4j.core.solver;

import io.fcn4j.core.Net;
import io.fcn4j.core.Session;

/**
 * What a {@link SnapshotStore} writes and restores.
 *
 * @param session that learns; {@link Session#sync} has been called when a snapshot is written
 * @param samples how many the data set has
 */
public record Training(Net net, Session session, SolverSettings settings, int samples) {}
