"""Forms of pages about hours and study."""
