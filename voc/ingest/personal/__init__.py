"""Personal data by class, and the folded text it is looked for in."""
