"""How fast the real encoders are here: `python benchmarks/encoder.py`. Needs torch and numpy, no weights, no install.

On the CPU about ten minutes with two cores (`--rounds 1 --blocks 6`: one); on a CUDA GPU one more.
"""

import argparse
import datetime
import os
import platform
import sys
from pathlib import Path

if not __package__:  # run as a script: the repository itself is on no path
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import numpy as np
import torch

from benchmarks import encoder_cpu, encoder_gpu
from benchmarks.table import Result, Row, markdown
from core.model.device import why_no_cuda
from core.processor import processor_name, usable_cores


def main() -> int:
    """Prints the table. Returns 0 whether or not the targets are met."""
    given = _parser().parse_args()
    torch.set_num_threads(given.threads)
    described, results = machine(), []
    if given.device in ("cpu", "all"):
        results.append(_cpu(given))
    if given.device in ("cuda", "all"):
        missing = why_no_cuda()
        results.append(no_gpu(missing) if missing else encoder_gpu.measure(torch.device("cuda:0"), given.gpu_rounds))
    table = markdown(described, results)
    print(table)
    if given.markdown:
        Path(given.markdown).write_text(table, encoding="utf-8")
    return 0


def _cpu(given: argparse.Namespace) -> Result:
    return encoder_cpu.measure(given.batches, given.rounds, blocks=given.blocks, compiled=given.compile)


def machine() -> list[tuple[str, str]]:
    """(what, value) pairs: what it was measured on, when, and whether it was quiet."""
    pairs = [
        ("Date", datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")),
        ("CPU", f"{processor_name()}, {usable_cores()} cores, {torch.backends.cpu.get_cpu_capability()}"),
        ("Threads", str(torch.get_num_threads())),
        ("System", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"),
        ("Libraries", f"torch {torch.__version__}, numpy {np.__version__}"),
    ]
    if hasattr(os, "getloadavg"):
        pairs.append(("Load of the last minute", f"{os.getloadavg()[0]:.2f}; above 0.5 the times say little"))
    return pairs


def no_gpu(reason: str) -> Result:
    """What stands in the table in place of a GPU."""
    return Result([Row("GPU, ViT-H/16", f"no GPU could be had: {reason}")])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Measures ViT-L/16 on the CPU and ViT-H/16 on a CUDA GPU, with random weights.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--device", choices=("cpu", "cuda", "all"), default="all", help="what to measure")
    parser.add_argument("--batches", type=count, nargs="+", default=[1, 4], help="clips at a time, on the CPU")
    parser.add_argument("--rounds", type=count, default=3, help="how often everything is timed on the CPU")
    parser.add_argument("--blocks", type=count, default=24, help="of the encoder on the CPU; fewer are a quick look")
    parser.add_argument("--gpu-rounds", type=count, default=20, help="how often everything is timed on the GPU")
    parser.add_argument("--threads", type=count, default=torch.get_num_threads(), help="of torch, on the CPU")
    parser.add_argument("--compile", action="store_true", help="torch.compile on the CPU too; needs a C++ compiler")
    parser.add_argument("--markdown", metavar="FILE", help="the table into a file as well")
    return parser


def count(given: str) -> int:
    """A number from 1 on, as an argument."""
    if (number := int(given)) < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
