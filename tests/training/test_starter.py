"""The starter's training: deterministic, resumable, and measured the way the program uses it."""

import json
from argparse import Namespace
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from core.clips.transform import face_view
from core.cv import cv2
from core.errors import BundleError, DataError, OutputError
from core.model import load_bundle
from core.model.vit import EncoderConfig
from support.bundles import tiny
from support.live_readings import readings as readings_of
from training.cli import main
from training.starter.actions import train_and_export
from training.starter.clips import middle_in_grey, normalise, random_clips, still_clips
from training.starter.data import (
    ACROSS,
    LABELS,
    MONTAGE,
    TEST,
    TRAIN,
    Stills,
    copies,
    hold_out,
    load_stills,
    load_training,
)
from training.starter.export import calibrated, clip_logits
from training.starter.measuring import measure, read_video
from training.starter.pretraining import Pretraining, random_mask
from training.starter.recipe import CLASSES, Recipe, Stage
from training.starter.student import Student, encode
from training.starter.train import schedule, train

CPU = torch.device("cpu")
STAGE = Stage(passes=2, batch=8, rate=1e-3)
TINY = Recipe(
    encoder=EncoderConfig(resolution=48, width=48, depth=2, heads=2, patch=12),
    teacher=STAGE,
    pretraining=replace(STAGE, frames=4),
    frozen=STAGE,
    stills=STAGE,
    clips=replace(STAGE, passes=1, frames=16),
)


@pytest.fixture(scope="module")
def stills() -> Stills:
    """Stripes whose direction and width tell the class, in noise."""
    rng = np.random.default_rng(0)
    labels = np.arange(28) % len(CLASSES)
    across, down = np.meshgrid(np.arange(48), np.arange(48))
    waves = [np.sin((across * np.cos(k) + down * np.sin(k)) * (0.2 + 0.1 * k)) for k in labels]
    faces = np.clip(128 + 90 * np.stack(waves) + rng.normal(0, 12, (28, 48, 48)), 0, 255).astype(np.uint8)
    return Stills(torch.from_numpy(faces), torch.from_numpy(labels))


@pytest.fixture
def folder(tmp_path, stills) -> Path:
    """A small data set on the disk: the public test set is the training set, so that all of it are copies."""
    for name in (TRAIN, TEST):
        np.savez(tmp_path / name, images=stills.faces.numpy(), labels=stills.labels.numpy(), classes=np.array(CLASSES))
    return tmp_path


def silent(line: str) -> None:
    """No progress is wanted."""


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("frames", [1, 16])
def test_clips_are_random_but_repeatable(stills, frames):
    first, again, other = (random_clips(stills.faces[:3], frames, 32, rng(seed)) for seed in (1, 1, 2))
    assert first.shape == (3, 3, frames, 32, 32)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert first.isfinite().all()
    blackest, whitest = normalise(torch.zeros(1, 3, 1, 1, 1)), normalise(torch.ones(1, 3, 1, 1, 1))
    assert (first >= blackest - 1e-5).all()
    assert (first <= whitest + 1e-5).all()


def test_the_pictures_of_a_clip_move_a_little(stills):
    clips = random_clips(stills.faces[:8], 16, 48, rng())
    step = (clips[:, :, 1:] - clips[:, :, :-1]).abs().mean()
    assert 0 < step < (clips[:, :, 0] - clips.roll(1, 0)[:, :, 0]).abs().mean() / 2


def test_still_clips_are_what_the_program_makes_of_a_still(stills):
    face = stills.faces[0].numpy()
    crop = np.repeat(np.repeat(face[None, :, :, None], 3, axis=3), 16, axis=0)
    assert np.abs(still_clips(stills.faces[:1], 16, 96)[0].numpy() - face_view(crop, 96)).max() < 0.05


def test_the_teacher_sees_the_picture_that_the_encoder_sees(stills):
    seen = middle_in_grey(still_clips(stills.faces[:4], 16, 96), 48)[:, 0]
    assert (seen - stills.faces[:4].float() / 255).abs().mean() < 0.03


