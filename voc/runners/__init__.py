"""How reading is spread over documents."""
