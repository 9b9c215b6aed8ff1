"""Help desks, one module a make."""
