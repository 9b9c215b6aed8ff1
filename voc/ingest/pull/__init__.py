"""Services that are asked for what is new, by a token from the environment."""
