"""The guarded door: a data folder as far as it is open to one caller."""

from trag.guarded.asking import Asking
from trag.guarded.door import Guardable, GuardedDoor
from trag.guarded.rights import Rights

__all__ = ["Asking", "Guardable", "GuardedDoor", "Rights"]
