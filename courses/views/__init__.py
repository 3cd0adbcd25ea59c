"""Pages and files of courses."""
