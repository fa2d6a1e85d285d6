"""Takes the pictures in docs/images and writes docs/pictures.md, which shows them.

make pictures                       all of them, about ten minutes; needs Xvfb
make pictures ARGS="live recording" only these, by the names in docs/picture_scenes.py
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.child import ROOT
from benchmarks.screen import screen
from docs.picture_scenes import SCENES, Scene
from fer_desktop.theme import DARK, FACE_COLOURS, LIGHT

IMAGES, GALLERY = ROOT / "docs" / "images", ROOT / "docs" / "pictures.md"
SIZE = (1280, 800)
FOREIGN = ("QT_", "XDG_", "LC_", "LANG")  # of the environment: what would make the window another one
FLAT, SHADED, FINE = 64, 64, 96  # colours of a picture's palette: kept as they are, and chosen for all the others
HOME = Path(tempfile.gettempdir()) / "fer-desktop"  # some pictures show the path


@dataclass(frozen=True)
class Look:
    """One run of the window.

    suffix: of the file names. scale: pixels of the screen for one of the window. themes: those whose pictures are kept.
    """

    suffix: str = ""
    language: str = "en"
    scale: int = 1
    size: tuple[int, int] = SIZE
    themes: tuple[str, ...] = ("light", "dark")

    def has(self, scene: Scene) -> bool:
        """Whether this picture is wanted in this look."""
        return self.suffix in ("", *scene.looks)


LOOKS = (
    Look(),
    Look("-german", language="de", themes=("light",)),
    Look("-small", size=(1024, 640), themes=("dark",)),
    Look("-german-small", language="de", size=(1024, 640), themes=("light",)),
    Look("@2x", scale=2, themes=("dark",)),
)


def main() -> int:
    """Returns 1 when a run of the window failed; the pictures of the others are kept all the same."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=f"only these: {', '.join(SCENES)}")
    parser.add_argument("--all", metavar="FOLDER", type=Path, help="also puts every picture there as it was taken")
    given = parser.parse_args()
    wanted = given.scenes
    if unknown := [name for name in wanted if name not in SCENES]:
        parser.error(f"there is no {', '.join(unknown)}")
    failed = [look for look in LOOKS if not _take(look, wanted or list(SCENES), given.all)]
    for look in failed:
        print(f"the window failed{look.suffix and f' ({look.suffix})'}", file=sys.stderr)
    if not failed:
        for stale in set(IMAGES.glob("*.png")) - {IMAGES / file for file in _files()}:
            stale.unlink()
    GALLERY.write_text(_gallery(), encoding="utf-8")
    total = sum(path.stat().st_size for path in IMAGES.glob("*.png"))
    print(f"{len(list(IMAGES.glob('*.png')))} pictures, {total / 1e6:.2f} MB")
    return 1 if failed else 0


def _take(look: Look, wanted: list[str], everything: Path | None) -> bool:
    names = [name for name in wanted if look.has(SCENES[name])]
    if not names:
        return True
    shutil.rmtree(HOME, ignore_errors=True)
    shots = HOME / "shots"
    shots.mkdir(parents=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    environment = clean | {"HOME": str(HOME), "PYTHONSAFEPATH": "1", "QT_SCALE_FACTOR": str(look.scale)}
    program = HOME / "program"  # the details of an error name files: with "~", not with the folder of this checkout
    program.symlink_to(ROOT, target_is_directory=True)
    environment["PYTHONPATH"] = os.pathsep.join((str(program), str(program / "tests")))
    with screen(environment, f"{SIZE[0] * look.scale}x{SIZE[1] * look.scale}x24") as (kind, on_screen):
        if kind != "Xvfb":
            print("Xvfb is missing: apt-get install xvfb", file=sys.stderr)
            return False
        words = [sys.executable, "-m", "docs.picture_scenes", look.language, *map(str, look.size), str(shots)]
        done = subprocess.run([*words, *names], cwd=ROOT, env=on_screen, timeout=900)
    for shot in sorted(shots.glob("*.png")):
        name, _, theme = shot.stem.rpartition("-")
        if everything is not None:
            everything.mkdir(parents=True, exist_ok=True)
            shutil.copy(shot, everything / _file(name, look, theme))
        if theme in look.themes:
            fine = SCENES[name].fine and not look.suffix
            _shrink(shot, IMAGES / _file(name, look, theme), FINE if fine else SHADED)
    shutil.rmtree(HOME, ignore_errors=True)
    return done.returncode == 0


def _shrink(shot: Path, to: Path, shades: int) -> None:
    """Writes a picture with a palette: flat colours as they are, those of the portrait and of edges nearly so."""
    with Image.open(shot) as image:
        pixels = np.asarray(image.convert("RGB")).astype(np.uint32)
    codes = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    found, places, counts = np.unique(codes, return_inverse=True, return_counts=True)
    ours = np.flatnonzero(np.isin(found, _theme_colours()))
    others = np.setdiff1d(np.argsort(-counts)[:FLAT], ours, assume_unique=True)
    flat = np.concatenate([ours, others])
    numbers = np.full(len(found), 255, np.uint8)
    numbers[flat] = np.arange(len(flat))
    result = numbers[places].reshape(codes.shape)
    palette = b"".join(int(code).to_bytes(3, "big") for code in found[flat])
    shaded = result == 255
    if shaded.any():
        shades = min(shades, 255 - len(flat))
        rest = Image.fromarray(pixels[shaded].astype(np.uint8)[None]).quantize(shades, dither=Image.Dither.NONE)
        result[shaded] = np.asarray(rest)[0] + len(flat)
        palette += bytes(rest.getpalette() or ())[: 3 * shades]
    small = Image.fromarray(result)
    small.putpalette(palette)
    small.save(to, optimize=True)


def _theme_colours() -> list[int]:
    """What must not change, however few pixels have it: colours have meanings here."""
    colours = [*FACE_COLOURS]
    for theme in (LIGHT, DARK):
        colours += [*theme.emotions.values(), *(value for value in vars(theme).values() if str(value).startswith("#"))]
    return sorted({int(colour[1:], 16) for colour in colours})


def _file(name: str, look: Look, theme: str) -> str:
    return f"{name}{look.suffix}-{theme}.png"


def _files() -> list[str]:
    return [
        _file(name, look, theme)
        for name, scene in SCENES.items()
        for look in LOOKS
        if look.has(scene)
        for theme in look.themes
    ]


def _gallery() -> str:
    """Every picture once, light beside dark where both are kept."""
    lines = [
        "# Pictures",
        "",
        "Every page and state of the window, taken from the running program by `make pictures`. The portrait is the",
        "demo's, slightly smoothed. A click shows a picture in full.",
    ]
    for name, scene in SCENES.items():
        lines += ["", f"## {scene.title}", scene.caption, ""]
        for look in LOOKS:
            if look.has(scene):
                lines += [*(_picture(name, scene, look, theme) for theme in look.themes), ""]
        lines.pop()
    return "\n".join(lines) + "\n"


def _picture(name: str, scene: Scene, look: Look, theme: str) -> str:
    words = f"{scene.title}, {theme}"
    if look.suffix:
        words += {"-german": ", in German", "-small": ", 1024×640", "@2x": ", 200 %"}.get(
            look.suffix, ", in German, 1024×640"
        )
    file = _file(name, look, theme)
    return f'<a href="images/{file}"><img src="images/{file}" width="49%" alt="{words}"></a>'


if __name__ == "__main__":
    sys.exit(main())
