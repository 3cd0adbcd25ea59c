"""GIFT, Moodle's plain text format."""
