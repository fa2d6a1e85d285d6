"""A convolutional network: the teacher whose features and soft labels get the transformer off the ground."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SIDE = 48  # pixels, the data set's own
FINE, COARSE = 128, 256  # channels of the two feature maps


class Teacher(nn.Module):
    """Grey pictures (B, 1, 48, 48) in [0, 1] to feature maps (B, 128, 12, 12) and (B, 256, 6, 6) and logits (B, C)."""

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.stem = nn.Sequential(_conv(1, 32), nn.ReLU(), _conv(32, 64, stride=2), nn.ReLU())
        self.s1 = Residual(64, 64)
        self.s2 = nn.Sequential(Residual(64, FINE, stride=2), Residual(FINE, FINE))
        self.s3 = nn.Sequential(Residual(FINE, COARSE, stride=2), Residual(COARSE, COARSE))
        self.dropout = nn.Dropout(0.4)
        self.linear = nn.Linear(COARSE, num_classes)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        pictures = ((pictures - 0.5) / 0.25).contiguous(memory_format=torch.channels_last)
        fine = self.s2(self.s1(self.stem(pictures)))
        coarse = self.s3(fine)
        return fine, coarse, self.linear(self.dropout(coarse.mean((2, 3))))


class Residual(nn.Module):
    """Two convolutions and a short cut; a stride of two halves the sides."""

    def __init__(self, before: int, after: int, stride: int = 1) -> None:
        super().__init__()
        self.a, self.b = _conv(before, after, stride=stride), _conv(after, after)
        self.skip = _conv(before, after, kernel=1) if before != after else nn.Identity()
        self.pool = nn.AvgPool2d(2) if stride == 2 else nn.Identity()

    def forward(self, features: Tensor) -> Tensor:
        return F.relu(self.b(F.relu(self.a(features))) + self.skip(self.pool(features)))


def _conv(before: int, after: int, stride: int = 1, kernel: int = 3) -> nn.Sequential:
    convolution = nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(after))
