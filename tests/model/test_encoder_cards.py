"""The cards of the published encoders: facts that agree with each other, with the models, and with the papers."""

import pytest
import torch

from core.model.cards import PUBLISHED_ENCODERS
from core.model.encoder_shapes import EncoderShape, read_shape
from core.model.vit import Encoder, EncoderConfig
from support.tiny_models import tiny_encoder

CARDS = pytest.mark.parametrize("card", PUBLISHED_ENCODERS.values(), ids=PUBLISHED_ENCODERS)


def test_every_encoder_of_both_families_is_there():
    assert list(PUBLISHED_ENCODERS) == [
        *("vitl16", "vith16", "vith16-384"),
        *("vjepa2-vitl-256", "vjepa2-vith-256", "vjepa2-vitg-256", "vjepa2-vitg-384"),
    ]


@CARDS
def test_the_first_family_is_for_research_and_the_second_for_everything(card):
    first = card.family == "vjepa1"
    assert card.licence == ("CC BY-NC 4.0" if first else "MIT")
    assert card.commercial is not first
    assert ("non-commercial" in card.licence_means) is first
    assert card.positions == ("sine-cosine" if first else "rotary")


@CARDS
def test_a_name_says_what_its_address_says(card):
    assert card.url.startswith("https://")
    assert card.url.endswith(f"/{card.file}")
    size = card.name.split("-")[1] if card.family == "vjepa2" else card.name.split("-")[0]
    assert f"/{size}" in card.url or f"-{size}-" in card.url
    assert card.family == "vjepa1" or f"-{card.resolution}/resolve/" in card.url
    assert card.sha256 == ""  # none is published


@pytest.mark.parametrize(
    ("name", "millions", "tokens", "download"),
    [
        ("vitl16", 303.9, 1568, 5.2),
        ("vith16", 631.6, 1568, 10.4),
        ("vith16-384", 631.6, 4608, 10.5),
        ("vjepa2-vitl-256", 303.9, 2048, 1.3),
        ("vjepa2-vith-256", 631.6, 2048, 2.6),
        ("vjepa2-vitg-256", 1012.2, 2048, 4.1),
        ("vjepa2-vitg-384", 1012.2, 4608, 4.1),
    ],
)
def test_sizes_are_those_of_the_papers(name, millions, tokens, download):
    """632 M parameters and 1,568 or 4,608 tokens: method.md. The downloads are calculated."""
    card = PUBLISHED_ENCODERS[name]
    assert round(card.parameters / 1e6, 1) == millions
    assert card.tokens == tokens
    assert round(card.download_bytes / 1e9, 1) == download
    assert card.stored_bytes("fp32") == 2 * card.stored_bytes("bf16") >= 4 * card.parameters


@pytest.mark.parametrize("name", ["vitl16", "vith16", "vith16-384"])
def test_shapes_are_those_of_the_model(name):
    card = PUBLISHED_ENCODERS[name]
    with torch.device("meta"):
        model = Encoder(EncoderConfig(card.resolution, card.width, card.depth, card.heads))
    shapes = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    assert card.shape.parameters() == shapes
    assert card.parameters == sum(parameter.numel() for parameter in model.parameters())
    assert read_shape(shapes) == card.shape
    assert card.shape.resolution == card.resolution


@CARDS
def test_an_encoder_is_known_by_its_parameters_alone(card):
    assert read_shape(card.shape.parameters()) == card.shape


def test_other_patches_than_the_published_are_read_too():
    shapes = {name: tuple(tensor.shape) for name, tensor in tiny_encoder(patch=8).state_dict().items()}
    assert read_shape(shapes) == EncoderShape("vjepa1", 192, 1, 768, 128, patch=8)
    assert read_shape(shapes).resolution == 32
    assert read_shape(shapes).parameters() == shapes


@pytest.mark.parametrize(
    "shapes",
    [
        {},
        {"patch_embed.proj.weight": (192, 3, 2, 16, 16)},
        {"patch_embed.proj.weight": (192,), "blocks.0.mlp.fc1.weight": (768, 192)},
        {"patch_embed.proj.weight": (0, 3, 2, 16, 16), "blocks.0.mlp.fc1.weight": (768, 192)},
        {"pooler.query_tokens": (1, 1, 192)},
    ],
    ids=range(5),
)
def test_what_is_no_encoder_has_no_shape_of_one(shapes):
    assert read_shape(shapes) is None
