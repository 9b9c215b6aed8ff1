"""The wiring: a project opens store, index and engine and joins the stages."""
