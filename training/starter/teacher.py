"""A small convolutional network: the teacher whose features and soft labels get the transformer off the ground."""

import torch.nn.functional as F
from torch import Tensor, nn

CHANNELS = (24, 48, 96, 160)


class Teacher(nn.Module):
    """Normalised pictures (B, 3, 96, 96) to a feature map (B, 160, 6, 6), one place for each of the encoder's
    tokens, and logits (B, C)."""

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 1
        for channels in CHANNELS:
            for _ in range(2):
                layers += [nn.Conv2d(before, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU()]
                before = channels
            layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers[:-1])
        self.dropout = nn.Dropout(0.4)
        self.linear = nn.Linear(before, num_classes)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        grey = F.avg_pool2d(pictures.mean(1, keepdim=True), 2)  # the data set's own 48 pixels
        features = self.features(grey)
        return features, self.linear(self.dropout(features.mean((2, 3))))
