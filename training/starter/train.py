"""Trains the starter, stage after stage: teacher, V-JEPA pre-training, a frozen probe (measured only), stills, clips.

Read from top to bottom; the loop that each stage runs is in `stages`. Each pass leaves a checkpoint.
"""

import copy
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.model.probe import AttentiveProbe
from core.model.vit import Encoder
from training.starter.clips import middle_in_grey, random_clips, still_clips
from training.starter.data import Stills
from training.starter.pretraining import Pretraining
from training.starter.recipe import CLASSES, Recipe, Stage
from training.starter.stages import LossOf, Stages, muon_and_adamw, sgd
from training.starter.student import Student, encode, initialise
from training.starter.teacher import SIDE, Teacher

BEGINNING = 4096  # faces whose patches the first layer starts from


@dataclass(frozen=True, slots=True)
class Trained:
    """encoder, probe: what becomes the bundle. frozen: the target encoder of the pre-training, and its own probe."""

    encoder: Encoder
    probe: AttentiveProbe
    frozen: tuple[Encoder, AttentiveProbe]


def train(stages: Stages) -> Trained:
    """Runs all stages, each from its checkpoint when there is one. Returns everything on the CPU, in eval mode.

    Raises what `Stages.fit` raises.
    """
    teacher = _teacher(stages)
    student = _new_student(stages)
    learner, pretrained = _pretrained(stages, student.encoder)
    frozen = _frozen_probe(stages, pretrained)
    student.encoder.load_state_dict(learner.state_dict())
    for name in ("stills", "clips"):
        averaged = _taught(stages, name, student, teacher)
        student.load_state_dict(averaged.state_dict())
    student = student.eval().cpu()
    return Trained(student.encoder, student.probe, (pretrained.cpu(), frozen.cpu()))


def _teacher(stages: Stages) -> Teacher:
    recipe = stages.recipe
    torch.manual_seed(recipe.seed)  # of the first weights, here and below, whether or not a stage before was resumed
    teacher = Teacher(len(CLASSES)).to(stages.device)

    def loss(batch: Stills, rng: Generator) -> Tensor:
        pictures = middle_in_grey(random_clips(batch.faces, 1, SIDE, rng), SIDE)
        return F.cross_entropy(teacher(pictures)[2].float(), batch.labels, label_smoothing=recipe.label_smoothing)

    def logits(model: Teacher, faces: Tensor) -> Tensor:
        return model(faces[:, None].float() / 255)[2]

    return stages.fit("teacher", teacher, sgd(teacher, recipe.teacher), loss, logits_of=logits).requires_grad_(False)


def _new_student(stages: Stages) -> Student:
    recipe = stages.recipe
    pictures = random_clips(stages.learnt.faces[:BEGINNING], 1, recipe.encoder.resolution, stages.rng(0))
    torch.manual_seed(recipe.seed)
    return Student(recipe.encoder, pictures).to(stages.device)


def _pretrained(stages: Stages, encoder: Encoder) -> tuple[Encoder, Encoder]:
    """The encoder that learnt by the V-JEPA objective, and its target, which is the steadier one."""
    recipe, stage = stages.recipe, stages.recipe.pretraining
    model = Pretraining(copy.deepcopy(encoder)).to(stages.device)

    def loss(batch: Stills, rng: Generator) -> Tensor:
        clips = random_clips(batch.faces, stage.frames, recipe.encoder.resolution, rng)
        return model.loss(clips, _time_position(recipe, stage, rng), rng)

    def follow(done: float) -> None:
        model.follow(1 - (1 - recipe.momentum) * (1 - done))

    stages.fit("pretraining", model, muon_and_adamw(model, stage, recipe.muon_rate), loss, after_step=follow)
    return model.encoder, model.target.eval()


