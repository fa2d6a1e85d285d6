"""Draws what a session says on the pictures of its video: a box and a tag at every face, and bars in a corner."""

from collections.abc import Mapping
from functools import lru_cache
from math import ceil

import numpy as np
from PIL import Image, ImageDraw

from core.exports.face_titles import face_titles
from core.exports.lettering import can_show, font
from core.exports.panel import GROUND, WHITE, PanelLayout, colour_of, draw_panel, emotion_name, layout
from core.sessions.moments import Corners, Moments
from core.sessions.record import Session

MOST_PANELS = 3
_LEAST_LETTERS = 10  # px; smaller ones cannot be read
_LEAST_SIZE = (320, 240)  # px; on smaller pictures, such letters would hide everything
_LINES = 32  # of letters over each other in the height of a picture
_ROOM = 0.4  # the greatest share of a picture's width for a panel, where the names allow it
_RIM, _DARK = (0, 0, 0), (16, 18, 22, 255)
_LOOKS = 400  # at so many boxes of the session, to find the corner with the fewest faces


class Annotator:
    """For the pictures of one video, one after the other.

    size: (width, height) in pixels of what is drawn: that of the video, or a multiple of it where that is very small.
    """

    def __init__(self, session: Session, width: int, height: int) -> None:
        """width, height: of the video's pictures, in pixels."""
        self._session, self._moments, self._titles = session, Moments(session), face_titles(session)
        self._scale = max(1, ceil(max(_LEAST_SIZE[0] / width, _LEAST_SIZE[1] / height)))
        self.size = width, height = self._scale * width, self._scale * height
        self._letters = max(_LEAST_LETTERS, round(min(height, 0.75 * width) / _LINES))
        self._plan = layout(session.info.labels, self._letters, round(_ROOM * width))
        self._margin = max(4, self._letters // 2)
        faces = max(1, len(session.readings.faces))
        fitting = (height - self._margin) // (self._plan.height + self._margin)
        self._slots: list[int | None] = [None] * min(MOST_PANELS, faces, max(1, fitting))
        self._corner = self._free_corner()
        # Votes change every few pictures, and are drawn once.
        self._panel = lru_cache(maxsize=MOST_PANELS + 1)(self._new_panel)
        self._tag = lru_cache(maxsize=32)(self._new_tag)

    def draw(self, picture: np.ndarray, frame: int, moment: float) -> np.ndarray:
        """The picture with everything on it, (H, W, 3) uint8 RGB of `size`. picture: of any size, stays as it is.

        frame: its number in the video. moment: its time in seconds of the session.
        """
        # A video may change its size, and the one that is written cannot.
        image = Image.fromarray(picture).resize(self.size, Image.Resampling.BICUBIC)
        votes, boxes = self._moments.votes(moment), self._boxes(frame, moment, self.size[0] / picture.shape[1])
        for face, box in boxes.items():
            self._draw_box(image, box, None if face not in votes else self._winner(votes[face]))
        for face, box in boxes.items():  # no box crosses a tag
            self._draw_tag(image, face, box, votes.get(face))
        self._draw_panels(image, votes, boxes, moment)
        return np.asarray(image)

    def _boxes(self, frame: int, moment: float, scale: float) -> Mapping[int, Corners]:
        found = self._moments.boxes(frame, moment)
        return {face: (scale * x, scale * y, scale * w, scale * h) for face, (x, y, w, h) in found.items()}

    def _name(self, face: int) -> str:
        plain = f"Face {face}"
        name = self._titles.get(face, plain)
        return name if can_show(name) else plain

    def _winner(self, vote: np.ndarray) -> str:
        return self._session.info.labels[int(np.argmax(vote))]

    def _draw_box(self, image: Image.Image, box: Corners, label: str | None) -> None:
        line, radius = max(2, round(self._letters / 7)), self._letters / 2
        left, top, width, height = box
        right, bottom = left + max(width, 4 * line), top + max(height, 4 * line)
        draw, colour = ImageDraw.Draw(image), "#FFFFFF" if label is None else colour_of(label)
        draw.rounded_rectangle((left - 1, top - 1, right + 1, bottom + 1), radius, None, _RIM, line + 2)
        draw.rounded_rectangle((left, top, right, bottom), radius, None, colour, line)

    def _draw_tag(self, image: Image.Image, face: int, box: Corners, vote: np.ndarray | None) -> None:
        label = "" if vote is None else self._winner(vote)
        words = self._name(face)
        if vote is not None:
            words = f"{words}: {emotion_name(label)} {float(vote.max()):.0%}".replace("%", " %")
        tag = self._tag(words, label)
        gap = max(2, self._letters // 4)
        left = min(max(box[0], gap), image.width - tag.width - gap)
        top = min(max(box[1] - tag.height - gap, gap), image.height - tag.height - gap)
        image.paste(tag, (round(left), round(top)), tag)

    def _new_tag(self, words: str, label: str) -> Image.Image:
        write, pad = font(self._letters), self._letters // 2
        tag = Image.new("RGBA", (round(write.getlength(words)) + 2 * pad, round(1.6 * self._letters)))
        draw = ImageDraw.Draw(tag)
        ground = colour_of(label) if label else GROUND
        draw.rounded_rectangle((0, 0, tag.width - 1, tag.height - 1), self._letters / 3, ground)
        draw.text((pad, tag.height / 2), words, _DARK if label else WHITE, write, anchor="lm")
        return tag

    def _draw_panels(
        self, image: Image.Image, votes: Mapping[int, np.ndarray], boxes: Mapping[int, Corners], moment: float
    ) -> None:
        self._follow(votes, boxes)
        for slot, face in enumerate(self._slots):
            if face is not None:
                panel = self._panel(self._name(face), votes[face].tobytes())
            elif slot == 0 and not votes:
                before = self._moments.begins is not None and moment < self._moments.begins
                panel = self._panel("No clip yet" if before else "Nothing scored", b"")
            else:
                continue
            image.paste(panel, self._place(slot), panel)

    def _follow(self, votes: Mapping[int, np.ndarray], boxes: Mapping[int, Corners]) -> None:
        """A face keeps its panel while its vote holds; a free one goes to the largest face that has none."""
        self._slots = [face if face in votes else None for face in self._slots]
        others = sorted(set(votes) - set(self._slots), key=lambda face: -_area(boxes.get(face)))
        for slot, face in enumerate(self._slots):
            if face is None and others:
                self._slots[slot] = others.pop(0)

    def _new_panel(self, title: str, vote: bytes) -> Image.Image:
        return draw_panel(self._plan, title, np.frombuffer(vote, np.float32) if vote else None)

    def _place(self, slot: int) -> tuple[int, int]:
        """Left and top of a panel: from the corner on along the side."""
        (width, height), (right, below) = self.size, self._corner
        along = self._margin + slot * (self._plan.height + self._margin)
        left = width - self._plan.width - self._margin if right else self._margin
        return left, max(0, height - along - self._plan.height) if below else along

    def _free_corner(self) -> tuple[bool, bool]:
        """(right, below): the corner where panels hide the least of all faces, for the whole video."""
        tracks, readings = self._session.tracks, self._session.readings
        boxes = tracks.box if len(tracks.frame) else readings.of(None).box
        boxes = self._scale * boxes[:: max(1, len(boxes) // _LOOKS)]
        hidden = {}
        for corner in ((True, False), (False, False), (True, True), (False, True)):
            self._corner = corner
            places = [self._place(slot) for slot in range(len(self._slots))]
            hidden[corner] = sum(_overlap(boxes, place, self._plan) for place in places)
        return min(hidden, key=lambda corner: hidden[corner])


def _area(box: Corners | None) -> float:
    return box[2] * box[3] if box else 0.0


def _overlap(boxes: np.ndarray, place: tuple[int, int], plan: PanelLayout) -> float:
    """Pixels of the boxes (n, 4) that a panel hides; boxes of NaN (no face) count nothing."""
    left, top, width, height = boxes.T
    across = np.minimum(left + width, place[0] + plan.width) - np.maximum(left, place[0])
    down = np.minimum(top + height, place[1] + plan.height) - np.maximum(top, place[1])
    return float(np.nansum(np.clip(across, 0, None) * np.clip(down, 0, None)))
