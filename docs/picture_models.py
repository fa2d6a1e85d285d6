"""The scenes of the page of models. States are posed in place of hours of waiting: nothing is downloaded."""

from core.errors import DownloadError
from core.model.progress import Progress
from core.text import text
from docs.picture_stage import Stage, wait
from fer_desktop.model_words import speed_text
from fer_desktop.models import Job, Task
from fer_desktop.widgets.encoder_parts import RowState


def models(stage: Stage) -> None:
    with stage.open() as window:
        window.actions_["models"].trigger()
        stage.shoot("models")


def models_licence(stage: Stage) -> None:
    with stage.open() as window:
        window.encoders.show("vitl16")
        stage.shoot("models-licence")


def models_download(stage: Stage) -> None:
    with stage.open() as window:
        window.actions_["models"].trigger()
        rows = window.models_page.rows
        progress = Progress("downloading", 540_000_000, 1_303_621_632, 34_200_000.0, 22.3)
        job = Job(Task.GET, "vjepa2-vitl-256", progress=progress, working=True)
        rows[job.name].show_state(RowState(job=job))
        waiting = Job(Task.GET, "vjepa2-vith-256")
        rows[waiting.name].show_state(RowState(job=waiting))
        rows["vjepa2-vitg-256"].show_state(RowState(partial=1_912_000_000))
        what = text("the download broke off ({reason})", reason="connection timed out")
        hint = "What has arrived is kept. Get it again: it goes on where it stopped"
        failed = Job(Task.GET, "vjepa2-vitg-384", error=DownloadError(what, hint=hint))
        rows[failed.name].show_state(RowState(job=failed))
        wait(300)  # the rows have grown
        window.models_page.reader.ensureWidgetVisible(rows[failed.name])
        stage.shoot("models-download")


def models_installed(stage: Stage) -> None:
    with stage.open() as window:
        window.actions_["models"].trigger()
        page = window.models_page
        starter = RowState(4_093_112, "fp16", speed=f"fp32: {speed_text(0.045)}", in_use=True)
        page.rows["starter-encoder"].show_state(starter)
        for name, dtype, seconds in (("vjepa2-vitl-256", "fp32", 0.94), ("vjepa2-vith-256", "bf16", 2.31)):
            row = page.rows[name]
            size = dict(row.facts.kept)[dtype]
            row.show_state(RowState(size, dtype, speed=f"bf16: {speed_text(seconds)}"))
        stage.shoot("models-installed")
