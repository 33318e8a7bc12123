"""The text of pictures, by RapidOCR (its models come in its package)."""

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.decoding import printable
from trag.environment import stay_offline

SUREST = 0.5
# Longer pictures are made smaller before lines are looked for.
LONGEST_SIDE = 2000
LONGEST_SOUGHT = 1280


@dataclass(frozen=True, slots=True)
class Found:
    """A line that was read, and its place in pixels from the picture's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def read_picture(pixels: Any) -> list[Found]:
    """The lines in a picture, given as a numpy array of rows; none for a blank one."""
    read = _reader()(pixels)
    if read.boxes is None:
        return []
    lines = zip(read.boxes, read.txts, read.scores, strict=True)
    found = (_found(box, text) for box, text, score in lines if score > SUREST)
    return [line for line in found if line.text]


def _found(box: Any, text: str) -> Found:
    across, down = [float(point[0]) for point in box], [float(point[1]) for point in box]
    shown = " ".join(printable(text).split())
    return Found(shown, min(across), min(down), max(across), max(down))


@cache
def _reader() -> Any:
    stay_offline()  # onnxruntime would note a number for this machine, and tell its maker what runs
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    # One thread: with more, pages take up to three times as long wherever anything else is at work.
    # The test for lines that are upside down turns upright ones over: one word in ten is lost by it.
    # Lines one by one, and looked for in a smaller picture, are read as well in two thirds of the time.
    params = {
        "Global.log_level": "error",
        "Global.max_side_len": LONGEST_SIDE,
        "Global.use_cls": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "Rec.rec_batch_num": 1,
        "Det.limit_side_len": LONGEST_SOUGHT,
        "Det.limit_type": "max",
    }
    return RapidOCR(params=params)
