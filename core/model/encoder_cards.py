"""The published encoders: where they are, what they are, and what their licences allow. Plain facts: no torch."""

from dataclasses import dataclass
from itertools import starmap

from core.model.encoder_shapes import FRAMES, TUBELET, V_JEPA_1, V_JEPA_2, EncoderShape
from core.text import text

IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
DTYPES = {"fp32": 4, "bf16": 2}
"""What an encoder can be kept in on disk, and the bytes that a number takes then."""


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """A published encoder.

    title: for people. family: "vjepa1" or "vjepa2". url, file: where it is and what it is called there.
    download_bytes: of that file; calculated, as no size is published: the server's own figure decides.
    licence, licence_means: its name, and what it allows in one line. commercial: whether it allows commercial use.
    width: token dimension D; depth: blocks; mlp_hidden: width inside a block's MLP; resolution: pixels on a side.
    positions: "sine-cosine" (a table in the file) or "rotary". mean, std: of the RGB channels, of values 0 to 1.
    sha256: of the file as published, "" where no digest is.
    """

    name: str
    title: str
    family: str
    url: str
    file: str
    download_bytes: int
    licence: str
    licence_means: str
    commercial: bool
    width: int
    depth: int
    heads: int
    mlp_hidden: int
    resolution: int
    frames: int = FRAMES
    positions: str = "sine-cosine"
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD
    sha256: str = ""

    @property
    def tokens(self) -> int:
        """Tokens of one clip."""
        return self.frames // TUBELET * (self.resolution // 16) ** 2

    @property
    def shape(self) -> EncoderShape:
        """What its parameters look like."""
        tokens = self.tokens if self.positions == "sine-cosine" else 0
        return EncoderShape(self.family, self.width, self.depth, self.mlp_hidden, tokens)

    @property
    def parameters(self) -> int:
        """Numbers that were learned, exactly; a table of positions is not."""
        return self.shape.count() - self.shape.tokens * self.width

    def stored_bytes(self, dtype: str = "fp32") -> int:
        """What the weights take on disk and in memory. dtype: "fp32" or "bf16"."""
        return DTYPES[dtype] * self.shape.count()


def _v_jepa_1(name: str, title: str, width: int, depth: int, resolution: int) -> EncoderCard:
    learned = EncoderShape(V_JEPA_1, width, depth, 4 * width, 8 * (resolution // 16) ** 2).count()
    return EncoderCard(
        name=name,
        title=title,
        family=V_JEPA_1,
        url=f"https://dl.fbaipublicfiles.com/jepa/{name}/{name}.pth.tar",
        file=f"{name}.pth.tar",
        # Two encoders and a predictor, and two moments of Adam for the encoder and the predictor that were trained.
        download_bytes=4 * (4 * learned + 3 * _predictor(width)),
        licence="CC BY-NC 4.0",
        licence_means=text("Research and other non-commercial use only, with credit to the authors"),
        commercial=False,
        width=width,
        depth=depth,
        heads=16,
        mlp_hidden=4 * width,
        resolution=resolution,
    )


def _v_jepa_2(size: str, title: str, width: int, depth: int, heads: int, hidden: int, resolution: int) -> EncoderCard:
    learned = EncoderShape(V_JEPA_2, width, depth, hidden, 0).count()
    return EncoderCard(
        name=f"vjepa2-{size}-{resolution}",
        title=title,
        family=V_JEPA_2,
        url=f"https://huggingface.co/facebook/vjepa2-{size}-fpc64-{resolution}/resolve/main/model.safetensors",
        file="model.safetensors",
        download_bytes=4 * (learned + _predictor(width)),
        licence="MIT",
        licence_means=text("Any use, also commercial; the licence text goes along with copies"),
        commercial=True,
        width=width,
        depth=depth,
        heads=heads,
        mlp_hidden=hidden,
        resolution=resolution,
        positions="rotary",
    )


def _predictor(width: int) -> int:
    """About how many numbers the predictor beside an encoder takes: 12 blocks, 384 wide, and what joins the two."""
    return 12 * 12 * 384**2 + 2 * 384 * width


PUBLISHED_ENCODERS = {
    card.name: card
    for card in (
        *starmap(
            _v_jepa_1,
            (
                ("vitl16", "V-JEPA ViT-L/16, 224 pixels", 1024, 24, 224),
                ("vith16", "V-JEPA ViT-H/16, 224 pixels", 1280, 32, 224),
                ("vith16-384", "V-JEPA ViT-H/16, 384 pixels", 1280, 32, 384),
            ),
        ),
        *starmap(
            _v_jepa_2,
            (
                ("vitl", "V-JEPA 2 ViT-L, 256 pixels", 1024, 24, 16, 4096, 256),
                ("vith", "V-JEPA 2 ViT-H, 256 pixels", 1280, 32, 16, 5120, 256),
                ("vitg", "V-JEPA 2 ViT-g, 256 pixels", 1408, 40, 22, 6144, 256),
                ("vitg", "V-JEPA 2 ViT-g, 384 pixels", 1408, 40, 22, 6144, 384),
            ),
        ),
    )
}
