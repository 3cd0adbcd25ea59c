"""QTI 2.0 to 2.2: single items, and packages with a manifest."""
