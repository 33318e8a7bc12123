"""Adapters of the seams in `trag.protocols`, one file each; `trag.factory` picks among them."""
