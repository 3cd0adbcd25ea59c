"""The exam desk."""