def test_a_picture_that_stands_still_is_a_clip_of_two_equal_frames(stills):
    student = Student(TINY.encoder, still_clips(stills.faces, 1, 48)).eval()
    with torch.inference_mode():
        one, two = (encode(student.encoder, still_clips(stills.faces[:2], n, 48), column=3)[1] for n in (1, 2))
        whole = student.encoder(still_clips(stills.faces[:2], 16, 48))
        all_columns = encode(student.encoder, still_clips(stills.faces[:2], 16, 48))[1]
    torch.testing.assert_close(one, two, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(all_columns, whole, rtol=1e-4, atol=1e-4)


def test_the_first_layer_starts_with_patches_whose_components_weigh_alike(stills):
    clips = random_clips(stills.faces, 1, 48, rng())
    student = Student(TINY.encoder, clips)
    tokens = student.encoder.patch_embed(still_clips(stills.faces, 2, 48)).flatten(0, 1)
    variances = torch.linalg.eigvalsh(torch.cov(tokens.T))[-16:]
    raw = still_clips(stills.faces, 1, 48)[:, 0, 0].unfold(1, 12, 12).unfold(2, 12, 12).reshape(-1, 144)
    assert variances[-1] / variances[0] < 0.1 * torch.linalg.eigvalsh(torch.cov(raw.T))[-1] / 1e-3
    assert tokens.mean(0).abs().max() < 3


def test_masks_are_tubes_and_never_hide_all():
    for seed in range(50):
        kept, masked = random_mask(3, (4, 4), rng(seed))
        assert len(kept) > 0
        assert len(masked) > 0
        assert sorted([*kept.tolist(), *masked.tolist()]) == list(range(48))
        assert {index % 16 for index in kept.tolist()}.isdisjoint(index % 16 for index in masked.tolist())


def test_pretraining_learns_to_predict_and_its_target_follows(stills):
    torch.manual_seed(0)
    model = Pretraining(Student(TINY.encoder, still_clips(stills.faces, 1, 48)).encoder)
    clips = random_clips(stills.faces[:14], 4, 48, rng())
    optimiser = torch.optim.AdamW([value for value in model.parameters() if value.requires_grad], lr=3e-3)
    losses = []
    for _ in range(40):
        loss = model.loss(clips, 0, rng(7))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.75 * losses[0]
    before = model.target.blocks[0].mlp.fc1.weight.clone()
    model.follow(0.5)
    middle = (before + model.encoder.blocks[0].mlp.fc1.weight) / 2
    torch.testing.assert_close(model.target.blocks[0].mlp.fc1.weight, middle)
    assert model.target.blocks[0].mlp.fc1.weight.grad is None


def test_an_interrupted_training_ends_with_the_same_weights(stills, tmp_path):
    whole = train(TINY, stills, stills, tmp_path / "whole", CPU, silent)
    for moment in ("teacher: step 3 of 6", "pretraining: step 3 of 6", "stills: step 3 of 6"):

        def interrupt(line: str, moment: str = moment) -> None:
            if line.startswith(moment):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            train(TINY, stills, stills, tmp_path / "cut", CPU, interrupt)
    resumed = train(TINY, stills, stills, tmp_path / "cut", CPU, silent)
    parts = (whole.encoder, whole.probe, *whole.frozen), (resumed.encoder, resumed.probe, *resumed.frozen)
    for one, other in zip(*parts, strict=True):
        for name, tensor in one.state_dict().items():
            assert torch.equal(tensor, other.state_dict()[name]), name


def test_a_checkpoint_counts_only_for_the_stages_it_was_made_with(stills, tmp_path):
    train(TINY, stills, stills, tmp_path, CPU, silent)
    said: list[str] = []
    longer = replace(TINY, clips=replace(TINY.clips, passes=2))
    with pytest.raises(DataError, match="another recipe"):
        train(longer, stills, stills, tmp_path, CPU, said.append)
    assert [line for line in said if "stills: going on" in line]  # what came before is the same
    (tmp_path / "clips.pt").unlink()
    train(longer, stills, stills, tmp_path, CPU, silent)
    with pytest.raises(DataError, match="another recipe"):
        train(replace(TINY, seed=1), stills, stills, tmp_path, CPU, silent)
    (tmp_path / "teacher.pt").write_bytes(b"half")
    with pytest.raises(DataError, match="cannot be read"):
        train(TINY, stills, stills, tmp_path, CPU, silent)


def test_the_rate_warms_up_and_comes_down():
    rates = [schedule(step / 100, 0.1) for step in range(101)]
    assert rates[0] == 0
    assert max(rates) == rates[10] == 1
    assert rates[:11] == sorted(rates[:11])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[100] == pytest.approx(0)


def test_what_is_held_out_is_not_learnt_nor_are_its_copies():
    faces = torch.arange(40, dtype=torch.uint8).view(40, 1, 1).expand(40, 48, 48).contiguous()
    twice = Stills(torch.cat([faces, faces]), torch.zeros(80, dtype=torch.int64))
    learnt, held = hold_out(twice, 0.2, 0)
    assert len(held.labels) == 16
    assert not copies(learnt, held).any()
    assert len(learnt.labels) >= 80 - 32
    assert torch.equal(hold_out(twice, 0.2, 0)[1].faces, held.faces)
    assert not torch.equal(hold_out(twice, 0.2, 1)[1].faces, held.faces)


def test_calibration_makes_posteriors_as_sure_as_they_are_right(stills):
    torch.manual_seed(0)
    student = Student(TINY.encoder, still_clips(stills.faces, 1, 48)).eval()
    with torch.no_grad():
        student.probe.linear.weight.mul_(30)
    probe, temperature = calibrated(student.encoder, student.probe, stills)
    logits = clip_logits(student.encoder, student.probe, stills)
    after = clip_logits(student.encoder, probe, stills)
    torch.testing.assert_close(after * temperature, logits, rtol=1e-3, atol=1e-3)
    loss, before = (torch.nn.functional.cross_entropy(some, stills.labels) for some in (after, logits))
    assert loss < before
    assert temperature > 1


def test_the_card_says_what_its_bundle_does(folder, capsys):
    options = Namespace(data=folder, work=folder / "work", out=folder / "made", videos=folder, threads=1, device="cpu")
    train_and_export(options, TINY)
    bundle = load_bundle(folder / "made")
    test = load_stills(folder / TEST)
    metrics = bundle.card.metrics
    claimed = metrics["fer2013_public_test"]
    assert claimed.items() >= measure(bundle, test, load_training(folder)).items()
    assert claimed["copies"] == claimed["faces"] == 28
    assert 0 <= metrics["frozen"]["accuracy"] <= 1
    assert "steadiness" not in metrics  # there is no video
    assert "is not there" in capsys.readouterr().err
    with pytest.raises(OutputError, match="already"):
        train_and_export(options, TINY)


def test_evaluate_prints_what_is_measured_beside_what_is_wanted(folder, stills, capsys):
    faces, labels = stills.faces.numpy().copy(), stills.labels.numpy()
    faces[:7] = 0
    np.savez(folder / TEST, images=faces, labels=labels, classes=np.array(CLASSES))
    arguments = ["starter", "evaluate", "--data", str(folder), "--videos", str(folder), "--threads", "1"]
    assert main(arguments) == 0
    table = capsys.readouterr().out
    for what in (">= 66 %", ">= 60 %", "<= 0.03", "<= 30 ms", "<= 15 MB", "recall: angry", "21 test faces"):
        assert what in table
    assert main([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["metrics"]["fer2013_public_test"]["faces"] == 28
    assert {row["reached"] for row in found["targets"]} <= {"yes", "no"}


def test_videos_are_read_as_the_program_reads_them(shared):
    predictor = load_bundle("starter")
    found = read_video(predictor, shared / "videos/pyfeat/single_face.mp4")
    shown = readings_of(predictor, shared / "videos/pyfeat/single_face.mp4").values()
    firsts = [int(posterior.argmax()) for posterior in shown if posterior is not None]
    assert found["readings"] == len(firsts)
    assert found["raw_changes"] == sum(one != other for one, other in pairwise(firsts))
    assert 0 <= found["changes"] <= found["raw_changes"] + 1
    assert read_video(predictor, shared / "videos/pyfeat/no_face.mp4")["readings"] == 0


def test_the_montage_serves_where_the_large_file_is_missing(folder, stills):
    rows = np.zeros((ACROSS, 48, 48), dtype=np.uint8)
    rows[: len(stills.labels)] = stills.faces.numpy()
    picture = rows.reshape(1, ACROSS, 48, 48).swapaxes(1, 2).reshape(48, ACROSS * 48)
    assert cv2.imwrite(str(folder / MONTAGE), picture, [cv2.IMWRITE_JPEG_QUALITY, 100])
    np.savez(folder / LABELS, labels=stills.labels.numpy(), classes=np.array(CLASSES))
    (folder / TRAIN).unlink()
    read = load_training(folder)
    assert torch.equal(read.labels, stills.labels)
    assert (read.faces.int() - stills.faces.int()).abs().max() <= 6
    assert cv2.imwrite(str(folder / MONTAGE), picture[:40])
    with pytest.raises(DataError, match="montage"):
        load_training(folder)


def test_the_real_montage_holds_the_same_faces(shared):
    data = shared / "datasets/fer2013"
    exact = load_stills(data / TRAIN)
    folder_without = load_training  # the montage is only read where the .npz is not
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.starter.data.TRAIN", "not_there.npz")
        read = folder_without(data)
    assert torch.equal(read.labels, exact.labels)
    assert (read.faces[::50].float() - exact.faces[::50].float()).abs().mean() < 3


@pytest.mark.parametrize("content", [b"PK\x03\x04 no", b"", b"\x93NUMPY"])
def test_a_file_that_is_something_else_is_refused(folder, content, capsys):
    (folder / TEST).write_bytes(content)
    assert main(["starter", "evaluate", "--data", str(folder)]) == 3
    assert f"{folder / TEST}: no FER2013 faces could be read" in capsys.readouterr().err


def test_other_faces_and_other_labels_are_refused(folder):
    np.savez(folder / TEST, images=np.zeros((3, 40, 40), np.uint8), labels=np.zeros(3), classes=np.array(CLASSES))
    with pytest.raises(DataError, match="seven classes"):
        load_stills(folder / TEST)
    np.savez(folder / TEST, labels=np.zeros(3), classes=np.array(CLASSES))
    with pytest.raises(DataError, match="no pictures"):
        load_stills(folder / TEST)


def test_without_the_data_set_it_says_what_is_missing(tmp_path, capsys):
    for action in ("train", "evaluate"):
        assert main(["starter", action, "--data", str(tmp_path)]) == 3
        said = capsys.readouterr().err
        assert TEST in said
        assert "Pass --data FOLDER" in said


def test_a_bundle_of_other_classes_is_not_measured(tmp_path, stills):
    tiny(tmp_path / "other")
    with pytest.raises(BundleError, match="not FER2013's seven"):
        measure(load_bundle(tmp_path / "other"), stills)


@pytest.mark.slow
def test_the_starter_is_as_good_as_its_card_says(shared):
    bundle = load_bundle("starter")
    test = load_stills(shared / "datasets/fer2013" / TEST)
    sample = Stills(test.faces[::6].contiguous(), test.labels[::6])
    claimed = bundle.card.metrics["fer2013_public_test"]
    measured = measure(bundle, sample)
    assert claimed["faces"] == len(test.labels)
    assert measured["accuracy"] == pytest.approx(claimed["accuracy"], abs=0.06)  # 599 of 3,589 faces: 3 deviations
    assert measured["uar"] == pytest.approx(claimed["uar"], abs=0.1)
    assert measured["ece"] < 0.08
