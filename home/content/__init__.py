"""From content files (TOML, both languages beside each other) to pages that are translated side by side."""
