package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import io.fcn4j.core.Engine;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Precision;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.program.ProgramSession;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_version_t;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fast engine on CPUs, by oneDNN: ReLUs in one pass with their convolutions, images in blocks
 * of channels from layer to layer, Winograd convolutions, weights packed once. Layers that oneDNN
 * does not know run through their own kernels.
 */
public final class OneDnnEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnnEngine.class);
  private final Availability availability = Availability.INSTANCE;

  /** Whether this machine can run it, and why not. */
  private record Availability(boolean there, String text) {
    static final Availability INSTANCE = find();

    private static Availability find() {
      try {
        // Loads the library.
        dnnl_version_t version = dnnl_version();
        return new Availability(
            true,
            "oneDNN %d.%d.%d, instruction set %#x"
                .formatted(
                    version.major(),
                    version.minor(),
                    version.patch(),
                    dnnl_get_effective_cpu_isa()));
      } catch (LinkageError e) {
        return new Availability(
            false,
            "oneDNN's natives are not on the class path or can't be loaded ("
                + e.getMessage()
                + "); add org.bytedeco:dnnl and org.bytedeco:opencl with this platform's"
                + " classifier");
      }
    }
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public int priority() {
    return availability.there ? 10 : -1;
  }

  @Override
  public String describe() {
    return availability.text;
  }

  @Override
  public Set<Precision> precisions() {
    return Set.of(Precision.F32, Precision.BF16);
  }

  /** On other machines oneDNN would compute bfloat16 by way of float32, slower than that. */
  private static boolean narrow(SessionOptions options) {
    boolean has = Isa.has(dnnl_cpu_isa_avx512_core_bf16);
    if (options.precision() == Precision.BF16 && !has) {
      LOG.warn("this CPU has no instructions for bfloat16: inference is computed in float32");
    }
    return options.precision() == Precision.BF16 && has;
  }

  @Override
  public Session open(Net net, Phase phase, SessionOptions options) {
    if (!availability.there) {
      throw new FcnException("engine onednn can't run: " + availability.text);
    }
    return new ProgramSession(
        net,
        phase,
        options,
        List.of(new Lowering(net.params(), narrow(options))),
        Winograd::isFast,
        new HostUpdates(options.threads()));
  }
}
