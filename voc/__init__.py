"""voc turns customers' own words into facts a product team can act on."""

__version__ = "0.1.0"
