"""A report in the words of a form and a language, as every skin shows it."""

from voc.report_table import report


def worded(name, facts, form="text", language="en", **asked):
    row = report(name)
    return row.writers(facts, language, {**row.usual, **asked})[form]()
