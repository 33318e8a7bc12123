"""Finding the units, posts and people a question names."""

from trag.tree.detection.detector import Detector

__all__ = ["Detector"]
