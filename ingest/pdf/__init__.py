"""PDFs: text with its places, headings, lists, tables and properties; pages that are pictures by OCR."""

from ingest.pdf.reading import read_pdf

__all__ = ["read_pdf"]
