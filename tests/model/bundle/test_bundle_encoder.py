"""A bundle finds its one encoder by digest, refuses every other, and is proved whole without being loaded."""

import stat
import threading
import zipfile
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.errors import BundleError, Cancelled, EncoderMissing, WeightsError
from core.model import load_bundle, save_bundle
from core.model.bundle import check_bundle, load_probes
from core.model.cards import PUBLISHED_ENCODERS
from core.model.files.file_digest import file_sha256
from core.model.precision import Precision, available_precisions
from core.model.store import EncoderStore
from support.bundles import CARD, CLIPS, contents, expected, refusal, rewrite, tiny, with_card
from support.golden_weights import save_published_encoder
from support.memory import at_most
from support.tiny_models import tiny_encoder, tiny_probe
from support.weights_server import tiny_card


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A file as people download it, of an encoder whose name is "tiny"."""
    card = tiny_card("https://example.org/tiny.pth.tar", depth=1)
    monkeypatch.setitem(PUBLISHED_ENCODERS, "tiny", card)
    return save_published_encoder(tiny_encoder(), tmp_path / "download.pth.tar")


@pytest.fixture(params=["folder", "one.ferbundle"])
def bundle(request, tmp_path, published):
    """A bundle that holds its probe only."""
    card = replace(CARD, encoder_name="tiny", encoder_sha256=file_sha256(published))
    return save_bundle(tmp_path / request.param, card, [tiny_probe()])


def problems(*arguments, **options) -> list[str]:
    return [str(problem) for problem in check_bundle(*arguments, **options).problems]


@pytest.mark.parametrize("dtype", ["fp32", "bf16"])
def test_an_installed_encoder_is_found_whatever_its_name_and_dtype(bundle, published, dtype):
    EncoderStore().import_file(published, name="of-mine", dtype=dtype)
    posteriors = load_bundle(bundle).posteriors(CLIPS)
    assert np.abs(posteriors - expected()).max() < (1e-6 if dtype == "fp32" else 0.02)
    facts = check_bundle(bundle)
    assert facts.problems == ()
    assert (facts.encoder.name, facts.in_bundle) == ("of-mine", False)


def test_the_encoder_can_be_given_by_name_or_as_its_converted_file(bundle, published):
    installed = EncoderStore().import_file(published)
    for encoder in ("tiny", installed.path, published):
        assert np.array_equal(load_bundle(bundle, encoder=encoder).posteriors(CLIPS), expected())


def test_without_it_a_person_is_told_how_to_get_it(bundle):
    message = refusal(bundle, EncoderMissing)
    assert "needs the encoder tiny and does not hold it" in message
    assert "fer-train weights get tiny" in message
    facts = check_bundle(bundle)
    assert isinstance(facts.problems[0], EncoderMissing)
    assert facts.problems[0].encoder == "tiny"
    assert (facts.encoder, facts.encoder_bytes, len(facts.problems)) == (None, None, 1)


def test_another_installed_encoder_of_that_name_is_named_beside_the_right_one(bundle, published, tmp_path):
    other = save_published_encoder(tiny_encoder(seed=1), tmp_path / "other.pth.tar")
    EncoderStore().import_file(other, name="tiny")
    message = refusal(bundle, EncoderMissing)
    assert file_sha256(other)[:16] in message
    assert file_sha256(published)[:16] in message
    with pytest.raises(BundleError, match="is not this bundle's encoder: its SHA-256 is") as caught:
        load_bundle(bundle, encoder="tiny")
    assert file_sha256(other)[:16] in str(caught.value)


def test_an_installed_encoder_that_was_changed_on_disk_is_refused(bundle, published):
    installed = EncoderStore().import_file(published)
    content = bytearray(installed.path.read_bytes())
    content[-1] ^= 1
    installed.path.write_bytes(content)
    with pytest.raises(WeightsError, match="tiny was changed or damaged"):
        load_bundle(bundle)
    assert "tiny was changed or damaged" in problems(bundle)[0]


def test_a_bundle_with_everything_in_it_is_proved(tmp_path):
    for place in ("folder", "one.ferbundle"):
        facts = check_bundle(tiny(tmp_path / place))
        assert facts.problems == ()
        assert facts.in_bundle
        assert facts.encoder_bytes == sum(tensor.nbytes for tensor in tiny_encoder().state_dict().values())
        assert facts.encoder.config.width == 192


def test_every_problem_is_found_at_once(tmp_path):
    bundle = tiny(tmp_path / "bundle")
    state = load_file(bundle / "encoder.safetensors")
    state["norm.bias"][3] = float("inf")
    save_file(state, bundle / "encoder.safetensors")
    with_card(bundle, encoder_sha256=file_sha256(bundle / "encoder.safetensors"), probes=["0" * 64])
    found = problems(bundle)
    assert len(found) == 2
    assert "norm.bias holds NaN or infinite" in found[0]
    assert "probe.safetensors: the file is not the card's" in found[1]


def test_a_probe_for_another_encoder_is_a_problem(bundle, tmp_path, published):
    wide = save_published_encoder(tiny_encoder(width=384, heads=6), tmp_path / "wide.pth.tar")
    with_card(bundle, encoder_sha256=file_sha256(wide))
    assert "for tokens 192 wide, the encoder gives 384" in problems(bundle, encoder=wide)[0]
    assert "is not this bundle's encoder" in problems(bundle, encoder=published)[0]


def test_what_is_no_bundle_has_no_facts(tmp_path):
    with pytest.raises(BundleError, match="no such bundle"):
        check_bundle(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BundleError, match=r"card\.json is missing"):
        check_bundle(tmp_path / "empty")


def test_a_check_can_be_watched_and_cancelled(tmp_path):
    bundle, told, cancel = tiny(tmp_path / "bundle"), [], threading.Event()
    check_bundle(bundle, progress=told.append)
    assert told[-1].done == told[-1].total
    cancel.set()
    with pytest.raises(Cancelled):
        check_bundle(bundle, cancel=cancel)


def test_the_probes_alone_are_proved_as_well(tmp_path):
    bundle = tiny(tmp_path / "bundle")
    card, probes = load_probes(bundle, 192)
    assert card.labels == CARD.labels
    assert torch.equal(probes[0].linear.weight, tiny_probe().linear.weight)
    with pytest.raises(BundleError, match="for tokens 192 wide, the encoder gives 384"):
        load_probes(bundle, 384)


@pytest.mark.parametrize("precision", [*available_precisions(torch.device("cpu")), Precision.AUTO])
def test_a_bundle_is_loaded_in_the_precision_that_was_asked_for(tmp_path, precision):
    predictor = load_bundle(tiny(tmp_path / "bundle"), precision=precision)
    assert predictor.precision == (Precision.FP32 if precision == "auto" else precision)
    assert np.abs(predictor.posteriors(CLIPS) - expected()).max() < 0.02


def test_an_encoder_in_a_zip_is_never_in_memory_as_a_whole(tmp_path):
    bundle = save_bundle(tmp_path / "one.ferbundle", CARD, [tiny_probe()], tiny_encoder(depth=20))
    size = len(contents(bundle)["encoder.safetensors"])
    assert size > 30e6
    with at_most(size // 3):  # of Python's bytes; tensors do not count
        load_bundle(bundle)


@pytest.mark.parametrize("name", ["card.json", "probe.safetensors", "encoder.safetensors"])
def test_a_link_that_leads_out_of_a_bundle_is_refused(tmp_path, name):
    bundle = tiny(tmp_path / "bundle")
    (bundle / name).rename(tmp_path / "outside")
    (bundle / name).symlink_to(tmp_path / "outside")
    assert f"{name} in the bundle is a link that leads out of it" in refusal(bundle)
    (bundle / name).unlink()
    (bundle / name).symlink_to("../outside")
    assert "leads out of it" in refusal(bundle)


def test_a_link_inside_the_bundle_and_a_link_to_the_bundle_are_fine(tmp_path):
    bundle = tiny(tmp_path / "bundle")
    (bundle / "probe.safetensors").rename(bundle / "fold-1.safetensors")
    (bundle / "probe.safetensors").symlink_to("fold-1.safetensors")
    (tmp_path / "link").symlink_to(bundle)
    assert np.array_equal(load_bundle(tmp_path / "link").posteriors(CLIPS), expected())


def test_a_link_in_a_zip_is_not_followed(tmp_path):
    bundle = tiny(tmp_path / "one.ferbundle")
    files = contents(bundle)
    (tmp_path / "outside").write_bytes(files.pop("encoder.safetensors"))
    rewrite(bundle, files)
    link = zipfile.ZipInfo("encoder.safetensors")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr(link, str(tmp_path / "outside"))
    assert "not in safetensors form" in refusal(bundle, WeightsError)
