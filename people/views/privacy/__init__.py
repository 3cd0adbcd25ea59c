"""Pages of privacy: one's own data, corrections, closing, the notice; and the desk's full numbers."""
