"""Which themes grow, shrink, fell silent or came back, beyond what chance and a busy week explain.

A week's customers are compared with their negative-binomial prediction from the weeks before, at that week's
volume; slow changes with a CUSUM of the same predictions. The dispersion is pooled over all themes, and all
themes tried share one false discovery rate (Benjamini & Hochberg, 1995). The arithmetic is scipy's.
"""

from voc.themes.trend.moves import BASELINE_WEEKS, YEAR, TrendMove, TrendState
from voc.themes.trend.prediction import USUAL, Prediction, Spread, at_least, at_most, pooled, predict
from voc.themes.trend.states import TrendEvidence, Trends, trends

__all__ = [
    "BASELINE_WEEKS",
    "USUAL",
    "YEAR",
    "Prediction",
    "Spread",
    "TrendEvidence",
    "TrendMove",
    "TrendState",
    "Trends",
    "at_least",
    "at_most",
    "pooled",
    "predict",
    "trends",
]
