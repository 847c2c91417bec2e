/** The {@code fcn} command, one class for each subcommand. */
@NullMarked
package io.fcn4j.cli;

import org.jspecify.annotations.NullMarked;
