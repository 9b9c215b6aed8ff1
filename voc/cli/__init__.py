"""The command line: parse, call one method of the project, show."""

from voc.cli.app import main

__all__ = ["main"]
