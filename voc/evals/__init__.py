"""How well an engine reads: labelled companies and statements, scores with their certainty, comparisons."""
