"""Sessions, taken away: CSV, Parquet, JSON Lines, ELAN, BORIS, annotated video, a report."""

from core.exports.formats import FORMATS, ExportFormat, export, format_named

__all__ = ["FORMATS", "ExportFormat", "export", "format_named"]
