package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileKindTest {
  static Stream<Arguments> starts() {
    return Stream.of(
        arguments(FileKind.EMPTY, ""),
        arguments(FileKind.PNG, "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"),
        arguments(FileKind.JPEG, "\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF"),
        arguments(FileKind.GIF, "GIF89a"),
        arguments(FileKind.TIFF, "II*\0\b\0\0\0"),
        arguments(FileKind.TIFF, "MM\0*\0\0\0\b"),
        arguments(FileKind.HDF5, "\u0089HDF\r\n\u001a\n"),
        arguments(FileKind.MAT, "MATLAB 5.0 MAT-file, Platform: GLNXA64"),
        arguments(FileKind.NPY, "\u0093NUMPY\1\0v\0{'descr'"),
        arguments(FileKind.ZIP, "PK\3\4\u0014\0"),
        arguments(FileKind.GZIP, "\u001f\u008b\b\0"),
        arguments(FileKind.PICKLE, "\u0080\2}q"),
        arguments(FileKind.LFS, "version https://git-lfs.github.com/spec/v1"),
        arguments(FileKind.HTML, "<!DOCTYPE html><html>"),
        arguments(FileKind.TEXT, "layer { name: \"conv1\" }"),
        arguments(FileKind.TEXT, "layers  { "),
        arguments(FileKind.SAFETENSORS, "\b\0\0\0\0\0\0\0{}      "),
        arguments(FileKind.SAFETENSORS, "\u00ff\u00ff\u00ff\u00ff\0\0\0\u007f{"),
        arguments(FileKind.SOLVERSTATE, "\b\u00e8\7\22\20net.caffemodel"),
        arguments(FileKind.CAFFEMODEL, "\n\11GoogLeNet\u00a2\6"),
        arguments(FileKind.CAFFEMODEL, "\n\11abcdef{x}\u00a2\6"),
        arguments(FileKind.BINARYPROTO, "\b\1\20\3\30\u0080\1\40{*"),
        arguments(FileKind.UNKNOWN, "\0\1\2\3"));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void recognises(FileKind kind, String start) {
    assertThat(FileKind.of(start.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(kind);
  }

  @Test
  void readsTheStartOfAFile(@TempDir Path folder) {
    Path file = folder.resolve("page");
    AtomicFile.write(file, "\n<html>" + "x".repeat(10_000));
    assertThat(FileKind.of(file)).isEqualTo(FileKind.HTML);
    assertThat(FileKind.HTML.description()).isEqualTo("an HTML page, perhaps of a failed download");
  }

  @Test
  void namesAMissingFile(@TempDir Path folder) {
    Path file = folder.resolve("missing");
    assertThatThrownBy(() -> FileKind.of(file))
        .isInstanceOf(FileException.class)
        .hasMessage("cannot read " + file + ": no such file");
  }
}