def _frozen_probe(stages: Stages, encoder: Encoder) -> AttentiveProbe:
    recipe, stage, size = stages.recipe, stages.recipe.frozen, encoder.config.resolution
    torch.manual_seed(recipe.seed)
    probe = AttentiveProbe(encoder.config.width, encoder.config.heads, len(CLASSES))
    initialise(probe)
    probe = probe.to(stages.device)

    def loss(batch: Stills, rng: Generator) -> Tensor:
        clips = random_clips(batch.faces, stage.frames, size, rng)
        with torch.no_grad():
            tokens = encode(encoder, clips, _time_position(recipe, stage, rng))[1]
        return F.cross_entropy(probe(tokens).float(), batch.labels, label_smoothing=recipe.label_smoothing)

    def logits(model: AttentiveProbe, faces: Tensor) -> Tensor:
        return model(encode(encoder, still_clips(faces, 1, size), encoder.config.grid[0] // 2)[1])

    return stages.fit("frozen", probe, muon_and_adamw(probe, stage, recipe.muon_rate), loss, logits_of=logits)


def _taught(stages: Stages, name: str, student: Student, teacher: Teacher) -> Student:
    """The student after a stage with the teacher."""
    recipe = stages.recipe
    stage: Stage = getattr(recipe, name)
    size, columns = recipe.encoder.resolution, recipe.encoder.grid[0]

    def logits(model: Student, faces: Tensor) -> Tensor:  # of what the stage is about: one picture, or a whole clip
        clips = still_clips(faces, stage.frames, size)
        return model(clips, columns // 2 if stage.frames == 1 else 0)[2]

    optimisers = muon_and_adamw(student, stage, recipe.muon_rate)
    return stages.fit(name, student, optimisers, _distillation(recipe, stage, student, teacher), logits_of=logits)


def _distillation(recipe: Recipe, stage: Stage, student: Student, teacher: Teacher) -> LossOf:
    """Labels, the teacher's soft labels (Hinton et al. 2015), and on single pictures its features, place by place."""
    temperature, side = recipe.soft_temperature, recipe.encoder.grid[1]

    def loss(batch: Stills, rng: Generator) -> Tensor:
        clips = random_clips(batch.faces, stage.frames, recipe.encoder.resolution, rng)
        first, tokens, logits = student(clips, _time_position(recipe, stage, rng))
        logits = logits.float()
        with torch.no_grad():
            fine, coarse, soft = teacher(middle_in_grey(clips, SIDE))
        hard = F.cross_entropy(logits, batch.labels, label_smoothing=recipe.label_smoothing)
        softened = F.kl_div(
            F.log_softmax(logits / temperature, 1),
            F.softmax(soft.float() / temperature, 1),
            reduction="batchmean",
        )
        blend = recipe.soft_weight * temperature**2 * softened + (1 - recipe.soft_weight) * hard
        if stage.frames > 1:
            return blend
        fine = F.pixel_unshuffle(_standardised(fine, 2 * side), 2)  # the four places in each token's patch
        features = F.mse_loss(student.to_fine(first).float(), _as_tokens(fine))
        features = features + F.mse_loss(student.to_coarse(tokens).float(), _as_tokens(_standardised(coarse, side)))
        return blend + recipe.feature_weight * features

    return loss


def _standardised(features: Tensor, side: int) -> Tensor:
    """(B, C, h, w) resampled to (B, C, side, side), with mean 0 and deviation 1 in each channel."""
    features = features.float()
    if features.shape[-1] != side:
        features = F.interpolate(features, size=(side, side), mode="bilinear")
    return F.batch_norm(features, None, None, training=True, eps=1e-3)


def _as_tokens(features: Tensor) -> Tensor:
    """(B, C, H, W) to (B, H * W, C)."""
    return features.flatten(2).transpose(1, 2)


def _time_position(recipe: Recipe, stage: Stage, rng: Generator) -> int:
    """A random one at which a clip of this stage begins, in tubelets."""
    free = recipe.encoder.grid[0] - max(1, stage.frames // recipe.encoder.tubelet) + 1
    return int(torch.randint(free, (), generator=rng, device=rng.device))
