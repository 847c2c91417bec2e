/** The four metrics of the FCN paper, computed from one confusion matrix. */
@NullMarked
package io.fcn4j.models.metrics;

import org.jspecify.annotations.NullMarked;
