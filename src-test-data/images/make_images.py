"""Makes the images of this folder with Pillow (12.3 made the stored ones): python make_images.py

NAME.EXT is what the reader is given, NAME.expected.png what Pillow makes of it, as plain RGB.
"""

import io

from PIL import Image, ImageOps

WIDTH, HEIGHT = 13, 9
RGB = Image.new("RGB", (WIDTH, HEIGHT))
RGB.putdata(
    [(x * 19, y * 28, (x + y) * 12) for y in range(HEIGHT) for x in range(WIDTH)]
)


def save(name, data):
    with open(name, "wb") as file:
        file.write(data)
    image = ImageOps.exif_transpose(Image.open(name))
    if image.mode == "I;16":
        image = Image.frombytes("L", image.size, image.tobytes()[1::2])
    image.convert("RGB").save(name.rsplit(".", 1)[0] + ".expected.png")


def encoded(image, kind, **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def ycck():
    """A CMYK file whose stored samples are luminance and chrominance, and marked so."""
    luma = RGB.convert("YCbCr")
    inks = Image.new("CMYK", RGB.size)
    inks.putdata(
        [
            tuple(255 - sample for sample in luma.getpixel((x, y))) + (x * 15,)
            for y in range(HEIGHT)
            for x in range(WIDTH)
        ]
    )
    data = bytearray(encoded(inks, "JPEG", quality=95, subsampling=0))
    data[data.find(b"Adobe") + 11] = 2
    return bytes(data)


grey16 = Image.new("I;16", RGB.size)
grey16.putdata([(x * 4931 + y * 97) % 65536 for y in range(HEIGHT) for x in range(WIDTH)])
alpha = RGB.copy()
alpha.putalpha(RGB.getchannel("G"))
turned = Image.Exif()
turned[0x0112] = 6

save("progressive.jpg", encoded(RGB, "JPEG", quality=90, subsampling=2, progressive=True))
save("grey.jpg", encoded(RGB.convert("L"), "JPEG"))
save("cmyk.jpg", encoded(RGB.convert("CMYK"), "JPEG", quality=95, subsampling=0))
save("ycck.jpg", ycck())
save("exif6.jpg", encoded(RGB, "JPEG", exif=turned))
save("grey16.png", encoded(grey16, "PNG"))
save("bilevel.png", encoded(RGB.convert("1"), "PNG"))
save("grey-alpha.png", encoded(alpha.convert("LA"), "PNG"))
save("rgb-alpha.png", encoded(alpha, "PNG"))
save("palette4.png", encoded(RGB.quantize(4), "PNG"))
save("palette256-transparent.png", encoded(RGB.quantize(100), "PNG", transparency=3))
